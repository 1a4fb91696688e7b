/* A disk and a clock that misbehave on demand, for one process: loaded before the system's library, driven through a page of shared
 * memory (disk.mjs writes and reads it). Only files below FAULTS_BELOW are touched.
 *
 * With FAULTS_SHADOW every successful sync is written down there instead of being carried out: what a file holds at that moment, and
 * which names a folder has. This is all that a power cut is sure to leave, whatever the program believes.
 *
 *   gcc -shared -fPIC -O2 -o disk.so tests/faults/disk.c
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The numbers of disk.mjs, in this order. */
struct control {
    _Atomic int64_t sync_delay_us;
    _Atomic int64_t sync_errno, sync_skip, sync_failures; /* fails so often (-1: always) after so many that succeed */
    _Atomic int64_t write_errno, write_skip, write_failures, write_short; /* of a write that fails so many bytes are written first */
    _Atomic int64_t clock_offset_ns; /* of the time of day */
    _Atomic int64_t syncs, failed_syncs, failed_writes;
};

static struct control *control;
static const char *below, *shadow;
static int (*real_fsync)(int), (*real_fdatasync)(int);
static ssize_t (*real_write)(int, const void *, size_t), (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    below = getenv("FAULTS_BELOW");
    shadow = getenv("FAULTS_SHADOW");
    const char *page = getenv("FAULTS_CONTROL");
    int file = page ? open(page, O_RDWR | O_CLOEXEC) : -1;
    void *memory = file < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file >= 0) close(file);
    if (memory == MAP_FAILED || !below) {
        fprintf(stderr, "disk.c: FAULTS_CONTROL or FAULTS_BELOW is missing\n");
        abort();
    }
    control = memory;
}

static int is_concerned(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 0 && strncmp(path, below, strlen(below)) == 0;
}

/* Whether this call is to fail: takes one of the calls to skip, or one of the failures. */
static int is_due(_Atomic int64_t *skip, _Atomic int64_t *failures) {
    if (atomic_load(failures) == 0) return 0;
    int64_t left = atomic_load(skip);
    while (left > 0)
        if (atomic_compare_exchange_weak(skip, &left, left - 1)) return 0;
    left = atomic_load(failures);
    while (left > 0)
        if (atomic_compare_exchange_weak(failures, &left, left - 1)) return 1;
    return left < 0;
}

/* A file or folder under a name that no later one gets, though it gets the inode. */
static void key_of(int folder, const char *name, char *key, size_t size) {
    struct statx found;
    if (statx(folder, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &found) != 0) {
        *key = 0;
        return;
    }
    int64_t born = (int64_t)found.stx_btime.tv_sec * 1000000000 + found.stx_btime.tv_nsec;
    snprintf(key, size, "%llu-%lld", (unsigned long long)found.stx_ino, (long long)born);
}

static void must(int holds, const char *what) {
    if (holds) return;
    perror(what);
    abort();
}

static void write_down(int descriptor) {
    char key[64], part[PATH_MAX], whole[PATH_MAX], buffer[1 << 16];
    struct stat status;
    must(fstat(descriptor, &status) == 0, "disk.c: fstat");
    int is_folder = S_ISDIR(status.st_mode);
    key_of(descriptor, "", key, sizeof key);
    static _Atomic int64_t count;
    snprintf(part, sizeof part, "%s/part-%d-%lld", shadow, (int)getpid(), (long long)atomic_fetch_add(&count, 1));
    snprintf(whole, sizeof whole, "%s/%s.%s", shadow, key, is_folder ? "folder" : "file");
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(to >= 0, "disk.c: shadow");
    /* Opened anew: the descriptor may be for writing only, or belong to somebody who goes on reading. */
    snprintf(buffer, sizeof buffer, "/proc/self/fd/%d", descriptor);
    int from = open(buffer, O_RDONLY | O_CLOEXEC);
    must(from >= 0, "disk.c: read");
    if (is_folder) {
        DIR *folder = fdopendir(from);
        for (struct dirent *entry; (entry = readdir(folder));) {
            if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
            char of[64];
            key_of(dirfd(folder), entry->d_name, of, sizeof of);
            int length = snprintf(buffer, sizeof buffer, "%s %s %s\n", entry->d_type == DT_DIR ? "folder" : "file", of, entry->d_name);
            if (*of) must(real_write(to, buffer, length) == length, "disk.c: shadow");
        }
        closedir(folder);
    } else {
        for (off_t at = 0; at < status.st_size;) {
            ssize_t got = pread(from, buffer, sizeof buffer, at);
            if (got <= 0) break;
            must(real_write(to, buffer, got) == got, "disk.c: shadow");
            at += got;
        }
        close(from);
    }
    close(to);
    must(rename(part, whole) == 0, "disk.c: shadow");
}

static int sync_of(int descriptor, int (*real)(int)) {
    if (!is_concerned(descriptor)) return real(descriptor);
    /* In small steps: when the disk is fast again, what it held back goes on at once. */
    struct timespec step = { 0, 2000000 }, now, began;
    real_clock_gettime(CLOCK_MONOTONIC, &began);
    for (int64_t waited = 0; waited < atomic_load(&control->sync_delay_us);) {
        nanosleep(&step, NULL);
        real_clock_gettime(CLOCK_MONOTONIC, &now);
        waited = (now.tv_sec - began.tv_sec) * 1000000 + (now.tv_nsec - began.tv_nsec) / 1000;
    }
    if (is_due(&control->sync_skip, &control->sync_failures)) {
        atomic_fetch_add(&control->failed_syncs, 1);
        errno = (int)atomic_load(&control->sync_errno);
        return -1;
    }
    if (shadow) write_down(descriptor);
    int result = shadow ? 0 : real(descriptor);
    atomic_fetch_add(&control->syncs, 1);
    return result;
}

int fsync(int descriptor) { return sync_of(descriptor, real_fsync); }
int fdatasync(int descriptor) { return sync_of(descriptor, real_fdatasync); }

/* -1 when a write is to fail (errno is set), else how many bytes may be written. */
static ssize_t allowed(int descriptor, size_t length) {
    if (atomic_load(&control->write_failures) == 0 || !is_concerned(descriptor)) return (ssize_t)length;
    if (!is_due(&control->write_skip, &control->write_failures)) return (ssize_t)length;
    int64_t first = atomic_exchange(&control->write_short, 0);
    if (first > 0) {
        /* The part that fits; the call that asks for the rest fails. */
        atomic_fetch_add(&control->write_failures, atomic_load(&control->write_failures) < 0 ? 0 : 1);
        return (ssize_t)((size_t)first < length ? (size_t)first : length);
    }
    atomic_fetch_add(&control->failed_writes, 1);
    errno = (int)atomic_load(&control->write_errno);
    return -1;
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
    ssize_t room = allowed(descriptor, length);
    return room < 0 ? room : real_write(descriptor, bytes, (size_t)room);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t at) {
    ssize_t room = allowed(descriptor, length);
    return room < 0 ? room : real_pwrite(descriptor, bytes, (size_t)room, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t at) { return pwrite64(descriptor, bytes, length, at); }

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    size_t length = 0;
    for (int at = 0; at < count; at++) length += parts[at].iov_len;
    ssize_t room = allowed(descriptor, length);
    if (room < 0) return room;
    /* Of a torn one the first part only. */
    return (size_t)room == length ? real_writev(descriptor, parts, count)
                                  : real_write(descriptor, parts[0].iov_base, (size_t)room < parts[0].iov_len ? (size_t)room : parts[0].iov_len);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = real_clock_gettime(clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) && control) {
        int64_t offset = atomic_load(&control->clock_offset_ns);
        int64_t nanoseconds = time->tv_nsec + offset % 1000000000;
        time->tv_sec += offset / 1000000000 + (nanoseconds >= 1000000000 ? 1 : nanoseconds < 0 ? -1 : 0);
        time->tv_nsec = nanoseconds - (nanoseconds >= 1000000000 ? 1000000000 : nanoseconds < 0 ? -1000000000 : 0);
    }
    return result;
}
