"""asyncpg as its documentation uses it: a connection, its transactions by start, commit and rollback, prepared statements.

Each call takes the caller's deadline as its timeout; where asyncpg's call has none, asyncio.timeout sets it. A cancel is the
task's, as everywhere in asyncio.
"""

import asyncio
import io
import os
import re
import sys

import asyncpg

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import pgfault_shim as kit


def seconds(request):
    return request["timeout_ms"] / 1000 if request.get("timeout_ms") else None


class Session:
    """A connection and what belongs to it in a program: its transaction, its statements, the notifications that came."""

    def __init__(self, conn):
        self.conn = conn
        self.transaction = None
        self.statements = {}
        self.notifications = asyncio.Queue()

    def notified(self, conn, pid, channel, payload):
        self.notifications.put_nowait((channel, payload))

    def terminated(self, conn):
        self.notifications.put_nowait(Terminated("the connection was terminated"))


class Terminated(Exception):
    """The termination listener was called while the program waited."""


class NoTransaction(Exception):
    """The program ends a transaction that it has not begun."""


class Asyncpg:
    hello = {
        "name": "asyncpg", "version": asyncpg.__version__, "language": "python",
        "capabilities": ["tx", "status", "prepare", "copy", "listen", "cancel", "pool", "concurrent", "fetch"],
        "reports": ["status", "sqlstate"],
        "traits": {
            "cancel": "any", "pool": "eager", "arguments": "typed", "codes": "statement",
            "dsn": ["host", "port", "user", "password", "dbname", "hosts", "sslmode", "sslrootcert", "passfile", "application_name"],
        },
        "homepage": "https://github.com/MagicStack/asyncpg", "issues_url": "https://github.com/MagicStack/asyncpg/issues",
    }
    # The calls to which the timeout is given itself.
    takes_timeout = ("connect", "query", "prepare", "execute", "copy_out", "pool_acquire", "close")

    async def connect(self, request):
        return Session(await asyncpg.connect(request["dsn"], timeout=seconds(request) or 60))

    async def close(self, session, request):
        await session.conn.close(timeout=seconds(request))

    async def query(self, session, request):
        args = kit.typed(request["sql"], request.get("args"))
        if not args and not returns_rows(request["sql"]):
            return {"tag": await session.conn.execute(request["sql"], timeout=seconds(request))}
        if request.get("fetch"):
            cursor = session.conn.cursor(request["sql"], *args, prefetch=request["fetch"], timeout=seconds(request))
            return {"rows": kit.texts([row async for row in cursor])}
        rows = await session.conn.fetch(request["sql"], *args, timeout=seconds(request))
        return {"rows": kit.texts(rows)}

    async def begin(self, session, request):
        transaction = session.conn.transaction()
        await transaction.start()
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

    async def prepare(self, session, request):
        session.statements[request["name"]] = await session.conn.prepare(request["sql"], timeout=seconds(request))

    async def execute(self, session, request):
        statement = session.statements[request["name"]]
        args = kit.typed(statement.get_query(), request.get("args"))
        rows = await statement.fetch(*args, timeout=seconds(request))
        return {"rows": kit.texts(rows), "tag": statement.get_statusmsg()}

    async def copy_out(self, session, request):
        out = io.BytesIO()
        query = request["sql"]
        inner = query[query.index("(") + 1 : query.rindex(")")] if "(" in query else None
        if inner is None:
            table = query.split()[1]
            tag = await session.conn.copy_from_table(table, output=out, timeout=seconds(request))
        else:
            tag = await session.conn.copy_from_query(inner, output=out, timeout=seconds(request))
        return {"rows": out.getvalue().decode().splitlines(), "tag": tag}

    async def copy_in(self, session, request):
        async def source():
            for line in request.get("rows", []):
                yield (line + "\n").encode()
            if request.get("fail"):
                raise RuntimeError(request["fail"])

        table, columns = re.match(r"COPY (\w+)\s*(?:\(([^)]*)\))?", request["sql"]).groups()
        columns = columns and [c.strip() for c in columns.split(",")]
        return {"tag": await session.conn.copy_to_table(table, source=source(), columns=columns)}

    async def listen(self, session, request):
        await session.conn.add_listener(request["channel"], session.notified)
        session.conn.add_termination_listener(session.terminated)

    async def wait_notification(self, session, request):
        came = await session.notifications.get()
        if isinstance(came, Terminated):
            raise came
        channel, payload = came
        return {"channel": channel, "payload": payload}

    async def pool_open(self, request):
        return await asyncpg.create_pool(request["dsn"], min_size=1, max_size=request.get("max") or 4)

    async def pool_acquire(self, pool, request):
        return Session(await pool.acquire(timeout=seconds(request)))

    async def pool_release(self, pool, session):
        await pool.release(session.conn)

    async def pool_close(self, pool, request):
        await pool.close()

    def state(self, session):
        try:
            if session.conn.is_closed():
                return {"status": "closed"}
        except asyncpg.InterfaceError:  # a pool's connection is taken away from who holds it, once it is closed
            return {"status": "closed"}
        # A transaction that failed is one to asyncpg as any other, so that only idle can be told.
        return {"status": "open"} if session.conn.is_in_transaction() else {"status": "open", "tx": "idle"}

    def claim(self, error):
        claim = {"message": str(error) or type(error).__name__, "native": kit.native(error)}
        if getattr(error, "sqlstate", None):
            claim["sqlstate"] = error.sqlstate
        if isinstance(error, TimeoutError):
            claim["timeout"] = True
        return claim


def returns_rows(sql):
    """Whether a program would fetch: asyncpg's execute gives the tag alone."""
    return sql.lstrip().split(None, 1)[0].lower() in ("select", "values", "table", "with", "show", "explain", "fetch") or "returning" in sql.lower()


if __name__ == "__main__":
    kit.serve_async(Asyncpg())
