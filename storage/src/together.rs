//! Work that is done together: while one thread works, others leave what they want and wait; whoever works next does it for all of them.
//! Who comes while nobody works begins at once, so no delay is added on purpose. Used where each round of work costs a sync of the disk.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Jobs that threads leave for each other. `J` is what is wanted, `A` what became of it.
pub struct Together<J, A> {
    state: Mutex<State<J, A>>,
    turned: Condvar,
    most: usize,
}

struct State<J, A> {
    /// Somebody works.
    working: bool,
    /// Threads that want to work themselves, whatever else waits; they take along what does.
    ahead: usize,
    /// The next job's number.
    next: u64,
    waiting: VecDeque<Waiting<J>>,
    /// What became of jobs whose owners have not looked yet; `None` if the thread that had them panicked.
    answers: HashMap<u64, Option<A>>,
}

struct Waiting<J> {
    number: u64,
    weight: usize,
    job: J,
}

/// Somebody works as long as this lives. What has no answer in the end is lost.
struct Turn<'a, J, A> {
    of: &'a Together<J, A>,
    numbers: Vec<u64>,
}

impl<J, A> fmt::Debug for Together<J, A> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Together").field("most", &self.most).finish_non_exhaustive()
    }
}

impl<J, A> Together<J, A> {
    /// Nobody waits. One round takes jobs of at most so much weight together, and one in any case.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let state = State { working: false, ahead: 0, next: 0, waiting: VecDeque::new(), answers: HashMap::new() };
        Self { state: Mutex::new(state), turned: Condvar::new(), most }
    }

    /// Leaves a job and waits for its answer. If nobody works, `work` is called here, with this job and all others that wait, in their
    /// order; it gives an answer for each. `None`: the thread that had the job panicked.
    pub fn hand_in(&self, job: J, weight: usize, work: impl Fn(Vec<J>) -> Vec<A>) -> Option<A> {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        state.waiting.push_back(Waiting { number, weight, job });
        loop {
            if let Some(answer) = state.answers.remove(&number) {
                return answer;
            }
            if state.working || state.ahead > 0 {
                state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let (turn, jobs) = self.begin(state);
            turn.end(work(jobs));
            state = self.lock();
        }
    }

    /// Works as soon as nobody else does, before all who only left a job, and takes theirs along: `work` gets them, and gives its own
    /// result and an answer for each.
    pub fn lead<R>(&self, work: impl FnOnce(Vec<J>) -> (R, Vec<A>)) -> R {
        let mut state = self.lock();
        state.ahead += 1;
        while state.working {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.ahead -= 1;
        let (turn, jobs) = self.begin(state);
        let (result, answers) = work(jobs);
        turn.end(answers);
        result
    }

    /// How many jobs were ever left here.
    #[must_use]
    pub fn handed_in(&self) -> u64 {
        self.lock().next
    }

    /// How many wait for somebody's work to end.
    #[must_use]
    pub fn waiting(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + state.ahead
    }

    fn begin(&self, mut state: MutexGuard<'_, State<J, A>>) -> (Turn<'_, J, A>, Vec<J>) {
        state.working = true;
        let (mut numbers, mut jobs, mut weight) = (Vec::new(), Vec::new(), 0_usize);
        while let Some(next) =
            state.waiting.pop_front_if(|next| jobs.is_empty() || weight.saturating_add(next.weight) <= self.most)
        {
            weight = weight.saturating_add(next.weight);
            numbers.push(next.number);
            jobs.push(next.job);
        }
        (Turn { of: self, numbers }, jobs)
    }

    fn lock(&self) -> MutexGuard<'_, State<J, A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J, A> Turn<'_, J, A> {
    fn end(mut self, answers: Vec<A>) {
        let numbers = std::mem::take(&mut self.numbers);
        let mut answers = answers.into_iter();
        self.of.lock().answers.extend(numbers.into_iter().map(|number| (number, answers.next())));
    }
}

impl<J, A> Drop for Turn<'_, J, A> {
    fn drop(&mut self) {
        let mut state = self.of.lock();
        state.working = false;
        state.answers.extend(self.numbers.drain(..).map(|number| (number, None)));
        let somebody_waits = state.ahead > 0 || !state.waiting.is_empty() || !state.answers.is_empty();
        drop(state);
        // Waking nobody costs a system call, too.
        if somebody_waits {
            self.of.turned.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::sync_channel;

    use super::*;

    fn double(jobs: Vec<u64>) -> Vec<u64> {
        jobs.into_iter().map(|job| job * 2).collect()
    }

    /// Waits until so many jobs wait.
    fn until_waiting(together: &Together<u64, u64>, count: usize) {
        while together.lock().waiting.len() < count {
            std::thread::yield_now();
        }
    }

    #[test]
    fn who_comes_alone_works_at_once() {
        let together = Together::new(100);
        assert_eq!(together.hand_in(3, 1, double), Some(6));
        assert_eq!(together.lead(|jobs: Vec<u64>| (jobs.len(), double(jobs))), 0);
    }

    #[test]
    fn those_who_wait_are_served_by_one_round_each_with_its_own_answer() {
        let together = Arc::new(Together::new(100));
        let rounds = AtomicUsize::new(0);
        let (go, wait) = sync_channel::<()>(0);
        std::thread::scope(|scope| {
            let leading = Arc::clone(&together);
            scope.spawn(move || {
                leading.lead(|jobs| {
                    wait.recv().unwrap();
                    ((), double(jobs))
                });
            });
            while !together.lock().working {
                std::thread::yield_now();
            }
            let waiting: Vec<_> = (0..8)
                .map(|job| {
                    let (together, rounds) = (Arc::clone(&together), &rounds);
                    scope.spawn(move || {
                        together.hand_in(job, 1, |jobs| {
                            rounds.fetch_add(1, Ordering::Relaxed);
                            double(jobs)
                        })
                    })
                })
                .collect();
            until_waiting(&together, 8);
            go.send(()).unwrap();
            let answers: Vec<_> = waiting.into_iter().map(|thread| thread.join().unwrap()).collect();
            assert_eq!(answers, (0..8).map(|job| Some(job * 2)).collect::<Vec<_>>());
        });
        assert_eq!(rounds.into_inner(), 1);
        assert!(together.lock().answers.is_empty(), "nothing is kept");
    }

    #[test]
    fn a_round_takes_no_more_than_it_may_and_everybody_is_served() {
        let together = Arc::new(Together::new(10));
        let largest = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for job in 0..50 {
                let (together, largest) = (Arc::clone(&together), &largest);
                scope.spawn(move || {
                    let weight = if job == 7 { 1000 } else { 4 };
                    let answer = together.hand_in(job, weight, |jobs| {
                        largest.fetch_max(jobs.len(), Ordering::Relaxed);
                        double(jobs)
                    });
                    assert_eq!(answer, Some(job * 2));
                });
            }
        });
        assert!(largest.into_inner() <= 2);
    }

    #[test]
    fn who_leads_takes_along_what_waits_and_is_not_kept_waiting_by_it() {
        let together = Arc::new(Together::new(100));
        let (go, wait) = sync_channel::<()>(0);
        std::thread::scope(|scope| {
            let leading = Arc::clone(&together);
            scope.spawn(move || {
                leading.lead(|jobs| {
                    wait.recv().unwrap();
                    ((), double(jobs))
                });
            });
            while !together.lock().working {
                std::thread::yield_now();
            }
            let left = scope.spawn(|| together.hand_in(5, 1, |_| panic!("the one who leads has it")));
            until_waiting(&together, 1);
            let leading = scope.spawn(|| together.lead(|jobs| (jobs.clone(), double(jobs))));
            while together.lock().ahead == 0 {
                std::thread::yield_now();
            }
            go.send(()).unwrap();
            assert_eq!(leading.join().unwrap(), [5]);
            assert_eq!(left.join().unwrap(), Some(10));
        });
    }

    #[test]
    fn a_panic_loses_the_jobs_it_had_and_no_others() {
        let together = Arc::new(Together::new(100));
        let panicking = Arc::clone(&together);
        std::thread::spawn(move || panicking.hand_in(1, 1, |_| panic!("as a test"))).join().unwrap_err();
        assert_eq!(together.hand_in(2, 1, double), Some(4));
        let few = together.hand_in(3, 1, |_| Vec::new());
        assert_eq!(few, None, "no answer is no answer");
    }
}
