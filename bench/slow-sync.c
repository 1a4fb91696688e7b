/* Makes every sync of a process take longer, as on a busy or a far away disk: for comparing what waits for syncs, on any machine.
 *
 *   gcc -shared -fPIC -O2 -o slow-sync.so bench/slow-sync.c
 *   yrsa bench locks --start "env LD_PRELOAD=$PWD/slow-sync.so SLOW_SYNC_US=5000 yrsa serve --listen 127.0.0.1:{port} --data {data}"
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int slow(const char *name, int descriptor) {
    const char *said = getenv("SLOW_SYNC_US");
    long microseconds = said ? atol(said) : 5000;
    struct timespec pause = { microseconds / 1000000, microseconds % 1000000 * 1000 };
    nanosleep(&pause, NULL);
    int (*real)(int) = dlsym(RTLD_NEXT, name);
    return real(descriptor);
}

int fdatasync(int descriptor) { return slow("fdatasync", descriptor); }
int fsync(int descriptor) { return slow("fsync", descriptor); }
