"""commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.

DATABASE_URL=postgres://… python3 commit_rolled_back.py
"""
import os

import psycopg

conn = psycopg.connect(os.environ["DATABASE_URL"])
print("psycopg", psycopg.__version__)
conn.execute("DROP TABLE IF EXISTS evidence")
conn.execute("CREATE TABLE evidence (n int)")
conn.commit()
conn.execute("INSERT INTO evidence VALUES (1)")
try:
    conn.execute("SELECT 1/0")
except psycopg.Error as e:
    print("a statement fails:", e.sqlstate)
conn.commit()
print("commit() returns")
print("rows that are there:", conn.execute("SELECT count(*) FROM evidence").fetchone()[0])
