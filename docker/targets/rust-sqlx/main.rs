//! sqlx as its documentation uses it: a connection or a pool, raw_sql for a statement without arguments, query for one with, begin,
//! and prepare.
//!
//! A call has the deadline that a program of tokio gives it, and is cancelled as one is there: its future is dropped.

#[path = "../rust/shim.rs"]
mod shim;

use serde_json::{json, Map, Value};
use shim::{arguments, deadline, message, packaged, text, Failure};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgDatabaseError, PgPool, PgPoolOptions, PgRow, PgValueFormat};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column, Connection, Decode, Executor, PgConnection, Postgres, Row, SqlSafeStr, Transaction, TypeInfo, ValueRef};
use std::collections::HashMap;
use std::future::Future;
use std::ops::DerefMut;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::Notify;

struct Library {
    runtime: Arc<Runtime>,
}

struct Pool {
    runtime: Arc<Runtime>,
    pool: PgPool,
}

/// Conn is a connection of the program's own, or one of a pool.
enum Conn {
    Own(PgConnection),
    Pooled(PoolConnection<Postgres>),
}

struct Session {
    runtime: Arc<Runtime>,
    cancelled: Arc<Notify>,
    // The transaction comes first, since it borrows the connection: it is dropped first.
    transaction: Option<Transaction<'static, Postgres>>,
    conn: Option<Box<Conn>>,
    statements: HashMap<String, String>,
}

struct Beside {
    cancelled: Arc<Notify>,
}

fn main() {
    let runtime = Arc::new(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime"));
    shim::serve(Library { runtime });
}

impl shim::Library for Library {
    fn hello(&self) -> Value {
        json!({
            "ok": true, "protocol": 1, "name": "rust-sqlx", "version": packaged("librust-sqlx-dev"), "language": "rust",
            "capabilities": ["tx", "prepare", "cancel", "pool", "concurrent"], "reports": ["sqlstate", "diagnostics"],
            "traits": {
                "cancel": "running", "pool": "eager", "arguments": "typed",
                "dsn": ["host", "hostaddr", "port", "user", "password", "dbname", "options", "application_name"],
            },
            "homepage": "https://github.com/transact-rs/sqlx", "issues_url": "https://github.com/transact-rs/sqlx/issues",
        })
    }

    fn connect(&self, request: &Value) -> Result<shim::Opened, Failure> {
        let conn = bounded(&self.runtime, &Notify::new(), deadline(request), PgConnection::connect(text(request, "dsn")))?;
        Ok(opened(&self.runtime, Conn::Own(conn)))
    }

    fn pools(&self) -> bool {
        true
    }

    fn pool_open(&self, request: &Value) -> Result<Arc<dyn shim::Pool>, Failure> {
        let options = PgPoolOptions::new().max_connections(request["max"].as_u64().unwrap_or(4) as u32);
        let pool = bounded(&self.runtime, &Notify::new(), deadline(request), options.connect(text(request, "dsn")))?;
        Ok(Arc::new(Pool { runtime: self.runtime.clone(), pool }))
    }
}

impl shim::Pool for Pool {
    fn acquire(&self, request: &Value) -> Result<shim::Opened, Failure> {
        let conn = bounded(&self.runtime, &Notify::new(), deadline(request), self.pool.acquire())?;
        Ok(opened(&self.runtime, Conn::Pooled(conn)))
    }

    fn close(&self, request: &Value) -> Result<(), Failure> {
        bounded(&self.runtime, &Notify::new(), deadline(request), async {
            self.pool.close().await;
            Ok(())
        })
    }
}

fn opened(runtime: &Arc<Runtime>, conn: Conn) -> shim::Opened {
    let cancelled = Arc::new(Notify::new());
    let session = Session {
        runtime: runtime.clone(), cancelled: cancelled.clone(), transaction: None, conn: Some(Box::new(conn)), statements: HashMap::new(),
    };
    (Box::new(session), Arc::new(Beside { cancelled }))
}

/// bounded runs a call until it ends, its deadline does, or its task is cancelled: then it is dropped.
fn bounded<T>(runtime: &Runtime, cancelled: &Notify, limit: Duration, call: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Failure> {
    runtime.block_on(async {
        tokio::select! {
            ended = tokio::time::timeout(limit, call) => match ended {
                Ok(ended) => ended.map_err(claim),
                Err(e) => Err(Failure::Claim(json!({ "message": e.to_string(), "native": "Elapsed" }))),
            },
            () = cancelled.notified() => Err(Failure::Claim(json!({ "message": "the task was cancelled", "native": "JoinError" }))),
        }
    })
}

fn claim(e: sqlx::Error) -> Failure {
    let mut said = json!({ "message": e.to_string(), "native": "sqlx::Error" });
    if let Some(db) = e.as_database_error().and_then(|db| db.try_downcast_ref::<PgDatabaseError>()) {
        said["sqlstate"] = db.code().into();
        let severity = format!("{:?}", db.severity()).to_uppercase();
        let fields = [
            ("severity", Some(severity.as_str())), ("message_primary", Some(db.message())), ("message_detail", db.detail()), ("message_hint", db.hint()),
            ("context", db.r#where()), ("schema_name", db.schema()), ("table_name", db.table()), ("column_name", db.column()),
            ("datatype_name", db.data_type()), ("constraint_name", db.constraint()),
        ];
        said["diagnostics"] = Value::Object(fields.into_iter().filter_map(|(name, v)| Some((name.to_string(), Value::from(v?)))).collect::<Map<_, _>>());
    }
    Failure::Claim(said)
}

impl shim::Beside for Beside {
    fn state(&self) -> Value {
        json!({}) // it tells nothing of its connection
    }

    fn cancel(&self, _request: &Value) -> Result<(), Failure> {
        self.cancelled.notify_waiters();
        Ok(())
    }
}

/// given has each argument as a program has it: a number is one.
fn given<'q>(mut query: Query<'q, Postgres, PgArguments>, all: Vec<Option<String>>) -> Query<'q, Postgres, PgArguments> {
    for one in all {
        query = match one.as_deref().map(str::parse::<i32>) {
            Some(Ok(number)) => query.bind(number),
            _ => query.bind(one),
        };
    }
    query
}

fn held(row: &PgRow, i: usize) -> Result<Option<String>, sqlx::Error> {
    let raw = row.try_get_raw(i)?;
    if raw.is_null() {
        return Ok(None);
    }
    if raw.format() == PgValueFormat::Text {
        return Ok(Some(raw.as_str().map_err(sqlx::Error::Decode)?.to_string()));
    }
    let wrong = sqlx::Error::Decode;
    Ok(Some(match row.column(i).type_info().name() {
        "BOOL" => if bool::decode(raw).map_err(wrong)? { "t" } else { "f" }.to_string(),
        "INT2" => i16::decode(raw).map_err(wrong)?.to_string(),
        "INT4" => i32::decode(raw).map_err(wrong)?.to_string(),
        "INT8" => i64::decode(raw).map_err(wrong)?.to_string(),
        "FLOAT8" => f64::decode(raw).map_err(wrong)?.to_string(),
        _ => String::from_utf8_lossy(raw.as_bytes().map_err(wrong)?).into_owned(),
    }))
}

fn rows(all: Vec<PgRow>) -> Result<Value, sqlx::Error> {
    let mut out = Vec::new();
    for row in &all {
        out.push((0..row.len()).map(|i| held(row, i)).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(json!({ "rows": out }))
}

impl Session {
    /// conn is what a statement is run on: the transaction, where one was begun.
    fn conn<'a>(transaction: &'a mut Option<Transaction<'static, Postgres>>, conn: &'a mut Option<Box<Conn>>) -> Result<&'a mut PgConnection, Failure> {
        match (transaction, conn.as_deref_mut()) {
            (Some(transaction), _) => Ok(transaction.deref_mut()),
            (None, Some(Conn::Own(conn))) => Ok(conn),
            (None, Some(Conn::Pooled(conn))) => Ok(conn.deref_mut()),
            (None, None) => Err(message("the program has given up its connection")),
        }
    }

    fn run(&mut self, limit: Duration, sql: String, args: Option<Vec<Option<String>>>) -> Result<Value, Failure> {
        let conn = Self::conn(&mut self.transaction, &mut self.conn)?;
        bounded(&self.runtime, &self.cancelled, limit, async {
            match args {
                Some(args) => given(sqlx::query(AssertSqlSafe(sql)), args).fetch_all(conn).await.and_then(rows),
                None => sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(conn).await.and_then(rows),
            }
        })
    }

    fn begin(&mut self, limit: Duration) -> Result<Value, Failure> {
        let conn: *mut PgConnection = Self::conn(&mut self.transaction, &mut self.conn)?;
        // SAFETY: the connection is in a box, outlives its transaction, which is declared before it and dropped first, and while there
        // is one nothing else borrows the connection: this thread alone does what the session is asked.
        let conn: &'static mut PgConnection = unsafe { &mut *conn };
        self.transaction = Some(bounded(&self.runtime, &self.cancelled, limit, conn.begin())?);
        Ok(Value::Null)
    }

    fn end(&mut self, limit: Duration, commit: bool) -> Result<Value, Failure> {
        let tx = self.transaction.take().ok_or_else(|| message("no transaction was begun"))?;
        bounded(&self.runtime, &self.cancelled, limit, async { if commit { tx.commit().await } else { tx.rollback().await } })?;
        Ok(Value::Null)
    }

    fn prepare(&mut self, limit: Duration, request: &Value) -> Result<Value, Failure> {
        let sql = text(request, "sql").to_string();
        let conn = Self::conn(&mut self.transaction, &mut self.conn)?;
        bounded(&self.runtime, &self.cancelled, limit, async { conn.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await.map(drop) })?;
        self.statements.insert(text(request, "name").into(), sql);
        Ok(Value::Null)
    }

    /// leave drops what the session has; a connection of a pool goes back by that.
    fn leave(&mut self, limit: Duration) -> Result<Value, Failure> {
        let runtime = self.runtime.clone();
        let _within = runtime.enter(); // a connection goes back to its pool in a task
        self.transaction = None;
        self.statements.clear();
        match self.conn.take().map(|conn| *conn) {
            Some(Conn::Own(conn)) => bounded(&runtime, &self.cancelled, limit, conn.close()).map(|()| Value::Null),
            Some(Conn::Pooled(conn)) => {
                drop(conn);
                Ok(Value::Null)
            }
            None => Ok(Value::Null),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let runtime = self.runtime.clone();
        let _within = runtime.enter();
        self.transaction = None;
        self.conn = None;
    }
}

impl shim::Session for Session {
    fn operate(&mut self, op: &str, request: &Value) -> Result<Value, Failure> {
        let limit = deadline(request);
        match op {
            "query" => self.run(limit, text(request, "sql").into(), arguments(request)),
            "execute" => {
                let sql = self.statements.get(text(request, "name")).ok_or_else(|| message("no such statement was prepared"))?.clone();
                self.run(limit, sql, Some(arguments(request).unwrap_or_default()))
            }
            "begin" => self.begin(limit),
            "commit" | "rollback" => self.end(limit, op == "commit"),
            "prepare" => self.prepare(limit, request),
            "close" | "pool_release" => self.leave(limit),
            _ => Err(Failure::Unsupported),
        }
    }
}
