"""What the shims of psycopg 3, sync and async, share: all but its calls.

Placeholders are %(name)s. A statement is prepared by the execute that says so. Transactions are contexts, which are entered and
left by hand.
"""

import psycopg

import libpq
import pgfault_shim as kit

VERSION = tuple(int(part) for part in psycopg.__version__.split(".")[:2])
# Before 3.2 the generator of notifications has no timeout, and what comes beside an answer is lost to it.
LISTEN = ["listen"] if VERSION >= (3, 2) else []


def hello(name, **more):
    return {
        "name": name, "version": psycopg.__version__, "language": "python", "class_convention": "psycopg3",
        "capabilities": ["tx", "status", "class", "prepare", "copy", "cancel", "pool", "concurrent", "batch", "unread", "fetch"] + LISTEN,
        "reports": ["status", "faulty", "tx", "sqlstate", "class", "diagnostics"],
        "traits": {"prepare": "lazy", "pool": "eager", "dsn": libpq.understood(psycopg.pq.version()), **more},
        "homepage": "https://www.psycopg.org/psycopg3/", "issues_url": "https://github.com/psycopg/psycopg/issues",
    }


class Session:
    """A connection, and what a program keeps beside it."""

    def __init__(self, conn):
        self.conn = conn
        self.transaction = None
        self.statements = {}
        self.rest = None


def statement(sql, args):
    """The statement and the arguments as an execute takes them."""
    if args is None:
        return (sql,)
    sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
    return sql, {f"a{n}": value for n, value in enumerate(args, 1)}


def sizes(request):
    most = request.get("max") or 4
    return {"min_size": min(4, most), "max_size": most}


def until(request):
    """The caller's deadline, for the calls that have a timeout."""
    return {"timeout": request["timeout_ms"] / 1000} if request.get("timeout_ms") else {}


def state(session):
    conn = session.conn
    status = "faulty" if conn.broken else "closed" if conn.closed else "open"
    return {"status": status, "tx": libpq.TX[conn.info.transaction_status]}


def claim(error):
    said = {"message": str(error) or type(error).__name__, "native": kit.native(error)}
    if kind := libpq.class_of(error, "psycopg"):
        said["class"] = kind
    if getattr(error, "sqlstate", None) and getattr(error, "diag", None) and error.diag.sqlstate:
        said["sqlstate"] = error.sqlstate
        said["diagnostics"] = {name: getattr(error.diag, name) for name in libpq.DIAGNOSTICS if getattr(error.diag, name)}
    if isinstance(error, TimeoutError):
        said["timeout"] = True
    return said
