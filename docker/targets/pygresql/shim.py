"""PyGreSQL by its DB-API, pgdb: autocommit outside of transactions, arguments that it writes into the statement, copy_from and copy_to.

It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. BEGIN goes
with the first statement of a transaction.
"""

import os
import sys

import pg
import pgdb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit


class Lines:
    """The source of a COPY, as a file."""

    def __init__(self, request):
        self.lines = [(line + "\n").encode() for line in request.get("rows", [])]
        self.fail = request.get("fail")

    def read(self, size=-1):
        if self.lines:
            return self.lines.pop(0)
        if self.fail:
            raise RuntimeError(self.fail)
        return b""


class PyGreSQL:
    hello = {
        "name": "PyGreSQL", "version": pgdb.version, "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "status", "class", "concurrent"],
        "reports": ["status", "sqlstate", "class"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "none", "begin": "lazy",
            "dsn": [name for name in libpq.understood(pg.get_pqlib_version()) if name != "hosts"],
        },
        "homepage": "https://www.pygresql.org", "issues_url": "https://github.com/PyGreSQL/PyGreSQL/issues",
    }

    def connect(self, request):
        more = dict(request.get("parameters", {}), **libpq.connect_timeout(request))
        if request.get("sslmode"):
            more["sslmode"] = request["sslmode"]
        conn = pgdb.connect(
            user=request["user"], password=request.get("password"), host=f"{request['host']}:{request['port']}",
            database=request["database"], **more,
        )
        conn.autocommit = True
        return conn

    def close(self, conn, request):
        conn.close()

    def query(self, conn, request):
        sql, args = request["sql"], request.get("args")
        if args is not None:
            sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
            args = {f"a{n}": value for n, value in enumerate(args, 1)}
        with conn.cursor() as cursor:
            cursor.execute(sql, args)
            return {"rows": kit.texts(cursor.fetchall())} if cursor.description else None

    def begin(self, conn, request):
        conn.autocommit = False

    def commit(self, conn, request):
        conn.commit()
        conn.autocommit = True

    def rollback(self, conn, request):
        conn.rollback()
        conn.autocommit = True

    def state(self, conn):
        return {"status": "closed" if conn.closed else "open"}

    def claim(self, error):
        said = {"message": str(error), "native": kit.native(error)}
        if kind := libpq.class_of(error, "pg"):
            said["class"] = kind
        if getattr(error, "sqlstate", None):
            said["sqlstate"] = error.sqlstate
        return said


if __name__ == "__main__":
    kit.serve(PyGreSQL())
