"""commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.

DATABASE_URL=postgres://… python3 commit_rolled_back.py
"""
import asyncio
import os

import asyncpg


async def main():
    conn = await asyncpg.connect(os.environ["DATABASE_URL"])
    print("asyncpg", asyncpg.__version__)
    await conn.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
    transaction = conn.transaction()
    await transaction.start()
    await conn.execute("INSERT INTO evidence VALUES (1)")
    try:
        await conn.execute("SELECT 1/0")
    except asyncpg.PostgresError as e:
        print("a statement fails:", e.sqlstate)
    await transaction.commit()
    print("commit() returns")
    print("rows that are there:", await conn.fetchval("SELECT count(*) FROM evidence"))
    await conn.close()


asyncio.run(main())
