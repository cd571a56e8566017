//! Analyses the packages that are asked for, one after the other.
//!
//! As `go build` does: what a package imports is analysed before it; where
//! that has errors, the package is left out. Only what is asked for is
//! printed, in the order of `go list`.

use std::{
    collections::{HashMap, HashSet},
    env,
    io::{self, IsTerminal, Write},
    mem,
    rc::Rc,
    time::Instant,
};

use analyzer_core::{
    Level, Options, Release, Session,
    advice::{Advised, IMPORTS, Offer, Question, Withheld},
    report::Report,
};
use termcolor::{Buffer, BufferWriter, ColorChoice};

use crate::{
    ASSERTION_ERROR, Failure, GO_ERROR, advice,
    args::{Args, Mode},
    assembly, assertions, gc,
    graph::Graph,
    human,
    load::{self, Input},
    names,
    package::Package,
    packages::Packages,
    sarif::Log,
    write_packs,
};

/// What a person should know where nothing is known of the standard library.
const NO_STD: &str = "nothing is known of the standard library: what is passed to it is assumed to leak; \
    `cargo xtask std` makes what is needed, or name a Go installation with -goroot=DIR";

/// Does what the arguments say; the result is the exit status.
pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let start = Instant::now();
    let release = Release::default();
    let input = load::load(&args.operands, args.goroot.as_deref(), release)?;
    for note in &input.notes {
        eprintln!("escapade: {note}");
    }
    if let Some(dir) = &args.packs {
        write_packs::write(input, dir, release)?;
        return Ok(0);
    }
    let Input { roots, mut packages, by_path, .. } = input;
    // What the standard library does with arguments has to be known before
    // those who call it are analysed. For their types it is enough to load it;
    // but of several packages those that are imported come first, so that
    // each is typed only once.
    let check = args.mode == Mode::Check;
    let of_std = roots.iter().filter(|root| packages.is_std(&root.path)).count();
    let std = packages.has_std_sources() && (!check || of_std > 1);
    let mut walked: Vec<Rc<Package>> = roots.iter().filter(|root| std || !root.std).cloned().collect();
    if std && matches!(args.mode, Mode::Advice { .. }) {
        walked.extend(IMPORTS.iter().filter_map(|path| packages.package(path).ok()));
    }
    let graph = Graph::of(&walked, &mut packages, std)?;
    let mut builder = Builder {
        args,
        session: Session::new(release),
        release,
        broken: HashSet::new(),
        lines: 0,
        advice: HashMap::new(),
        asserted: true,
        log: Log::new(release),
    };

    // What packages say is kept until it is their turn.
    let asked: HashSet<&str> = roots.iter().map(|root| root.path.as_str()).collect();
    let mut reports: HashMap<String, Report> = HashMap::new();
    let walked: HashSet<&str> = graph.packages.iter().map(|node| node.package.path.as_str()).collect();
    let mut left = walked.len() + asked.difference(&walked).count();
    for node in &graph.packages {
        let path = &node.package.path;
        left -= 1;
        if node.imports.iter().any(|import| builder.broken.contains(import)) {
            builder.broken.insert(path.clone());
            continue;
        }
        let asked = asked.contains(path.as_str());
        if check && !asked && packages.is_std(path) {
            continue;
        }
        let report = builder.analyze(&node.package, asked, left == 0, &mut packages)?;
        if asked {
            reports.insert(path.clone(), report);
        } else {
            eprint!("{}", gc::errors(&report, &node.package.path));
        }
    }
    let several = roots.len() > 1;
    for root in &roots {
        let report = match reports.remove(&root.path) {
            Some(report) => report,
            None if builder.broken.contains(&root.path) => continue,
            None => {
                left = left.saturating_sub(1);
                builder.analyze(root, true, left == 0, &mut packages)?
            }
        };
        builder.lines += root.lines();
        builder.show(&report, root, several)?;
    }
    // Unless that is what was asked for.
    if packages.missed_std() && !check && env::var_os("ESCAPADE_STD").is_none() {
        eprintln!("escapade: {NO_STD}");
    }
    if check && by_path {
        let (count, lines, seconds) = (roots.len(), builder.lines, start.elapsed().as_secs_f64());
        print(format!("{count} packages, {lines} lines, {seconds:.2} s\n").as_bytes());
    }
    let status = match (builder.broken.is_empty(), builder.asserted) {
        (false, _) => GO_ERROR,
        (true, false) => ASSERTION_ERROR,
        (true, true) => 0,
    };
    if args.mode == Mode::Sarif {
        print(builder.log.text(status).as_bytes());
    }
    // The program ends: nobody needs the memory back, piece by piece.
    mem::forget((builder, packages));
    Ok(status)
}

struct Builder<'a> {
    args: &'a Args,
    session: Session,
    release: Release,
    /// Packages with errors, or with errors in what they import.
    broken: HashSet<String>,
    lines: usize,
    /// By package.
    advice: HashMap<String, (Vec<Offer>, Vec<Withheld>)>,
    /// Whether all that was asserted so far holds.
    asserted: bool,
    /// For `-sarif`, which is one document about all packages.
    log: Log,
}

impl Builder<'_> {
    /// Analyses a package: whether that was `asked` for, and whether it is the
    /// `last` one.
    fn analyze(
        &mut self,
        package: &Package,
        asked: bool,
        last: bool,
        packages: &mut Packages,
    ) -> Result<Report, Failure> {
        let options = Options {
            level: match self.args.mode {
                _ if asked => level(self.args),
                Mode::Check => Level::Check,
                // What it does with arguments is needed where it is called.
                _ => Level::Decisions,
            },
            // As with the go command, flags are for what is asked for.
            inline: !asked || self.args.inline,
            lang: self.args.lang.clone().filter(|_| asked).or_else(|| package.lang.clone()),
            package: package.path.clone(),
            complete: package.complete,
            std: package.std,
            mutations_calls: self.args.mutations_calls,
            adopt: true,
            assembly: match self.args.goroot.as_deref() {
                // Nothing but explanations depends on it.
                goroot if asked && level(self.args) == Level::Explain => assembly::of(package, goroot, self.release),
                _ => Vec::new(),
            },
            picture: None,
            // Of what is only imported, errors are shown.
            lines_only: !asked || self.args.mode == Mode::Gc,
        };
        let mut report = match self.args.mode {
            Mode::Advice { .. } if asked => {
                let question = Question { file: None, line: self.args.line };
                let advised = self.session.advise(&package.files, &options, packages, question);
                let Advised { report, offers, withheld } = advised;
                self.advice.insert(package.path.clone(), (offers, withheld));
                report
            }
            _ if last => self.session.analyze_last(&package.files, &options, packages),
            _ => self.session.analyze_with(&package.files, &options, packages),
        };
        // Where nothing is said, no names are needed.
        if options.level != Level::Check || !report.errors.is_empty() {
            names::show(&mut report, &package.dir, self.args.goroot.as_deref())?;
        }
        if !report.errors.is_empty() {
            self.broken.insert(package.path.clone());
        }
        Ok(report)
    }

    fn show(&mut self, report: &Report, package: &Package, several: bool) -> Result<(), Failure> {
        if matches!(self.args.mode, Mode::Person | Mode::Json | Mode::Sarif) {
            self.asserted &= assertions::all_hold(report);
        }
        match self.args.mode {
            Mode::Sarif => self.log.add(report, &package.files),
            Mode::Advice { json } => {
                let (offers, withheld) = self.advice.remove(&package.path).unwrap_or_default();
                let text = if json {
                    advice::json(report, &offers, &withheld)?
                } else {
                    advice::text(report, &package.files, &offers) + &advice::decisions(report, &withheld)
                };
                print(text.as_bytes());
            }
            Mode::Json => {
                let json = serde_json::to_vec_pretty(report)
                    .map_err(|error| Failure::usage(format!("cannot write the report as JSON: {error}")))?;
                print(&json);
                print(b"\n");
            }
            _ if !report.errors.is_empty() => {}
            Mode::Check => {}
            Mode::Gc => {
                print(gc::lines(report, &package.path, level(self.args)).as_bytes());
            }
            Mode::Person => {
                let color = if io::stdout().is_terminal() { ColorChoice::Auto } else { ColorChoice::Never };
                let mut buffer: Buffer = BufferWriter::stdout(color).buffer();
                human::render(report, &package.files, &mut buffer)
                    .map_err(|error| Failure::usage(format!("cannot show the report: {error}")))?;
                if several {
                    print(format!("# {}\n", package.path).as_bytes());
                }
                print(buffer.as_slice());
            }
        }
        eprint!("{}", gc::errors(report, &package.path));
        Ok(())
    }
}

fn level(args: &Args) -> Level {
    match args.mode {
        Mode::Check => Level::Check,
        // A person is shown the way to the heap.
        Mode::Person | Mode::Sarif => Level::Explain,
        Mode::Gc | Mode::Json | Mode::Advice { .. } => args.level.unwrap_or(Level::Decisions),
    }
}

/// Writes to standard output; a reader that has gone away is no error.
pub(crate) fn print(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(bytes).and_then(|()| stdout.flush());
}
