"""Of two hosts of which the first refuses, libpq goes on with the second, on another descriptor; aiopg goes on waiting for the first's.

HOSTS=127.0.0.1,127.0.0.1 PORTS=1,5432, PGUSER and PGDATABASE say where. python3 second_host.py
"""
import asyncio
import os

import aiopg
import psycopg2

dsn = f"host={os.environ['HOSTS']} port={os.environ['PORTS']}"
print("psycopg2", psycopg2.__version__.split()[0], "connects:", psycopg2.connect(dsn).info.port)


async def main():
    print("aiopg", aiopg.__version__)
    try:
        conn = await aiopg.connect(dsn, timeout=5)
        print("it connects:", conn.raw.info.port)
    except Exception as e:
        print("it raises", type(e).__name__, e)


asyncio.run(main())
