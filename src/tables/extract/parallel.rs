//! Work done on all cores, of which the results come in the order of the work.

use std::collections::BTreeMap;
use std::iter;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Has jobs done by several threads, each with a state of its own, and takes what they make in the order of the jobs,
/// which is the same for any number of threads. One job alone is done at once.
pub(super) fn in_order<J: Send, S, M: Send>(
    next: &mut dyn FnMut() -> Option<J>,
    state: &(dyn Fn() -> S + Sync),
    work: &(dyn Fn(&mut S, J) -> M + Sync),
    take: &mut dyn FnMut(M),
) {
    let Some(first) = next() else { return };
    let Some(second) = next() else { return take(work(&mut state(), first)) };
    let jobs = [first, second].into_iter().chain(iter::from_fn(next));
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if cores == 1 {
        let mut state = state();
        return jobs.for_each(|job| take(work(&mut state, job)));
    }
    // So few jobs wait that what they hold is soon done with.
    let (give, given) = mpsc::sync_channel::<(usize, J)>(cores);
    let (tell, told) = mpsc::channel::<(usize, M)>();
    let given = Mutex::new(given);
    thread::scope(|scope| {
        for _ in 0..cores {
            let (tell, given) = (tell.clone(), &given);
            scope.spawn(move || {
                let mut state = state();
                let next = || given.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
                while let Some((number, job)) = next() {
                    if tell.send((number, work(&mut state, job))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(tell);
        let mut order = Order { waiting: BTreeMap::new(), next: 0, take };
        for numbered in jobs.enumerate() {
            if give.send(numbered).is_err() {
                break;
            }
            told.try_iter().for_each(|(number, made)| order.add(number, made));
        }
        drop(give);
        told.iter().for_each(|(number, made)| order.add(number, made));
    });
}

/// What has been made, until everything before it is there.
struct Order<'t, M> {
    waiting: BTreeMap<usize, M>,
    next: usize,
    take: &'t mut dyn FnMut(M),
}

impl<M> Order<'_, M> {
    fn add(&mut self, number: usize, made: M) {
        self.waiting.insert(number, made);
        while let Some(made) = self.waiting.remove(&self.next) {
            (self.take)(made);
            self.next = self.next.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn what_is_made_comes_in_the_order_of_the_jobs() {
        for count in [0_u64, 1, 2, 3, 500] {
            let mut jobs = 0..count;
            let mut made = Vec::new();
            let slow_and_fast = |(): &mut (), job: u64| {
                std::thread::sleep(std::time::Duration::from_micros((job % 7) * 30));
                job
            };
            in_order(&mut || jobs.next(), &|| (), &slow_and_fast, &mut |job| made.push(job));
            assert_eq!(made, (0..count).collect::<Vec<_>>());
        }
    }
}
