"""psycopg 3 with asyncio as its documentation uses it: autocommit, transaction contexts, prepare=True, copy, notifies, its pool.

Its calls have no timeout: asyncio.timeout is a program's deadline, and a cancel is the task's.
"""

import os
import sys

import psycopg
import psycopg.sql
import psycopg_pool

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import pgfault_shim as kit
import psycopg_shim as common
from psycopg_shim import Session, statement


class PsycopgAsync:
    hello = common.hello("psycopg-async")
    takes_timeout = ("pool_open", "pool_acquire")
    state = staticmethod(common.state)
    claim = staticmethod(common.claim)

    async def connect(self, request):
        return Session(await psycopg.AsyncConnection.connect(request["dsn"], autocommit=True))

    async def close(self, session, request):
        await session.conn.close()

    async def run(self, session, sql, args, **how):
        cursor = await session.conn.execute(*statement(sql, args), **how)
        answer = {"tag": cursor.statusmessage}
        if cursor.description is not None:
            answer["rows"] = kit.texts(await cursor.fetchall())
        return answer

    async def query(self, session, request):
        if request.get("fetch"):
            async with session.conn.cursor("parts") as cursor:
                cursor.itersize = request["fetch"]
                await cursor.execute(*statement(request["sql"], request.get("args")))
                return {"rows": kit.texts([row async for row in cursor])}
        return await self.run(session, request["sql"], request.get("args"))

    async def prepare(self, session, request):
        session.statements[request["name"]] = request["sql"]

    async def execute(self, session, request):
        return await self.run(session, session.statements[request["name"]], request.get("args") or [], prepare=True)

    async def begin(self, session, request):
        transaction = session.conn.transaction()
        await transaction.__aenter__()
        session.transaction = transaction

    async def commit(self, session, request):
        transaction, session.transaction = session.transaction, None
        if transaction is None:
            return await session.conn.commit()
        await transaction.__aexit__(None, None, None)

    async def rollback(self, session, request):
        transaction, session.transaction = session.transaction, None
        if transaction is None:
            return await session.conn.rollback()
        rollback = psycopg.Rollback()
        if not await transaction.__aexit__(psycopg.Rollback, rollback, None):
            raise rollback  # which has left the block

    async def batch(self, session, request):
        async with session.conn.pipeline():
            cursors = [await session.conn.execute(sql) for sql in request["statements"]]
        return {"tag": cursors[-1].statusmessage}

    async def query_start(self, session, request):
        session.rest = session.conn.cursor().stream(*statement(request["sql"], request.get("args")))
        first = await anext(session.rest, None)
        return {"rows": [] if first is None else kit.texts([first])}

    async def query_rest(self, session, request):
        rest, session.rest = session.rest, None
        return {"rows": kit.texts([row async for row in rest])}

    async def copy_in(self, session, request):
        async with session.conn.cursor() as cursor:
            async with cursor.copy(request["sql"]) as copy:
                for line in request.get("rows", []):
                    await copy.write(line + "\n")
                if request.get("fail"):
                    raise RuntimeError(request["fail"])
            return {"tag": cursor.statusmessage}

    async def copy_out(self, session, request):
        async with session.conn.cursor() as cursor:
            async with cursor.copy(request["sql"]) as copy:
                text = b"".join([bytes(data) async for data in copy]).decode()
            return {"tag": cursor.statusmessage, "rows": text.splitlines()}

    async def listen(self, session, request):
        await session.conn.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(request["channel"])))

    async def wait_notification(self, session, request):
        came = session.conn.notifies()
        async for notification in came:
            await came.aclose()
            return {"channel": notification.channel, "payload": notification.payload}

    async def pool_open(self, request):
        pool = psycopg_pool.AsyncConnectionPool(request["dsn"], kwargs={"autocommit": True}, open=False, **common.sizes(request))
        await pool.open(wait=True, **common.until(request))
        return pool

    async def pool_acquire(self, pool, request):
        return Session(await pool.getconn(**common.until(request)))

    async def pool_release(self, pool, session):
        await pool.putconn(session.conn)

    async def pool_close(self, pool, request):
        await pool.close()


if not common.LISTEN:
    del PsycopgAsync.listen, PsycopgAsync.wait_notification

if __name__ == "__main__":
    kit.serve_async(PsycopgAsync())
