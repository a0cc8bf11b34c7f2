//! What servers log while tests use them. Each line is looked through, and a server whose log holds content, a name or a
//! token fails the test in which it ends.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, PipeReader, Write},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use buurtboek_server::{
    config::{Config, LogFormat},
    demo, logs,
};
use tokio::sync::oneshot;

/// So many lines are kept, the last ones.
const MOST_LINES: usize = 2_000;
/// Words of what tests write, and how they begin passwords: no line has a use for them, in whatever case.
const WORDS: [&str; 8] =
    ["kanarie", "gordijnen", "bakema", "schoon. ", "nevelstraat", "wachtwoord", "de vries", "token="];
/// Letters of a name that is not part of other words.
const SHORTEST_NAME: usize = 4;
/// A session's cookie, and a token, are so many hexadecimal digits; an id has half as many.
const TOKEN_DIGITS: usize = 64;

/// What is in this line of a log and must not be.
#[must_use]
pub fn secret(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let names = demo::people().flat_map(|person| person.name.split(' ')).filter(|name| name.len() >= SHORTEST_NAME);
    let words = WORDS.into_iter().map(str::to_owned).chain(names.map(str::to_lowercase));
    let mut said = words.filter(|word| lower.contains(word));
    let mut runs = lower.split(|sign: char| !sign.is_ascii_hexdigit());
    said.next().or_else(|| runs.find(|run| run.len() >= TOKEN_DIGITS).map(str::to_owned))
}

/// Lines of a log, as far as they are kept.
#[derive(Debug, Default)]
struct Lines {
    last: VecDeque<String>,
    /// The first line that holds what it must not.
    told: Option<String>,
}

impl Lines {
    fn push(&mut self, line: &str) {
        if let (None, Some(secret)) = (&self.told, secret(line)) {
            self.told = Some(format!("{secret:?} is in the log: {line}"));
        }
        if self.last.len() == MOST_LINES {
            self.last.pop_front();
        }
        self.last.push_back(line.to_owned());
    }
}

/// The log of one server. Where it is dropped its server has ended.
#[derive(Debug, Default)]
pub struct ServerLog {
    lines: Arc<Mutex<Lines>>,
    reading: Option<JoinHandle<()>>,
}

impl ServerLog {
    /// The log of a server of its own process, which ends with that: read all along, or the server would block when the
    /// pipe is full. The other thing answers once it serves.
    pub(crate) fn of_process(log: PipeReader) -> (Self, oneshot::Receiver<()>) {
        let (tell, serves) = oneshot::channel();
        let lines = Arc::<Mutex<Lines>>::default();
        let kept = Arc::clone(&lines);
        let reading = thread::spawn(move || {
            let mut tell = Some(tell);
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                // What went wrong belongs in the test's own output.
                if line.contains("ERROR") || line.contains("panicked") {
                    eprintln!("server: {line}");
                }
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(&line);
                if line.contains("\"serving\"")
                    && let Some(tell) = tell.take()
                {
                    tell.send(()).ok();
                }
            }
        });
        (Self { lines, reading: Some(reading) }, serves)
    }

    /// The log of all servers in this process, at its most talkative.
    #[must_use]
    pub fn of_this_process() -> Self {
        static HERE: Mutex<Option<Arc<Mutex<Lines>>>> = Mutex::new(None);
        let mut here = HERE.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = Arc::clone(here.get_or_insert_with(|| {
            let lines = Arc::<Mutex<Lines>>::default();
            let config = Config { log: "trace".to_owned(), log_format: LogFormat::Json, ..Config::default() };
            let line = Arc::clone(&lines);
            logs::write(&config, move || Line(Arc::clone(&line)));
            lines
        }));
        Self { lines, reading: None }
    }

    /// The last lines. Of a process that runs the last of all may not be there yet.
    #[must_use]
    pub fn last(&self) -> Vec<String> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).last.iter().cloned().collect()
    }

    /// The last lines of a server that has ended, all of them.
    pub(crate) fn ended(mut self) -> Vec<String> {
        self.reads_to_its_end();
        self.last()
    }

    fn reads_to_its_end(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.join().ok();
        }
    }
}

impl Drop for ServerLog {
    fn drop(&mut self) {
        self.reads_to_its_end();
        let told = self.lines.lock().unwrap_or_else(PoisonError::into_inner).told.take();
        // A test that fails anyway says what it found itself.
        if !thread::panicking() {
            assert_eq!(told, None, "no log holds content, names or tokens");
        }
    }
}

/// One line that is written; the subscriber writes each at once.
struct Line(Arc<Mutex<Lines>>);

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(&String::from_utf8_lossy(line));
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_names_and_tokens_are_found_and_ids_are_not() {
        let token = "5e".repeat(32);
        for line in [
            "a remark says KANARIE-TRIAGE",
            "Truus was here",
            "GET /api/v1/yjs?token=1",
            "wrong: een lang wachtwoord",
            &format!("cookie {token}"),
        ] {
            assert!(secret(line).is_some(), "{line}");
        }
        let id = "5e".repeat(16);
        assert_eq!(secret(&format!(r#"{{"level":"ERROR","doc":"note:{id}","message":"cannot be loaded"}}"#)), None);
    }
}
