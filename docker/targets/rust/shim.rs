//! The shim protocol for Rust (docs/shim.md): what is left to a shim is its library's own calls. Each session has a thread, which does
//! its requests in their order; a cancel and a status are done beside it.

use serde_json::{json, Map, Value};
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::sync::{mpsc, Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What an operation ends with when it does not succeed.
pub enum Failure {
    /// The library has no such operation.
    Unsupported,
    /// What the library says of its failure.
    Claim(Value),
}

/// A connection. What an operation gives is what it answers besides ok.
pub trait Session: Send {
    fn operate(&mut self, op: &str, request: &Value) -> Result<Value, Failure>;
}

/// What can be asked of a connection beside what runs on it.
pub trait Beside: Send + Sync {
    /// What the library says of the connection now, without asking the server.
    fn state(&self) -> Value;
    fn cancel(&self, request: &Value) -> Result<(), Failure>;
}

/// A session, and what can be asked beside it.
pub type Opened = (Box<dyn Session>, Arc<dyn Beside>);

/// A pool of the library's own. A session goes back to it by the operation pool_release, and is dropped then.
pub trait Pool: Send + Sync {
    fn acquire(&self, request: &Value) -> Result<Opened, Failure>;
    fn close(&self, request: &Value) -> Result<(), Failure>;
}

pub trait Library: Send + Sync {
    fn hello(&self) -> Value;
    fn connect(&self, request: &Value) -> Result<Opened, Failure>;
    /// Whether the library has pools, which it opens then.
    fn pools(&self) -> bool {
        false
    }
    fn pool_open(&self, _request: &Value) -> Result<Arc<dyn Pool>, Failure> {
        Err(Failure::Unsupported)
    }
}

pub fn message(text: &str) -> Failure {
    Failure::Claim(json!({ "message": text }))
}

pub fn text<'a>(request: &'a Value, name: &str) -> &'a str {
    request[name].as_str().unwrap_or("")
}

/// The caller's deadline.
pub fn deadline(request: &Value) -> Duration {
    request["timeout_ms"].as_u64().map_or(Duration::from_secs(86400), Duration::from_millis)
}

/// The arguments of a request: texts, or nothing for NULL. A request may have none at all.
pub fn arguments(request: &Value) -> Option<Vec<Option<String>>> {
    Some(request.get("args")?.as_array()?.iter().map(|a| a.as_str().map(String::from)).collect())
}

/// The version of a crate that Debian has packaged.
pub fn packaged(package: &str) -> String {
    let said = std::process::Command::new("dpkg-query").args(["-W", "-f", "${Version}", package]).output();
    let said = said.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    said.split(['-', '+']).next().unwrap_or("").to_string()
}

type Held = (Arc<dyn Beside>, Arc<Mutex<Box<dyn Session>>>);

struct Server<L> {
    library: L,
    sessions: Mutex<HashMap<String, Held>>,
    pools: Mutex<HashMap<String, Arc<dyn Pool>>>,
}

const OPERATIONS: [&str; 8] = ["query", "begin", "commit", "rollback", "prepare", "execute", "close", "pool_release"];

/// Serve answers what is asked on stdin until it ends, and ends the process then: a call that still waits must not keep it.
pub fn serve<L: Library + 'static>(library: L) {
    let server = Arc::new(Server { library, sessions: Mutex::new(HashMap::new()), pools: Mutex::new(HashMap::new()) });
    let mut turns: HashMap<String, mpsc::Sender<Value>> = HashMap::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let request: Value = serde_json::from_str(&line).expect("a request is JSON");
        match text(&request, "op") {
            "bye" => break,
            "hello" => answer(&request, server.library.hello()),
            "cancel" | "status" => {
                let server = server.clone();
                thread::spawn(move || server.act(&request));
            }
            _ => {
                let turn = turns.entry(text(&request, "session").to_string()).or_insert_with(|| {
                    let (to, from) = mpsc::channel::<Value>();
                    let server = server.clone();
                    thread::spawn(move || from.iter().for_each(|request| server.act(&request)));
                    to
                });
                turn.send(request).expect("the session's thread is there");
            }
        }
    }
    std::process::exit(0);
}

impl<L: Library> Server<L> {
    fn act(&self, request: &Value) {
        let (op, name) = (text(request, "op"), text(request, "session").to_string());
        let mut said = Map::new();
        match self.call(op, &name, request) {
            Ok(more) => {
                said.insert("ok".into(), true.into());
                said.extend(more.as_object().cloned().unwrap_or_default());
            }
            Err(Failure::Unsupported) => {
                return answer(request, json!({ "unsupported": true, "why": format!("it has no {op}") }));
            }
            Err(Failure::Claim(claim)) => {
                said.insert("ok".into(), false.into());
                said.insert("error".into(), claim);
            }
        }
        if op != "cancel" {
            if let Some((beside, _)) = self.held(&name) {
                said.extend(beside.state().as_object().cloned().unwrap_or_default());
            }
        }
        answer(request, Value::Object(said));
    }

    fn held(&self, name: &str) -> Option<Held> {
        self.sessions.lock().unwrap().get(name).cloned()
    }

    fn pool(&self, request: &Value) -> Result<Arc<dyn Pool>, Failure> {
        self.pools.lock().unwrap().get(text(request, "pool")).cloned().ok_or_else(|| message("there is no such pool"))
    }

    fn call(&self, op: &str, name: &str, request: &Value) -> Result<Value, Failure> {
        match op {
            _ if op.starts_with("pool_") && !self.library.pools() => return Err(Failure::Unsupported),
            "connect" | "pool_acquire" => {
                self.sessions.lock().unwrap().remove(name); // of an earlier scenario: one process serves many
                let (session, beside) = if op == "connect" { self.library.connect(request)? } else { self.pool(request)?.acquire(request)? };
                self.sessions.lock().unwrap().insert(name.into(), (beside, Arc::new(Mutex::new(session))));
                return Ok(Value::Null);
            }
            "pool_open" => {
                let pool = self.library.pool_open(request)?;
                self.pools.lock().unwrap().insert(text(request, "pool").into(), pool);
                return Ok(Value::Null);
            }
            "pool_close" => return self.pool(request)?.close(request).map(|()| Value::Null),
            "cancel" | "status" => {}
            _ if OPERATIONS.contains(&op) => {}
            _ => return Err(Failure::Unsupported),
        }
        let (beside, session) = self.held(name).ok_or_else(|| message("there is no such session"))?;
        match op {
            "status" => Ok(Value::Null),
            "cancel" => beside.cancel(request).map(|()| Value::Null),
            _ => {
                let mut session = session.lock().unwrap();
                let said = session.operate(op, request);
                if op == "pool_release" {
                    self.sessions.lock().unwrap().remove(name);
                }
                said
            }
        }
    }
}

fn answer(request: &Value, mut said: Value) {
    said["id"] = request["id"].clone();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{said}").and_then(|()| out.flush()).expect("stdout takes an answer");
}
