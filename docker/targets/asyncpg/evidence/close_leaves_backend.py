"""When a cancel request can't be sent, close() raises that failure and leaves the connection open: its backend stays.

HOST=127.0.0.1 PORT=5432, PGUSER and PGDATABASE say where. python3 close_leaves_backend.py
"""
import asyncio
import os

import asyncpg


async def main():
    async def relay(reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    async def client(reader, writer):
        front.close()  # of this address there is one connection only, as with a proxy that goes down
        up_reader, up_writer = await asyncio.open_connection(os.environ["HOST"], os.environ["PORT"])
        await asyncio.gather(relay(reader, up_writer), relay(up_reader, writer))

    print("asyncpg", asyncpg.__version__)
    front = await asyncio.start_server(client, "127.0.0.1", 0)
    conn = await asyncpg.connect(host="127.0.0.1", port=front.sockets[0].getsockname()[1], ssl=False)
    pid = conn.get_server_pid()
    try:
        await conn.fetch("SELECT pg_sleep(3)", timeout=1)
    except Exception as e:
        print("a query ends with", type(e).__name__)
    try:
        await conn.close()
        print("close() returns")
    except Exception as e:
        print("close() raises", type(e).__name__)
    await asyncio.sleep(5)
    other = await asyncpg.connect(host=os.environ["HOST"], port=os.environ["PORT"], ssl=False)
    print("after 5 s its backend is", await other.fetchval("SELECT state FROM pg_stat_activity WHERE pid = $1", pid))


asyncio.run(main())
