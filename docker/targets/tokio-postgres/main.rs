//! tokio-postgres as its documentation uses it: connect, with its connection spawned, simple_query for a statement without arguments,
//! query for one with, a Transaction, prepare, and its cancel token.
//!
//! A call has the deadline that a program of tokio gives it: its future is dropped when that is over.

#[path = "../rust/shim.rs"]
mod shim;

use serde_json::{json, Map, Value};
use shim::{arguments, deadline, message, text, Failure};
use std::collections::HashMap;
use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{Format, FromSql, IsNull, ToSql, Type};
use tokio_postgres::{Client, Error, NoTls, Row, SimpleQueryMessage, Statement, Transaction};

struct Library {
    runtime: Arc<Runtime>,
}

struct Connection {
    runtime: Arc<Runtime>,
    // The transaction comes first, since it borrows the client: it is dropped first.
    transaction: Option<Transaction<'static>>,
    client: Option<Arc<Client>>,
    statements: HashMap<String, Statement>,
}

struct Status {
    runtime: Arc<Runtime>,
    cancel: tokio_postgres::CancelToken,
    closed: std::sync::Weak<Client>,
}

fn main() {
    let runtime = Arc::new(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime"));
    shim::serve(Library { runtime });
}

impl shim::Library for Library {
    fn hello(&self) -> Value {
        json!({
            "ok": true, "protocol": 1, "name": "tokio-postgres", "version": shim::packaged("librust-tokio-postgres-dev"), "language": "rust",
            "capabilities": ["tx", "status", "prepare", "cancel", "concurrent", "fetch"], "reports": ["status", "sqlstate", "diagnostics"],
            "traits": {
                "cancel": "running", "status_delay_ms": 100,
                "dsn": ["host", "hosts", "hostaddr", "port", "user", "password", "dbname", "options", "application_name", "connect_timeout",
                    "tcp_user_timeout", "target_session_attrs", "channel_binding", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_retries",
                    "load_balance_hosts"],
            },
            "homepage": "https://github.com/rust-postgres/rust-postgres", "issues_url": "https://github.com/rust-postgres/rust-postgres/issues",
        })
    }

    fn connect(&self, request: &Value) -> Result<shim::Opened, Failure> {
        let (client, connection) = bounded(&self.runtime, deadline(request), tokio_postgres::connect(&url(request), NoTls))?;
        self.runtime.spawn(async move {
            if let Err(e) = connection.await {
                eprintln!("connection: {e}");
            }
        });
        let client = Arc::new(client);
        let status = Status { runtime: self.runtime.clone(), cancel: client.cancel_token(), closed: Arc::downgrade(&client) };
        let session = Connection { runtime: self.runtime.clone(), transaction: None, client: Some(client), statements: HashMap::new() };
        Ok((Box::new(session), Arc::new(status)))
    }
}

/// url has several hosts where this library reads them: each with its port, and none in the parameters.
fn url(request: &Value) -> String {
    let given = text(request, "dsn");
    let Some(hosts) = request["hosts"].as_array() else {
        return given.into();
    };
    let hosts: Vec<&str> = hosts.iter().filter_map(Value::as_str).collect();
    let (before, parameters) = given.split_once('?').unwrap_or((given, ""));
    let kept: Vec<&str> = parameters.split('&').filter(|p| !p.starts_with("host=") && !p.starts_with("port=")).collect();
    format!("{}?{}", before.replacen("@/", &format!("@{}/", hosts.join(",")), 1), kept.join("&"))
}

/// bounded runs a call until it ends, or its deadline does: then it is dropped.
fn bounded<T>(runtime: &Runtime, limit: Duration, call: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
    runtime.block_on(async {
        match tokio::time::timeout(limit, call).await {
            Ok(ended) => ended.map_err(claim),
            Err(e) => Err(Failure::Claim(json!({ "message": e.to_string(), "native": "Elapsed" }))),
        }
    })
}

fn claim(e: Error) -> Failure {
    let mut why = e.to_string();
    if let Some(source) = e.source() {
        why = format!("{why}: {source}");
    }
    let mut said = json!({ "message": why, "native": "tokio_postgres::Error" });
    if let Some(db) = e.as_db_error() {
        said["sqlstate"] = db.code().code().into();
        let fields = [
            ("severity", Some(db.severity())), ("message_primary", Some(db.message())), ("message_detail", db.detail()), ("message_hint", db.hint()),
            ("context", db.where_()), ("schema_name", db.schema()), ("table_name", db.table()), ("column_name", db.column()),
            ("datatype_name", db.datatype()), ("constraint_name", db.constraint()),
        ];
        let known = fields.into_iter().filter_map(|(name, v)| Some((name.to_string(), Value::from(v?)))).collect::<Map<_, _>>();
        said["diagnostics"] = Value::Object(known);
    }
    Failure::Claim(said)
}

impl shim::Beside for Status {
    fn state(&self) -> Value {
        let closed = self.closed.upgrade().is_none_or(|client| client.is_closed());
        json!({ "status": if closed { "closed" } else { "open" } })
    }

    fn cancel(&self, request: &Value) -> Result<(), Failure> {
        bounded(&self.runtime, deadline(request), self.cancel.cancel_query(NoTls))
    }
}

/// Argument is a text, which the server makes a value of what it is for.
#[derive(Debug)]
struct Argument(Option<String>);

impl ToSql for Argument {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match &self.0 {
            None => Ok(IsNull::Yes),
            Some(value) => {
                out.extend_from_slice(value.as_bytes());
                Ok(IsNull::No)
            }
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    fn encode_format(&self, _: &Type) -> Format {
        Format::Text
    }
    tokio_postgres::types::to_sql_checked!();
}

/// Held is a value as text.
struct Held(String);

impl<'a> FromSql<'a> for Held {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Held(match *kind {
            Type::BOOL => if bool::from_sql(kind, raw)? { "t" } else { "f" }.to_string(),
            Type::INT2 => i16::from_sql(kind, raw)?.to_string(),
            Type::INT4 => i32::from_sql(kind, raw)?.to_string(),
            Type::INT8 => i64::from_sql(kind, raw)?.to_string(),
            Type::FLOAT8 => f64::from_sql(kind, raw)?.to_string(),
            _ => String::from_utf8_lossy(raw).into_owned(),
        }))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

fn rows(all: Vec<Row>) -> Result<Value, Error> {
    let mut out = Vec::new();
    for row in &all {
        let mut values = Vec::new();
        for i in 0..row.len() {
            values.push(row.try_get::<_, Option<Held>>(i)?.map(|v| v.0));
        }
        out.push(values);
    }
    Ok(json!({ "rows": out }))
}

fn simple(all: Vec<SimpleQueryMessage>) -> Value {
    let mut out: Vec<Vec<Option<String>>> = Vec::new();
    for one in all {
        if let SimpleQueryMessage::Row(row) = one {
            out.push((0..row.len()).map(|i| row.get(i).map(String::from)).collect());
        }
    }
    json!({ "rows": out })
}

impl Connection {
    fn client(&self) -> Result<&Arc<Client>, Failure> {
        self.client.as_ref().ok_or_else(|| message("the program has dropped its client"))
    }

    fn query(&self, limit: Duration, request: &Value) -> Result<Value, Failure> {
        let (client, sql) = (self.client()?.clone(), text(request, "sql"));
        if let (Some(most), Some(tx)) = (request["fetch"].as_i64(), &self.transaction) {
            return self.parts(limit, tx, request, most as i32);
        }
        let Some(given) = arguments(request) else {
            return bounded(&self.runtime, limit, async {
                match &self.transaction {
                    Some(tx) => tx.simple_query(sql).await.map(simple),
                    None => client.simple_query(sql).await.map(simple),
                }
            });
        };
        let given: Vec<Argument> = given.into_iter().map(Argument).collect();
        let given: Vec<&(dyn ToSql + Sync)> = given.iter().map(|a| a as _).collect();
        bounded(&self.runtime, limit, async {
            match &self.transaction {
                Some(tx) => tx.query(sql, &given).await.and_then(rows),
                None => client.query(sql, &given).await.and_then(rows),
            }
        })
    }

    /// parts asks for a few rows at a time, by a portal, until a part is not full.
    fn parts(&self, limit: Duration, tx: &Transaction, request: &Value, most: i32) -> Result<Value, Failure> {
        let given: Vec<Argument> = arguments(request).unwrap_or_default().into_iter().map(Argument).collect();
        let given: Vec<&(dyn ToSql + Sync)> = given.iter().map(|a| a as _).collect();
        bounded(&self.runtime, limit, async {
            let portal = tx.bind(text(request, "sql"), &given).await?;
            let mut all = Vec::new();
            loop {
                let part = tx.query_portal(&portal, most).await?;
                let whole = part.len() == most as usize;
                all.extend(part);
                if !whole {
                    return rows(all);
                }
            }
        })
    }

    fn begin(&mut self, limit: Duration) -> Result<Value, Failure> {
        self.transaction = None;
        let client: *const Client = Arc::as_ptr(self.client()?);
        // SAFETY: the client outlives its transaction, which is declared before it and dropped first, and while there is one nothing
        // else borrows the client as mutable: this thread alone does what the session is asked.
        let client: &'static mut Client = unsafe { &mut *client.cast_mut() };
        self.transaction = Some(bounded(&self.runtime, limit, client.transaction())?);
        Ok(Value::Null)
    }
}

impl shim::Session for Connection {
    fn operate(&mut self, op: &str, request: &Value) -> Result<Value, Failure> {
        let limit = deadline(request);
        match op {
            "query" => self.query(limit, request),
            "begin" => self.begin(limit),
            "commit" | "rollback" => {
                let tx = self.transaction.take().ok_or_else(|| message("no transaction was begun"))?;
                let runtime = self.runtime.clone();
                let ended = if op == "commit" { bounded(&runtime, limit, tx.commit()) } else { bounded(&runtime, limit, tx.rollback()) };
                ended.map(|()| Value::Null)
            }
            "prepare" => {
                let client = self.client()?.clone();
                let statement = bounded(&self.runtime, limit, client.prepare(text(request, "sql")))?;
                self.statements.insert(text(request, "name").into(), statement);
                Ok(Value::Null)
            }
            "execute" => {
                let statement = self.statements.get(text(request, "name")).ok_or_else(|| message("no such statement was prepared"))?;
                let given: Vec<Argument> = arguments(request).unwrap_or_default().into_iter().map(Argument).collect();
                let given: Vec<&(dyn ToSql + Sync)> = given.iter().map(|a| a as _).collect();
                let client = self.client()?.clone();
                bounded(&self.runtime, limit, async { client.query(statement, &given).await.and_then(rows) })
            }
            "close" => {
                self.transaction = None;
                self.statements.clear();
                self.client = None;
                Ok(Value::Null)
            }
            _ => Err(Failure::Unsupported),
        }
    }
}
