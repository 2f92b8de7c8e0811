"""After a timeout the next call waits until the server has answered the cancelled statement, and its own timeout does not end that wait.

DATABASE_URL=postgres://… python3 timeout_not_kept.py
"""
import asyncio
import os
import time

import asyncpg

# A statement that a cancel does not end at once, as where the server waits for a disk, or the network is gone.
SLOW = "DO $$ BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(10); END $$"


async def main():
    print("asyncpg", asyncpg.__version__)
    conn = await asyncpg.connect(os.environ["DATABASE_URL"])
    for sql in (SLOW, "SELECT 1"):
        began = time.monotonic()
        try:
            await conn.execute(sql, timeout=1)
            end = "returned"
        except Exception as e:
            end = "raised " + type(e).__name__
        print(f"with a timeout of 1 s, execute() {end} after {time.monotonic() - began:.0f} s")


asyncio.run(main())
