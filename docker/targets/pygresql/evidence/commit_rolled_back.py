"""commit() of a transaction in which a statement has failed returns as if all were well, though the server answers COMMIT with ROLLBACK.

PGHOST, PGPORT, PGUSER and PGDATABASE say where. python3 commit_rolled_back.py
"""
import pgdb

conn = pgdb.connect()
print("PyGreSQL", pgdb.version)
cursor = conn.cursor()
cursor.execute("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
conn.commit()
cursor.execute("INSERT INTO evidence VALUES (1)")
try:
    cursor.execute("SELECT 1/0")
except pgdb.Error as e:
    print("a statement fails:", e.sqlstate)
conn.commit()
print("commit() returns")
cursor.execute("SELECT count(*) FROM evidence")
print("rows that are there:", cursor.fetchone()[0])
