"""A message whose length is negative ends the process with a segmentation fault. The server is a few lines here, and needs no PostgreSQL.
python3 negative_length.py
"""
import asyncio
import struct

import asyncpg


def message(kind, body=b"", length=None):
    return kind + struct.pack("!i", len(body) + 4 if length is None else length) + body


async def server(reader, writer):
    (size,) = struct.unpack("!i", await reader.readexactly(4))
    await reader.readexactly(size - 4)
    said = b"".join(message(b"S", k + b"\0" + v + b"\0") for k, v in ((b"server_version", b"18.0"), (b"client_encoding", b"UTF8")))
    writer.write(message(b"R", struct.pack("!i", 0)) + said + message(b"K", struct.pack("!ii", 1, 2)) + message(b"Z", b"I"))
    await reader.read(1000)  # Parse, Describe, Flush
    columns = message(b"T", b"\0\1n\0" + struct.pack("!ihihih", 0, 0, 25, -1, -1, 0))
    writer.write(message(b"1") + message(b"t", b"\0\0") + columns)
    await reader.read(1000)  # Bind, Execute, Sync
    row = b"\0\1\0\0\0\1x"
    writer.write(message(b"2") + message(b"D", row) + message(b"D", row, length=11 - (1 << 31)) + message(b"D", row))
    await writer.drain()
    await asyncio.sleep(2)


async def main():
    print("asyncpg", asyncpg.__version__, flush=True)
    await asyncio.start_server(server, "127.0.0.1", 54399)
    conn = await asyncpg.connect("postgres://u@127.0.0.1:54399/d?sslmode=disable", timeout=5)
    print("a query is asked", flush=True)
    try:
        await conn.fetch("SELECT 'x'", timeout=1)
    except Exception as e:
        print("it raises", type(e).__name__)


asyncio.run(main())
