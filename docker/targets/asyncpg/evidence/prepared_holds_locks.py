"""prepare() sends Parse, Describe and Flush, and no Sync: until the next statement the backend is active in an implicit transaction and
holds the locks of what was parsed. An ALTER TABLE waits behind a connection that does nothing.

DATABASE_URL=postgres://… python3 prepared_holds_locks.py
"""
import asyncio
import os

import asyncpg


async def main():
    print("asyncpg", asyncpg.__version__)
    conn = await asyncpg.connect(os.environ["DATABASE_URL"])
    other = await asyncpg.connect(os.environ["DATABASE_URL"])
    await other.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
    await conn.prepare("INSERT INTO evidence VALUES ($1)")
    print("in a transaction, as the client says:", conn.is_in_transaction())
    print("the backend:", await other.fetchval("SELECT state FROM pg_stat_activity WHERE pid = $1", conn.get_server_pid()))
    print("its locks:", await other.fetchval(
        "SELECT string_agg(mode, ', ') FROM pg_locks WHERE pid = $1 AND relation = 'evidence'::regclass", conn.get_server_pid()))
    try:
        await other.execute("SET lock_timeout = '1s'; ALTER TABLE evidence ADD COLUMN m int")
        print("ALTER TABLE is done")
    except asyncpg.LockNotAvailableError as e:
        print("ALTER TABLE:", e)


asyncio.run(main())
