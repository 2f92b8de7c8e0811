"""Django's database layer over psycopg 3: connections, raw cursors, transaction.atomic.

It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. A connection
belongs to its thread, as a session's does here.
"""

import os
import sys

import django
import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.postgresql import base as _  # now, and not within the time of the first connect

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit

settings.configure(DATABASES={DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.postgresql", "NAME": "none"}}, USE_TZ=False)


class Session:
    """An alias of connections, and the block that is open."""

    def __init__(self, alias):
        self.alias, self.block = alias, None

    @property
    def conn(self):
        return connections[self.alias]


class NoTransaction(Exception):
    """The program leaves a block that it has not entered."""


class Rollback(Exception):
    """Leaves a block, which rolls back then."""


class Django:
    hello = {
        "name": "django", "version": django.__version__, "language": "python", "class_convention": "psycopg3",
        "capabilities": ["tx", "class", "concurrent"],
        "reports": ["sqlstate", "class"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "none", "begin": "lazy", "pool": "replaces",
            "dsn": libpq.understood(psycopg.pq.version()),
        },
        "homepage": "https://www.djangoproject.com", "issues_url": "https://code.djangoproject.com",
    }

    def connect(self, request):
        alias = request["session"]
        options = dict(request.get("parameters", {}), **libpq.connect_timeout(request))
        if request.get("sslmode"):
            options["sslmode"] = request["sslmode"]
        host, port = request.get("host"), request.get("port")
        if request.get("hosts"):
            host, port = (",".join(part) for part in zip(*(one.rsplit(":", 1) for one in request["hosts"])))
        connections.databases[alias] = connections.configure_settings({"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": request["database"], "USER": request["user"],
            "PASSWORD": request.get("password") or "", "HOST": host, "PORT": port, "OPTIONS": options,
        }})["default"]
        if hasattr(connections._connections, alias):  # of an earlier scenario, and of this thread
            del connections[alias]
        session = Session(alias)
        session.conn.ensure_connection()
        return session

    def close(self, session, request):
        session.conn.close()

    def query(self, session, request):
        sql, args = request["sql"], request.get("args")
        if args is not None:
            sql = kit.placeholders(sql.replace("%", "%%"), lambda n: f"%(a{n})s")
            args = {f"a{n}": value for n, value in enumerate(args, 1)}
        with session.conn.cursor() as cursor:
            cursor.execute(sql, args)
            return {"rows": kit.texts(cursor.fetchall())} if cursor.description else None

    def begin(self, session, request):
        block = transaction.atomic(using=session.alias)
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
        if kind := libpq.class_of(error, "django"):
            said["class"] = kind
        if code := getattr(error.__cause__, "sqlstate", None):
            said["sqlstate"] = code
        return said


if __name__ == "__main__":
    kit.serve(Django())
