"""A block of transaction() whose connection has ended inside is left as if all were well, and what was written is gone.

DATABASE_URL=postgres://… python3 block_of_lost_connection.py
"""
import os

import psycopg

print("psycopg", psycopg.__version__)
other = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
for how in ("the server ends it", "close()"):
    other.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
    conn = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    print(how)
    try:
        with conn.transaction():
            conn.execute("INSERT INTO evidence VALUES (1)")
            if how == "close()":
                conn.close()
            else:
                other.execute("SELECT pg_terminate_backend(%s)", [conn.info.backend_pid])
                try:
                    conn.execute("SELECT 1")
                except psycopg.OperationalError as e:
                    print("  a statement fails:", type(e).__name__)
        print("  the block returns")
    except psycopg.Error as e:
        print("  the block raises", type(e).__name__)
    print("  rows that are there:", other.execute("SELECT count(*) FROM evidence").fetchone()[0])
