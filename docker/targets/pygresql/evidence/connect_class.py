"""A connect that fails is an InternalError, which is what a mistake of the database's is, and has no code.

PGHOST and PGPORT say where. python3 connect_class.py
"""
import os

import pgdb

print("PyGreSQL", pgdb.version)
for what, host, database in (
    ("nobody listens", "127.0.0.1:1", "postgres"),
    ("there is no such database", f"{os.environ['PGHOST']}:{os.environ['PGPORT']}", "there_is_none"),
):
    try:
        pgdb.connect(host=host, database=database)
    except pgdb.Error as e:
        print(what, ":", type(e).__name__, "with sqlstate", e.sqlstate, "; an OperationalError:", isinstance(e, pgdb.OperationalError))
