//! Latest edit wins: which job the worker gets next, and which answers count.
//!
//! Pure: the queue says what to send, somebody else sends it.

use std::rc::Rc;

/// A job with the number its answer will carry.
#[derive(Debug, PartialEq, Eq)]
pub struct Numbered<T> {
    /// Rises with every job.
    pub generation: u64,
    /// The job.
    pub job: Rc<T>,
}

impl<T> Clone for Numbered<T> {
    fn clone(&self) -> Self {
        Self { generation: self.generation, job: self.job.clone() }
    }
}

/// What became of a worker's job when the worker was replaced.
#[derive(Debug, PartialEq, Eq)]
pub enum AfterDeath<T> {
    /// Send this to the new worker.
    Send(Numbered<T>),
    /// The job has killed two workers: nothing until the next edit.
    GaveUp,
    /// There was nothing to do.
    Idle,
}

/// At most one job in flight and one waiting.
#[derive(Debug)]
pub struct Queue<T> {
    generation: u64,
    in_flight: Option<Numbered<T>>,
    waiting: Option<Numbered<T>>,
    retried: bool,
    /// Whether nobody waits for the answer that is in flight.
    unwanted: bool,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { generation: 0, in_flight: None, waiting: None, retried: false, unwanted: false }
    }
}

impl<T> Queue<T> {
    /// Takes a new job, in place of the one that waits; returns it if the
    /// worker is free.
    pub fn submit(&mut self, job: T) -> Option<Numbered<T>> {
        self.generation += 1;
        let numbered = Numbered { generation: self.generation, job: Rc::new(job) };
        if self.in_flight.is_some() {
            self.waiting = Some(numbered);
            return None;
        }
        Some(self.start(numbered))
    }

    /// An answer has come. Returns the job it answers if nothing newer has
    /// been submitted, and what to send next.
    pub fn answered(&mut self, generation: u64) -> (Option<Rc<T>>, Option<Numbered<T>>) {
        let Some(done) = self.in_flight.take_if(|job| job.generation == generation) else {
            return (None, None);
        };
        self.retried = false;
        match self.waiting.take() {
            Some(next) => (None, Some(self.start(next))),
            None => (Some(done.job).filter(|_| !self.unwanted), None),
        }
    }

    /// What was submitted is no longer wanted.
    pub fn forget(&mut self) {
        self.waiting = None;
        self.unwanted = true;
    }

    /// The worker is dead. A newer job goes first; the job in flight gets one
    /// more try, unless it is `hopeless`.
    pub fn died(&mut self, hopeless: bool) -> AfterDeath<T> {
        if let Some(next) = self.waiting.take() {
            return AfterDeath::Send(self.start(next));
        }
        match self.in_flight.take() {
            None => AfterDeath::Idle,
            Some(_) if self.unwanted => AfterDeath::Idle,
            Some(_) if self.retried || hopeless => {
                self.retried = false;
                AfterDeath::GaveUp
            }
            Some(job) => {
                self.retried = true;
                self.in_flight = Some(job.clone());
                AfterDeath::Send(job)
            }
        }
    }

    /// The job the worker is at.
    pub fn in_flight(&self) -> Option<&Numbered<T>> {
        self.in_flight.as_ref()
    }

    fn start(&mut self, job: Numbered<T>) -> Numbered<T> {
        self.retried = false;
        self.unwanted = false;
        self.in_flight = Some(job.clone());
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent<T>(job: Option<Numbered<T>>) -> u64 {
        job.expect("something to send").generation
    }

    #[test]
    fn one_in_flight_and_only_the_latest_waits() {
        let mut queue = Queue::default();
        let first = sent(queue.submit("a"));
        assert!(queue.submit("b").is_none());
        assert!(queue.submit("c").is_none());
        let (stale, next) = queue.answered(first);
        assert_eq!(stale, None, "something newer waits");
        let next = next.unwrap();
        assert_eq!(*next.job, "c");
        assert_eq!(queue.answered(next.generation).0.as_deref(), Some(&"c"));
        assert!(queue.in_flight().is_none());
    }

    #[test]
    fn answers_nobody_waits_for_are_dropped() {
        let mut queue = Queue::default();
        let first = sent(queue.submit("a"));
        assert_eq!(queue.answered(first + 1), (None, None));
        assert!(queue.in_flight().is_some());
        assert!(queue.answered(first).0.is_some());
        assert_eq!(queue.answered(first), (None, None));
    }

    #[test]
    fn a_job_is_tried_twice_and_then_given_up() {
        let mut queue = Queue::default();
        queue.submit("poison");
        assert!(matches!(queue.died(false), AfterDeath::Send(n) if *n.job == "poison"));
        assert_eq!(queue.died(false), AfterDeath::GaveUp);
        assert_eq!(queue.died(false), AfterDeath::Idle);
        assert!(queue.submit("cure").is_some());
    }

    #[test]
    fn what_is_hopeless_is_given_up_at_once() {
        let mut queue = Queue::default();
        queue.submit("huge");
        assert_eq!(queue.died(true), AfterDeath::GaveUp);
        queue.submit("huge");
        queue.submit("small");
        assert!(matches!(queue.died(true), AfterDeath::Send(n) if *n.job == "small"), "that one may be better");
    }

    #[test]
    fn nobody_is_told_of_what_is_no_longer_wanted() {
        let mut queue = Queue::default();
        let first = sent(queue.submit("a"));
        queue.submit("b");
        queue.forget();
        assert_eq!(queue.answered(first), (None, None));
        assert!(queue.submit("c").is_some());
        queue.forget();
        assert_eq!(queue.died(false), AfterDeath::Idle);
        let last = sent(queue.submit("d"));
        assert!(queue.answered(last).0.is_some());
    }

    #[test]
    fn after_a_death_the_latest_edit_goes_first() {
        let mut queue = Queue::default();
        queue.submit("old");
        queue.submit("new");
        assert!(matches!(queue.died(false), AfterDeath::Send(n) if *n.job == "new"));
        assert!(matches!(queue.died(false), AfterDeath::Send(n) if *n.job == "new"), "its first death");
        assert_eq!(queue.died(false), AfterDeath::GaveUp);
    }
}
