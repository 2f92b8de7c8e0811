"""psqlodbc by pyodbc, as both documentations have it: a connection string, autocommit outside of transactions, ? for arguments.

It has no deadline for a call but what the server keeps; connect_timeout bounds the connect, in whole seconds, and libpq makes two
of one.
"""

import os
import subprocess
import sys

import pyodbc

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit

pyodbc.pooling = False  # that of unixODBC, which would keep what a program has closed

def quoted(value):
    return "{" + str(value).replace("}", "}}") + "}"


class Psqlodbc:
    hello = {
        "name": "psqlodbc", "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "class", "concurrent"],
        "reports": ["sqlstate", "class"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "none", "begin": "lazy",
            "dsn": ["host", "port", "user", "password", "dbname", "sslmode", "connect_timeout", "options", "target_session_attrs"],
        },
        "homepage": "https://odbc.postgresql.org", "issues_url": "https://github.com/postgresql-interfaces/psqlodbc/issues",
    }

    def connect(self, request):
        parameters = dict(request.get("parameters", {}), **libpq.connect_timeout(request))
        words = {
            "Driver": "PostgreSQL Unicode", "Servername": request["host"], "Port": request["port"], "Database": request["database"],
            "Username": request["user"], "Password": quoted(request.get("password", "")), "SSLmode": request.get("sslmode", "disable"),
            "pqopt": quoted(" ".join(f"{name}={value}" for name, value in parameters.items())), "BoolsAsChar": 0,
        }
        return pyodbc.connect(";".join(f"{name}={value}" for name, value in words.items()), autocommit=True)

    def close(self, conn, request):
        conn.close()

    def query(self, conn, request):
        order = []
        sql = request["sql"]
        if "args" in request:
            sql = kit.placeholders(sql, lambda n: order.append(request["args"][n - 1]) or "?")
        cursor = conn.cursor()
        cursor.execute(sql, order)
        return {"rows": kit.texts(cursor.fetchall())} if cursor.description else None

    def begin(self, conn, request):
        conn.autocommit = False

    def commit(self, conn, request):
        conn.commit()
        conn.autocommit = True

    def rollback(self, conn, request):
        conn.rollback()
        conn.autocommit = True

    def claim(self, error):
        said = {"message": str(error), "native": kit.native(error)}
        if kind := libpq.class_of(error, "pyodbc"):
            said["class"] = kind
        if isinstance(error, pyodbc.Error) and error.args and len(str(error.args[0])) == 5:
            said["sqlstate"] = error.args[0]
        return said


def version():
    """That of the driver, which a connection alone says: so the package's."""
    said = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "odbc-postgresql"], capture_output=True, text=True, check=False).stdout
    return said.split(":")[-1].split("-")[0]


if __name__ == "__main__":
    Psqlodbc.hello["version"] = version()
    kit.serve(Psqlodbc())
