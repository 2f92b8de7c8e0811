"""aiopg as its documentation uses it: a connection, cursors, its transactions, notifies, its pool.

Its calls take a timeout, and a cancel is the task's. It is in autocommit always.
"""

import os
import sys

import aiopg
import psycopg2.extensions
from aiopg.connection import IsolationLevel, Transaction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit


def seconds(request):
    return request["timeout_ms"] / 1000 if request.get("timeout_ms") else 60.0


class Session:
    """A connection, its cursor, and the transaction that was begun by it."""

    def __init__(self, conn, cursor):
        self.conn, self.cursor, self.transaction = conn, cursor, None


class NoTransaction(Exception):
    """The program ends a transaction that it has not begun."""


class Aiopg:
    hello = {
        "name": "aiopg", "version": aiopg.__version__, "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "status", "class", "listen", "cancel", "pool", "concurrent"],
        "reports": ["status", "sqlstate", "class", "diagnostics"],
        "traits": {"pool": "eager", "dsn": libpq.understood(psycopg2.extensions.libpq_version())},
        "homepage": "https://github.com/aio-libs/aiopg", "issues_url": "https://github.com/aio-libs/aiopg/issues",
    }
    takes_timeout = ("connect", "query")

    async def connect(self, request):
        conn = await aiopg.connect(request["dsn"], timeout=seconds(request))
        return Session(conn, await conn.cursor())

    async def close(self, session, request):
        await session.conn.close()

    async def query(self, session, request):
        sql, args = request["sql"], request.get("args")
        if args is not None:
            sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
            args = {f"a{n}": value for n, value in enumerate(args, 1)}
        cursor = session.cursor
        if session.transaction is None:
            cursor = await session.conn.cursor()
        await cursor.execute(sql, args, timeout=seconds(request))
        answer = {"tag": cursor.statusmessage}
        if cursor.description is not None:
            answer["rows"] = kit.texts(await cursor.fetchall())
        return answer

    async def begin(self, session, request):
        session.cursor = await session.conn.cursor()
        transaction = Transaction(session.cursor, IsolationLevel.default)
        await transaction.begin()
        session.transaction = transaction

    async def commit(self, session, request):
        await self.ended(session).commit()

    async def rollback(self, session, request):
        await self.ended(session).rollback()

    def ended(self, session):
        if session.transaction is None:
            raise NoTransaction("no transaction was begun")
        transaction, session.transaction = session.transaction, None
        return transaction

    async def listen(self, session, request):
        cursor = await session.conn.cursor()
        await cursor.execute(f"LISTEN {psycopg2.extensions.quote_ident(request['channel'], session.conn.raw)}")

    async def wait_notification(self, session, request):
        notification = await session.conn.notifies.get()
        return {"channel": notification.channel, "payload": notification.payload}

    async def pool_open(self, request):
        return await aiopg.create_pool(request["dsn"], minsize=1, maxsize=request.get("max") or 10)

    async def pool_acquire(self, pool, request):
        conn = await pool.acquire()
        return Session(conn, await conn.cursor())

    async def pool_release(self, pool, session):
        await pool.release(session.conn)

    async def pool_close(self, pool, request):
        pool.terminate()
        await pool.wait_closed()

    def state(self, session):
        return {"status": "closed" if session.conn.closed else "open"}

    def claim(self, error):
        said = {"message": str(error) or type(error).__name__, "native": kit.native(error)}
        if kind := libpq.class_of(error, "psycopg2"):
            said["class"] = kind
        if getattr(error, "pgcode", None):
            said["sqlstate"] = error.pgcode
            said["diagnostics"] = {name: getattr(error.diag, name) for name in libpq.DIAGNOSTICS if getattr(error.diag, name)}
        if isinstance(error, TimeoutError):
            said["timeout"] = True
        return said


if __name__ == "__main__":
    kit.serve_async(Aiopg())
