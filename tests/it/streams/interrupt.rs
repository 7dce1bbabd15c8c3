//! Runs that are interrupted: a report is the old one or the new one, never a part of one.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::{FORMATS, Place};

const OLD: &str = "what was there\n";
const SIGNALS: [&str; 2] = ["INT", "TERM"];

/// A shell that sends signals: to start one for each would take longer than what is to be interrupted.
struct Signals {
    shell: Child,
    orders: ChildStdin,
    done: BufReader<ChildStdout>,
}

impl Signals {
    fn new() -> Signals {
        let mut shell = Command::new("sh")
            .args([
                "-c",
                "while read -r signal process; do kill -s \"$signal\" \"$process\"; echo done; done",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (orders, done) = (shell.stdin.take().unwrap(), BufReader::new(shell.stdout.take().unwrap()));
        Signals { shell, orders, done }
    }

    /// Sends a signal to a process that has not been waited for, and comes back when it is sent.
    fn send(&mut self, signal: &str, process: &Child) {
        writeln!(self.orders, "{signal} {}", process.id()).unwrap();
        self.done.read_line(&mut String::new()).unwrap();
    }

    fn finish(mut self) {
        drop(self.orders);
        self.shell.wait().unwrap();
    }
}

#[test]
fn an_interrupted_run_leaves_whole_reports() {
    let place = Place::new();
    let mut signals = Signals::new();
    let files: Vec<String> = FORMATS.iter().chain(&["output"]).map(|name| (*name).to_owned()).collect();
    let write_old = || files.iter().for_each(|file| fs::write(place.path(file), OLD).unwrap());
    let reports = FORMATS.map(|format| format!(" --report {format}=@/{format}")).concat();
    let command = format!("check MIXED PACK --output @/output {reports}");

    // Before anything is written: the assessment has not come to its end.
    for signal in SIGNALS {
        write_old();
        let mut program = place.program(&command.replace("MIXED", "-"));
        let mut child = program.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        signals.send(signal, &child);
        let is_interrupted = child.wait().unwrap().code().is_none();
        // What a shell runs in the background ignores `INT`, and then finds no assessment.
        assert!(is_interrupted || signal == "INT", "{signal}");
        assert!(!is_interrupted || files.iter().all(|file| place.read(file) == OLD), "{signal}");
        assert_eq!(place.left_over(), Vec::<String>::new(), "{signal}");
    }

    let started = Instant::now();
    place.run(&command);
    let whole = started.elapsed();
    let new: Vec<String> = files.iter().map(|file| place.read(file)).collect();
    const RUNS: u32 = 32;
    for (run, signal) in (0..RUNS).zip(SIGNALS.into_iter().cycle()) {
        write_old();
        let mut child = place.program(&command).spawn().unwrap();
        if run % 4 < 2 {
            std::thread::sleep(whole * run / RUNS);
        } else {
            await_writing(&place, Duration::from_micros(u64::from(run) * 100));
        }
        signals.send(signal, &child);
        let is_interrupted = child.wait().unwrap().code().is_none();
        for (file, new) in files.iter().zip(&new) {
            let now = place.read(file);
            assert!(now == *new || is_interrupted && now == OLD, "{signal} {file}: {now}");
        }
        place.left_over().iter().for_each(|name| fs::remove_file(place.path(name)).unwrap());
    }
    signals.finish();
}

/// Waits until a run has begun to write, and then some more.
fn await_writing(place: &Place, more: Duration) {
    let began = Instant::now();
    while place.left_over().is_empty() && place.read("output") == OLD {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is written");
    }
    std::thread::sleep(more);
}
