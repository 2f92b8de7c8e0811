"""A task that is cancelled, or whose timeout passes, asks the server to cancel and then waits for its answer, however long that takes.

DATABASE_URL=postgres://… python3 cancel_waits_for_server.py
"""
import asyncio
import os
import time

import psycopg

# A statement that a cancel does not end at once, as where the server waits for a disk, or the network is gone.
SLOW = "DO $$ BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN PERFORM pg_sleep(10); END $$"


async def main():
    print("psycopg", psycopg.__version__)
    conn = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
    began = time.monotonic()
    try:
        await asyncio.wait_for(conn.execute(SLOW), timeout=1)
    except asyncio.TimeoutError:
        print(f"with a timeout of 1 s, execute() ended after {time.monotonic() - began:.0f} s")


asyncio.run(main())
