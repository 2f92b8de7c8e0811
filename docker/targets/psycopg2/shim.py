"""psycopg2 as its documentation uses it: autocommit outside of transactions, a cursor for each statement.

psycopg2 has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one.
BEGIN goes with the first statement of a transaction.
"""

import io
import os
import select
import sys

import psycopg2
import psycopg2.extensions
import psycopg2.pool

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit


def dsn(request):
    """The DSN with the caller's deadline of a connect."""
    return psycopg2.extensions.make_dsn(request["dsn"], **libpq.connect_timeout(request))


class Lines:
    """The source of a COPY, as a file."""

    def __init__(self, request):
        self.lines = [line + "\n" for line in request.get("rows", [])]
        self.fail = request.get("fail")

    def read(self, size=-1):
        if self.lines:
            return self.lines.pop(0)
        if self.fail:
            raise RuntimeError(self.fail)
        return ""


class NoNotification(Exception):
    """select has returned nothing within the caller's time."""


class Psycopg2:
    hello = {
        "name": "psycopg2", "version": psycopg2.__version__.split()[0], "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "status", "class", "copy", "listen", "cancel", "pool", "concurrent", "fetch"],
        "reports": ["status", "tx", "sqlstate", "class", "diagnostics"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "running", "begin": "lazy", "pool": "eager",
            "acquire": "fails", "codes": "statement", "dsn": libpq.understood(psycopg2.extensions.libpq_version()),
        },
        "homepage": "https://www.psycopg.org", "issues_url": "https://github.com/psycopg/psycopg2/issues",
    }

    def connect(self, request):
        conn = psycopg2.connect(dsn(request))
        conn.autocommit = True
        return conn

    def close(self, conn, request):
        conn.close()

    def query(self, conn, request):
        sql, args = request["sql"], request.get("args")
        if args is not None:
            sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
            args = {f"a{n}": value for n, value in enumerate(args, 1)}
        if request.get("fetch"):
            with conn.cursor("parts") as cursor:
                cursor.itersize = request["fetch"]
                cursor.execute(sql, args)
                return {"rows": kit.texts(list(cursor))}
        with conn.cursor() as cursor:
            cursor.execute(sql, args)
            answer = {"tag": cursor.statusmessage}
            if cursor.description is not None:
                answer["rows"] = kit.texts(cursor.fetchall())
            return answer

    def begin(self, conn, request):
        conn.autocommit = False

    def commit(self, conn, request):
        self.end(conn, conn.commit)

    def rollback(self, conn, request):
        self.end(conn, conn.rollback)

    def end(self, conn, how):
        try:
            how()
        finally:
            if not conn.closed and conn.info.transaction_status == psycopg2.extensions.TRANSACTION_STATUS_IDLE:
                conn.autocommit = True

    def copy_in(self, conn, request):
        with conn.cursor() as cursor:
            cursor.copy_expert(request["sql"], Lines(request))
            return {"tag": cursor.statusmessage}

    def copy_out(self, conn, request):
        out = io.StringIO()
        with conn.cursor() as cursor:
            cursor.copy_expert(request["sql"], out)
            return {"tag": cursor.statusmessage, "rows": out.getvalue().splitlines()}

    def listen(self, conn, request):
        with conn.cursor() as cursor:
            cursor.execute(f"LISTEN {psycopg2.extensions.quote_ident(request['channel'], conn)}")

    def wait_notification(self, conn, request):
        while not conn.notifies:
            timeout = request.get("timeout_ms")
            if select.select([conn], [], [], timeout / 1000 if timeout else None) == ([], [], []):
                raise NoNotification("no notification within the caller's time")
            conn.poll()
        notification = conn.notifies.pop(0)
        return {"channel": notification.channel, "payload": notification.payload}

    def cancel(self, conn):
        conn.cancel()

    def pool_open(self, request):
        return psycopg2.pool.ThreadedConnectionPool(1, request.get("max") or 4, dsn(request))

    def pool_acquire(self, pool, request):
        conn = pool.getconn()
        conn.autocommit = True
        return conn

    def pool_release(self, pool, conn):
        pool.putconn(conn)

    def pool_close(self, pool, request):
        pool.closeall()

    def state(self, conn):
        return {"status": "closed" if conn.closed else "open", "tx": libpq.TX[conn.info.transaction_status]}

    def claim(self, error):
        claim = {"message": str(error), "native": kit.native(error)}
        if kind := libpq.class_of(error, "psycopg2"):
            claim["class"] = kind
        if getattr(error, "pgcode", None):
            claim["sqlstate"] = error.pgcode
            claim["diagnostics"] = {name: getattr(error.diag, name) for name in libpq.DIAGNOSTICS if getattr(error.diag, name)}
        return claim


if __name__ == "__main__":
    kit.serve(Psycopg2())
