"""pg8000 by its DB-API: autocommit outside of transactions, numbered placeholders, COPY by a stream.

Its timeout is that of the socket, given once for the connect and all that comes after it: the shorter of the two. BEGIN goes with the
first statement of a transaction.
"""

import io
import os
import ssl
import sys

import pg8000
import pg8000.dbapi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit

pg8000.dbapi.paramstyle = "numeric"

FIELDS = {
    "S": "severity", "V": "severity_nonlocalized", "C": "sqlstate", "M": "message_primary", "D": "message_detail", "H": "message_hint",
    "P": "statement_position", "p": "internal_position", "q": "internal_query", "W": "context", "s": "schema_name", "t": "table_name",
    "c": "column_name", "d": "datatype_name", "n": "constraint_name", "F": "source_file", "L": "source_line", "R": "source_function",
}


def encryption(mode, parameters):
    """ssl_context: False is none, None is where the server has it, and a context says what is asked for."""
    if mode in (None, "prefer", "allow"):
        return None
    if mode == "disable":
        return False
    context = ssl.create_default_context(cafile=parameters.pop("sslrootcert", None))
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    if cert := parameters.pop("sslcert", None):
        context.load_cert_chain(cert, parameters.pop("sslkey", None))
    return context


def lines(request):
    """The source of a COPY: anything that gives bytes."""
    for line in request.get("rows", []):
        yield (line + "\n").encode()
    if request.get("fail"):
        raise RuntimeError(request["fail"])


class Pg8000:
    hello = {
        "name": "pg8000", "version": pg8000.__version__, "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "class", "copy", "concurrent"],
        "reports": ["sqlstate", "class", "diagnostics"],
        "traits": {
            "deadline": "connection", "cancel": "none", "begin": "lazy",
            "dsn": ["host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name",
                    "options"],
        },
        "homepage": "https://codeberg.org/tlocke/pg8000", "issues_url": "https://codeberg.org/tlocke/pg8000/issues",
    }

    def connect(self, request):
        parameters = dict(request.get("parameters", {}))
        context = encryption(request.get("sslmode"), parameters)
        timeout = min((ms for ms in (request.get("timeout_ms"), request.get("call_timeout_ms")) if ms), default=None)
        conn = pg8000.dbapi.connect(
            request["user"], host=request["host"], port=int(request["port"]), database=request["database"],
            password=request.get("password"), ssl_context=context, timeout=timeout / 1000 if timeout else None, application_name=parameters.pop("application_name", None),
            startup_params=parameters,
        )
        conn.autocommit = True
        return conn

    def close(self, conn, request):
        conn.close()

    def query(self, conn, request):
        sql, args = request["sql"], request.get("args") or ()
        if args:
            sql = kit.placeholders(sql, lambda n: f":{n}")
        cursor = conn.cursor()
        cursor.execute(sql, args)
        return {"rows": kit.texts(cursor.fetchall())} if cursor.description is not None else None

    def begin(self, conn, request):
        conn.autocommit = False

    def commit(self, conn, request):
        conn.commit()
        conn.autocommit = True

    def rollback(self, conn, request):
        conn.rollback()
        conn.autocommit = True

    def copy_in(self, conn, request):
        conn.cursor().execute(request["sql"], stream=lines(request))

    def copy_out(self, conn, request):
        out = io.BytesIO()
        conn.cursor().execute(request["sql"], stream=out)
        return {"rows": out.getvalue().decode().splitlines()}

    def claim(self, error):
        said = {"message": str(error), "native": kit.native(error)}
        if kind := libpq.class_of(error, "pg8000"):
            said["class"] = kind
        if error.args and isinstance(error.args[0], dict):
            fields = error.args[0]
            said["sqlstate"] = fields.get("C")
            said["diagnostics"] = {FIELDS[letter]: value for letter, value in fields.items() if letter in FIELDS}
        return said


if __name__ == "__main__":
    kit.serve(Pg8000())
