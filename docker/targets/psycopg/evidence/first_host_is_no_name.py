"""Of two hosts of which the first can't be a name, libpq goes on with the second; psycopg raises what is no psycopg.Error.

HOST=127.0.0.1 PORT=5432, PGUSER and PGDATABASE say where. python3 first_host_is_no_name.py
"""
import os

import psycopg

print("psycopg", psycopg.__version__)
hosts, ports = "a" * 64 + ".invalid," + os.environ["HOST"], "1," + os.environ["PORT"]
conn = psycopg.pq.PGconn.connect(f"host={hosts} port={ports}".encode())
print("libpq:", psycopg.pq.ConnStatus(conn.status).name)
try:
    psycopg.connect(host=hosts, port=ports)
    print("connect() returns")
except Exception as e:
    print("connect() raises", type(e).__name__, e, "; a psycopg.Error:", isinstance(e, psycopg.Error))
