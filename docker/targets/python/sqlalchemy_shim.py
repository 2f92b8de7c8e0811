"""What the shims of SQLAlchemy share: text() with its placeholders, and what its exceptions say.

A session is a Connection. Outside of transactions it has the isolation level AUTOCOMMIT, and each statement is in a begin() of its
own, as its documentation has it.
"""

import sqlalchemy
from sqlalchemy import exc

import libpq
import pgfault_shim as kit

HELLO = {
    "version": sqlalchemy.__version__, "language": "python", "class_convention": "psycopg2",
    "reports": ["status", "sqlstate", "class", "disconnect"],
    "homepage": "https://www.sqlalchemy.org", "issues_url": "https://github.com/sqlalchemy/sqlalchemy/issues",
}


class Session:
    """An engine, its connection, and the transaction that was begun on it."""

    def __init__(self, engine, conn):
        self.engine, self.conn, self.transaction = engine, conn, None


class NoTransaction(Exception):
    """The program ends a transaction that it has not begun."""


def url(driver, request, query):
    """The URL by its parts; several hosts are arguments of it."""
    host, port = request.get("host"), request.get("port")
    if request.get("hosts"):
        host, port, query["host"] = None, None, tuple(request["hosts"])
    return sqlalchemy.URL.create(
        f"postgresql+{driver}", request["user"], request.get("password"), host, int(port) if port else None, request["database"], query)


def statement(request):
    """The statement as text() takes it, and its arguments. A colon that is no placeholder's is escaped."""
    sql, args = request["sql"], request.get("args")
    sql = sql.replace(":", r"\:")
    sql = kit.placeholders(sql, lambda n: f":a{n}")
    return sqlalchemy.text(sql), {f"a{n}": value for n, value in enumerate(args or [], 1)}


def answer(result):
    return {"rows": kit.texts(result.fetchall())} if result.returns_rows else None


def ended(session):
    if session.transaction is None:
        raise NoTransaction("no transaction was begun")
    transaction, session.transaction = session.transaction, None
    return transaction


def state(session):
    """That a connection was invalidated SQLAlchemy says; of the transaction, that a program is in one."""
    conn = session.conn
    said = {"status": "closed" if conn.closed or conn.invalidated else "open"}
    if session.transaction is None and said["status"] == "open":
        said["tx"] = "idle"
    return said


def claim(error):
    said = {"message": str(error) or type(error).__name__, "native": kit.native(error)}
    if kind := libpq.class_of(error, "sqlalchemy"):
        said["class"] = kind
    if isinstance(error, exc.DBAPIError):
        said["disconnect"] = error.connection_invalidated
        if code := getattr(error.orig, "sqlstate", None):
            said["sqlstate"] = code
    if isinstance(error, TimeoutError):
        said["timeout"] = True
    return said
