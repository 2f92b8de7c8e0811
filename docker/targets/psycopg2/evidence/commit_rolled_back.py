"""commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.

DATABASE_URL=postgres://… python3 commit_rolled_back.py
"""
import os

import psycopg2

conn = psycopg2.connect(os.environ["DATABASE_URL"])
print("psycopg2", psycopg2.__version__)
cursor = conn.cursor()
cursor.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
conn.commit()
cursor.execute("INSERT INTO evidence VALUES (1)")
try:
    cursor.execute("SELECT 1/0")
except psycopg2.Error as e:
    print("a statement fails:", e.pgcode)
conn.commit()
print("commit() returns")
cursor.execute("SELECT count(*) FROM evidence")
print("rows that are there:", cursor.fetchone()[0])
