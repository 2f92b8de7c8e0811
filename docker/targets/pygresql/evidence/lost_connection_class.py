"""A connection that the server has ended is a ProgrammingError, which is what a mistake in a statement is.

PGHOST, PGPORT, PGUSER and PGDATABASE say where. python3 lost_connection_class.py
"""
import pgdb

conn, other = pgdb.connect(), pgdb.connect()
print("PyGreSQL", pgdb.version)
cursor = conn.cursor()
cursor.execute("SELECT pg_backend_pid()")
other.cursor().execute("SELECT pg_terminate_backend(%d)", cursor.fetchone())
for sql in ("SELECT 1", "SELECT 2"):
    try:
        cursor.execute(sql)
    except pgdb.Error as e:
        print(sql, "raises", type(e).__name__, "with sqlstate", e.sqlstate, ":", str(e).splitlines()[0])
