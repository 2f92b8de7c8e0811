"""A connect that is cancelled, as by a timeout, leaves its socket open. The server is a few lines here: it takes connections, and says nothing.

python3 cancelled_connect_leaks.py
"""
import asyncio
import gc
import os

import psycopg


def files():
    return len(os.listdir("/proc/self/fd"))


async def main():
    print("psycopg", psycopg.__version__)
    held = []
    server = await asyncio.start_server(lambda reader, writer: held.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    before = files()
    for i in range(20):
        try:
            await asyncio.wait_for(psycopg.AsyncConnection.connect(f"host=127.0.0.1 port={port} user=u sslmode=disable"), timeout=0.2)
        except asyncio.TimeoutError:
            pass
    await asyncio.sleep(1)
    print("files that are open and were not before:", files() - before, "of which the server has 20")
    gc.collect()
    print("after gc.collect():", files() - before)


asyncio.run(main())
