"""SQLAlchemy for asyncio over asyncpg: an AsyncEngine with its pool, AsyncConnection, text(), begin().

Its calls have no timeout: asyncio.timeout is a program's deadline, and a cancel is the task's.
"""

import os
import sys

import asyncpg as _  # now, and not within the time of the first connect
from sqlalchemy.dialects.postgresql import asyncpg as _
from sqlalchemy.ext.asyncio import create_async_engine

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import pgfault_shim as kit
import sqlalchemy_shim as common
from sqlalchemy_shim import Session


def engine(request, most=1):
    ssl = {"ssl": request["sslmode"]} if request.get("sslmode") else {}
    return create_async_engine(common.url("asyncpg", request, ssl), isolation_level="AUTOCOMMIT", pool_size=most, max_overflow=0)


class SQLAlchemyAsyncpg:
    hello = {
        **common.HELLO, "name": "sqlalchemy-asyncpg", "capabilities": ["tx", "status", "class", "cancel", "pool", "concurrent"],
        "traits": {
            "pool": "replaces", "begin": "lazy", "arguments": "typed",
            "dsn": ["host", "port", "user", "password", "dbname", "sslmode"],
        },
    }
    state = staticmethod(common.state)
    claim = staticmethod(common.claim)

    async def connect(self, request):
        own = engine(request)
        return Session(own, await own.connect())

    async def close(self, session, request):
        await session.conn.close()
        if session.engine is not None:
            await session.engine.dispose()

    async def query(self, session, request):
        request = dict(request, args=kit.typed(request["sql"], request.get("args")))
        if session.transaction is not None:
            return common.answer(await session.conn.execute(*common.statement(request)))
        async with session.conn.begin():
            return common.answer(await session.conn.execute(*common.statement(request)))

    async def begin(self, session, request):
        await session.conn.execution_options(isolation_level=session.conn.sync_connection.default_isolation_level)
        session.transaction = await session.conn.begin()

    async def commit(self, session, request):
        await self.end(session, common.ended(session), "commit")

    async def rollback(self, session, request):
        await self.end(session, common.ended(session), "rollback")

    async def end(self, session, transaction, how):
        """As the documentation ends one: what fails in it is followed by a rollback."""
        try:
            await getattr(transaction, how)()
        except BaseException:
            await transaction.rollback()
            raise
        finally:
            if not session.conn.in_transaction() and not session.conn.invalidated:
                await session.conn.execution_options(isolation_level="AUTOCOMMIT")

    async def pool_open(self, request):
        return engine(request, request.get("max") or 5)

    async def pool_acquire(self, pool, request):
        return Session(None, await pool.connect())

    async def pool_release(self, pool, session):
        await session.conn.close()

    async def pool_close(self, pool, request):
        await pool.dispose()


if __name__ == "__main__":
    kit.serve_async(SQLAlchemyAsyncpg())
