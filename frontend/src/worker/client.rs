//! The page's side: owns the worker, watches it and replaces it.

use std::{cell::RefCell, rc::Rc};

use analyzer_core::{Definition, Level, Options, report::Report, types::GoVersion};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{MessageEvent, Worker};

use crate::{
    editor::{bridge::after_paint, controller::Question},
    examples::DocId,
    files::{self, Files},
};

use super::{
    protocol::{Progress, Reply, Request, decode, encode},
    queue::{AfterDeath, Numbered, Queue},
};

/// How long a worker may be silent over one job.
const PATIENCE_MS: u32 = 8_000;

/// The most that is analysed: the bytes of all files.
const LONGEST: usize = 4 << 20;

/// What a worker says that is out of memory (`public/worker_boot.js`).
const OUT_OF_MEMORY: &str = "out of memory";

/// How long it may take to load, itself or packs: a slow network is no reason to begin again.
const START_PATIENCE_MS: u32 = 90_000;

#[wasm_bindgen]
extern "C" {
    /// A new worker of the page's own build; `public/boot.js` knows its name and
    /// may start it, which the page's policy allows nobody else.
    #[wasm_bindgen(js_name = escapadeWorker, catch)]
    fn new_worker() -> Result<Worker, JsValue>;
}

/// A program to analyse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The document it is.
    pub doc: DocId,
    /// The files.
    pub files: Files,
    /// The one whose package is analysed.
    pub open: Rc<str>,
    /// Which state of the editor it is.
    pub version: u32,
}

/// How to analyse, besides what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The language version.
    pub go: GoVersion,
    /// Whether gc's explanations are wanted, which only one pane shows.
    pub explain: bool,
    /// That nothing is inlined: gc's `-l`.
    pub no_inlining: bool,
    /// The memory of a function: the file, by its number, and the function's line.
    pub picture: Option<(u32, u32)>,
}

/// What is known about the latest job.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The job.
    pub job: Job,
    /// Its report.
    pub report: Rc<Report>,
    /// Whether something of the standard library could not be loaded.
    pub incomplete: bool,
}

/// What the page is told.
#[derive(Debug)]
pub enum Event {
    /// The latest job is done: now is the time for what is to be painted at once.
    Answer(Answer),
    /// The same, and what is to be painted at once has been, and nothing newer
    /// was submitted meanwhile: now is the time for the rest.
    Report(Answer),
    /// What was asked about is declared there, if that is known.
    Defined(Option<Definition>),
    /// The worker loads something of the standard library; how far it has come.
    Loading(Progress),
    /// A worker died and another one has taken over.
    Replaced,
    /// A text cannot be analysed: waiting for the next edit.
    GaveUp(Failure),
}

/// Why a text cannot be analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Two workers died of it.
    Fatal,
    /// Two workers were at it for too long.
    TooSlow,
    /// It is too long, or needs more memory than there is.
    TooLarge,
}

/// Starts workers and gives them jobs. Dropping it ends the worker.
#[derive(Clone)]
pub struct Client(Rc<RefCell<Inner>>);

struct Inner {
    queue: Queue<(Job, Wish)>,
    wish: Wish,
    /// The latest job.
    latest: Option<Job>,
    /// Whether that is still to be submitted, and was not given up.
    ahead: bool,
    /// Its answer, until that is painted.
    answer: Option<Answer>,
    worker: Option<Running>,
    /// Workers that died since the last answer; bounds how often one is
    /// replaced while there is nothing to do.
    deaths: u32,
    tell: Rc<dyn Fn(Event)>,
}

/// A worker with what listens to it; terminated when dropped.
struct Running {
    worker: Worker,
    ready: bool,
    watchdog: Option<Timeout>,
    _listeners: [EventListener; 3],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Client {
    /// A client that tells `tell` what happens; its worker starts at once.
    pub fn new(tell: impl Fn(Event) + 'static) -> Self {
        let client = Self(Rc::new(RefCell::new(Inner {
            queue: Queue::default(),
            wish: Wish::default(),
            latest: None,
            ahead: false,
            answer: None,
            worker: None,
            deaths: 0,
            tell: Rc::new(tell),
        })));
        client.start_worker();
        client
    }

    /// Wants `job` analysed, and nothing that was submitted before it.
    pub fn submit(&self, job: Job) {
        let known = {
            let mut inner = self.0.borrow_mut();
            std::mem::take(&mut inner.ahead) && inner.latest.as_ref() == Some(&job)
        };
        if !known {
            self.analyze(job);
        }
    }

    /// The same, of a job that is going to be submitted: that does no more then,
    /// unless the job was given up.
    pub fn submit_ahead(&self, job: Job) {
        self.0.borrow_mut().ahead = true;
        self.analyze(job);
    }

    fn analyze(&self, job: Job) {
        let too_large = job.files.iter().map(|file| file.text.len()).sum::<usize>() > LONGEST;
        let next = {
            let mut inner = self.0.borrow_mut();
            inner.latest = Some(job.clone());
            inner.answer = None;
            if too_large {
                inner.queue.forget();
                inner.ahead = false;
                drop(inner);
                return self.tell(Event::GaveUp(Failure::TooLarge));
            }
            let wish = inner.wish;
            inner.queue.submit((job, wish))
        };
        if next.is_some() {
            if self.0.borrow().worker.is_none() {
                self.start_worker();
            }
            self.send();
        }
    }

    /// Asks where something is declared. There is no answer if nobody can say,
    /// or if the worker dies of something else meanwhile.
    pub fn define(&self, question: &Question) {
        let Question { files, open, offset } = question;
        let (files, open) = (files::sources(files), open.to_string());
        let request = Request { generation: 0, files, open, options: Options::default(), define: Some(*offset) };
        let worker =
            self.0.borrow().worker.as_ref().filter(|running| running.ready).map(|running| running.worker.clone());
        if let Some(worker) = worker {
            let _ = post(&worker, &request);
        }
    }

    /// From now on what `wish` says is wanted: at once of the latest job, unless
    /// it was analysed like that already.
    pub fn wish(&self, wish: Wish) {
        let known = std::mem::replace(&mut self.0.borrow_mut().wish, wish);
        let more = (wish.explain && !known.explain) || (wish.picture.is_some() && wish.picture != known.picture);
        let latest = self.0.borrow().latest.clone();
        let rest = |wish: Wish| Wish { explain: false, picture: None, ..wish };
        if let Some(latest) = latest.filter(|_| more || rest(wish) != rest(known)) {
            self.analyze(latest);
        }
    }

    fn start_worker(&self) {
        let Ok(worker) = new_worker() else { return };
        let listeners = [
            EventListener::new(&worker, "message", self.weakly(Self::heard)),
            EventListener::new(&worker, "error", self.weakly(|client, _| client.died(Failure::Fatal))),
            EventListener::new(&worker, "messageerror", self.weakly(|client, _| client.died(Failure::Fatal))),
        ];
        let running = Running { worker, ready: false, watchdog: None, _listeners: listeners };
        self.0.borrow_mut().worker = Some(running);
    }

    /// A listener that does not keep the client alive.
    fn weakly(&self, then: impl Fn(&Self, &web_sys::Event) + 'static) -> impl FnMut(&web_sys::Event) + 'static {
        let inner = Rc::downgrade(&self.0);
        move |event| {
            if let Some(inner) = inner.upgrade() {
                then(&Self(inner), event);
            }
        }
    }

    fn heard(&self, event: &web_sys::Event) {
        let data = event.dyn_ref::<MessageEvent>().map_or(JsValue::NULL, MessageEvent::data);
        if data.as_string().is_some_and(|said| said == OUT_OF_MEMORY) {
            return self.died(Failure::TooLarge);
        }
        match decode(&Uint8Array::new(&data).to_vec()) {
            Some(Reply::Ready) => {
                if let Some(running) = &mut self.0.borrow_mut().worker {
                    running.ready = true;
                }
                self.send();
            }
            Some(Reply::Defined(definition)) => self.tell(Event::Defined(definition)),
            Some(Reply::Loading { generation, progress }) => {
                if self.0.borrow().queue.in_flight().is_some_and(|job| job.generation == generation) {
                    self.watch(START_PATIENCE_MS);
                    self.tell(Event::Loading(progress));
                }
            }
            Some(Reply::Waiting) => {
                if self.0.borrow().queue.in_flight().is_some() {
                    self.watch(START_PATIENCE_MS);
                }
            }
            Some(Reply::Done { generation, report, missing }) => {
                let (done, next) = {
                    let mut inner = self.0.borrow_mut();
                    if let Some(running) = &mut inner.worker {
                        running.watchdog = None;
                    }
                    inner.deaths = 0;
                    inner.queue.answered(generation)
                };
                if next.is_some() {
                    self.send();
                }
                if let Some(job) = done {
                    let incomplete = !missing.is_empty();
                    let job = job.0.clone();
                    let answer = Answer { job, report: Rc::from(report), incomplete };
                    self.0.borrow_mut().answer = Some(answer.clone());
                    self.tell(Event::Answer(answer));
                    self.tell_after_paint();
                }
            }
            None => self.died(Failure::Fatal),
        }
    }

    fn tell_after_paint(&self) {
        let inner = Rc::downgrade(&self.0);
        after_paint(&Closure::once_into_js(move || {
            let client = inner.upgrade().map(Self);
            let answer = client.as_ref().and_then(|client| client.0.borrow_mut().answer.take());
            if let (Some(client), Some(answer)) = (client, answer) {
                client.tell(Event::Report(answer));
            }
        }));
    }

    /// Sends the job in flight, or waits with it for the worker's "ready".
    fn send(&self) {
        let Some((worker, ready, job)) = ({
            let inner = self.0.borrow();
            let job = inner.queue.in_flight().cloned();
            inner.worker.as_ref().zip(job).map(|(running, job)| (running.worker.clone(), running.ready, job))
        }) else {
            return;
        };
        self.watch(if ready { PATIENCE_MS } else { START_PATIENCE_MS });
        if ready && post(&worker, &request(&job)).is_none() {
            self.died(Failure::Fatal);
        }
    }

    /// Gives the worker so much time from now on.
    fn watch(&self, patience: u32) {
        let inner = Rc::downgrade(&self.0);
        let watchdog = Timeout::new(patience, move || {
            if let Some(client) = inner.upgrade().map(Self) {
                // What has not even started has not been at it.
                let ready = client.0.borrow().worker.as_ref().is_some_and(|running| running.ready);
                client.died(if ready { Failure::TooSlow } else { Failure::Fatal });
            }
        });
        if let Some(running) = &mut self.0.borrow_mut().worker {
            running.watchdog = Some(watchdog);
        }
    }

    /// Ends the worker; starts another one if there is something to do for
    /// it, or if this is the first that died idle.
    fn died(&self, why: Failure) {
        let (then, deaths) = {
            let mut inner = self.0.borrow_mut();
            inner.worker = None;
            inner.deaths += 1;
            (inner.queue.died(why == Failure::TooLarge), inner.deaths)
        };
        match then {
            AfterDeath::GaveUp => {
                self.0.borrow_mut().ahead = false;
                return self.tell(Event::GaveUp(why));
            }
            AfterDeath::Idle if deaths > 1 => return,
            AfterDeath::Idle => self.start_worker(),
            AfterDeath::Send(_) => {
                self.start_worker();
                self.send();
            }
        }
        self.tell(Event::Replaced);
    }

    fn tell(&self, event: Event) {
        let tell = self.0.borrow().tell.clone();
        tell(event);
    }
}

/// gc's `-m`, or `-m=2`, on one package.
fn request(numbered: &Numbered<(Job, Wish)>) -> Request {
    let (Job { files, open, .. }, wish) = &*numbered.job;
    let level = if wish.explain { Level::Explain } else { Level::Decisions };
    // The newest is what the program itself asks for, in go.mod.
    let lang = (wish.go != GoVersion::default()).then(|| wish.go.to_string());
    let options = Options { level, inline: !wish.no_inlining, lang, picture: wish.picture, ..Options::default() };
    Request {
        generation: numbered.generation,
        files: files::sources(files),
        open: open.to_string(),
        options,
        define: None,
    }
}

fn post(worker: &Worker, request: &Request) -> Option<()> {
    let bytes = Uint8Array::from(encode(request)?.as_slice());
    let transfer = Array::of1(&bytes.buffer());
    worker.post_message_with_transfer(&bytes, &transfer).ok()
}
