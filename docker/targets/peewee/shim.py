"""peewee over psycopg2: a Database without autoconnect, as its documentation recommends, execute_sql, atomic().

It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. A connection
belongs to its thread, as a session's does here.
"""

import os
import sys

import peewee
import psycopg2.extensions

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit


class Session:
    """A database, and the block that is open."""

    def __init__(self, database):
        self.database, self.block = database, None


class NoTransaction(Exception):
    """The program leaves a block that it has not entered."""


class Rollback(Exception):
    """Leaves a block, which rolls back then."""


class Peewee:
    hello = {
        "name": "peewee", "version": peewee.__version__, "language": "python", "class_convention": "psycopg2",
        "capabilities": ["tx", "class", "concurrent"],
        "reports": ["class"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "none",
            "dsn": libpq.understood(psycopg2.extensions.libpq_version()),
        },
        "homepage": "https://docs.peewee-orm.com", "issues_url": "https://github.com/coleifer/peewee/issues",
    }

    def connect(self, request):
        database = peewee.PostgresqlDatabase(request["database"], autoconnect=False, dsn=request["dsn"], **libpq.connect_timeout(request))
        database.connect()
        return Session(database)

    def close(self, session, request):
        session.database.close()

    def query(self, session, request):
        sql, args = request["sql"], request.get("args")
        if args is not None:
            sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
            args = {f"a{n}": value for n, value in enumerate(args, 1)}
        cursor = session.database.execute_sql(sql, args)
        return {"rows": kit.texts(cursor.fetchall())} if cursor.description else None

    def begin(self, session, request):
        block = session.database.atomic()
        block.__enter__()
        session.block = block

    def commit(self, session, request):
        self.left(session).__exit__(None, None, None)

    def rollback(self, session, request):
        self.left(session).__exit__(Rollback, Rollback(), None)

    def left(self, session):
        if session.block is None:
            raise NoTransaction("no block was entered")
        block, session.block = session.block, None
        return block

    def claim(self, error):
        said = {"message": str(error), "native": kit.native(error)}
        if kind := libpq.class_of(error, "peewee"):
            said["class"] = kind
        return said


if __name__ == "__main__":
    kit.serve(Peewee())
