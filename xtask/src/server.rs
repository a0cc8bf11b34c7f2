//! The running server, as `demo` and `dev` start it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ExitStatus};

use serde_json::Value;

use crate::error::{AtPath, Error};
use crate::process::{self, Program};

const PEOPLE: &str = "/api/v1/demo/people";

/// A server process with demonstration data; stopped in order when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    port: u16,
}

/// One of the invented people.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) about: String,
}

impl Server {
    pub(crate) fn start(binary: &Path, port: u16, data: &Path, app: &Path) -> Result<Self, Error> {
        let process = Program::new(binary)
            .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(data)
            .arg("--app")
            .arg(app)
            .start()?;
        Ok(Self { process, port })
    }

    /// Its status, once it has ended.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>, Error> {
        self.process.try_wait().at("the running server")
    }

    /// Lets it commit what is queued and waits for its end.
    pub(crate) fn stop(&mut self) -> Result<ExitStatus, Error> {
        match self.ended()? {
            Some(status) => Ok(status),
            None => {
                process::ask_to_stop(&mut self.process)?;
                self.process.wait().at("the running server")
            }
        }
    }

    /// Whom one can be in the demonstration; `None` while it does not answer yet.
    pub(crate) fn people(&self) -> Option<Vec<Person>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        // HTTP/1.0: the answer ends with the connection and comes in one piece.
        write!(stream, "GET {PEOPLE} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        people_in(&answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.stop().is_err() {
            // Nothing is left to ask; it may have ended between the two questions.
            let _ = self.process.kill();
        }
    }
}

fn people_in(answer: &str) -> Option<Vec<Person>> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if head.split_whitespace().nth(1) != Some("200") {
        return None;
    }
    let body: Value = serde_json::from_str(body).ok()?;
    let text = |person: &Value, name: &str| person[name].as_str().unwrap_or_default().to_owned();
    let people = body["items"].as_array()?.iter();
    Some(people.map(|person| Person { name: text(person, "name"), about: text(person, "about") }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_from_a_good_answer_only() {
        let body = r#"{"items":[{"id":"1","name":"Truus","role":"volunteer","about":"74 jaar"}]}"#;
        let good = format!("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{body}");
        let truus = Person { name: "Truus".to_owned(), about: "74 jaar".to_owned() };
        assert_eq!(people_in(&good), Some(vec![truus]));
        assert_eq!(people_in(&good.replace("200 OK", "503 Busy")), None);
        assert_eq!(people_in("HTTP/1.0 200 OK\r\n\r\nnonsense"), None);
        assert_eq!(people_in(""), None);
    }
}
