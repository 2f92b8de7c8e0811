"""SQLAlchemy over psycopg 3: an Engine with its pool, Connection, text(), begin().

It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one. That of an
acquire is the engine's: here a second.
"""

import os
import sys

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql import psycopg as _  # now, and not within the time of the first connect

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit
import sqlalchemy_shim as common
from sqlalchemy_shim import Session


def engine(request, most=1):
    query = dict(request.get("parameters", {}))
    if request.get("sslmode"):
        query["sslmode"] = request["sslmode"]
    return create_engine(
        common.url("psycopg", request, query), connect_args=libpq.connect_timeout(request), isolation_level="AUTOCOMMIT",
        pool_size=most, max_overflow=0, pool_timeout=1)


class SQLAlchemyPsycopg:
    hello = {
        **common.HELLO, "name": "sqlalchemy-psycopg", "class_convention": "psycopg3",
        "capabilities": ["tx", "status", "class", "pool", "concurrent"],
        "traits": {
            "deadline": "none", "connect_timeout_granularity_ms": 2000, "cancel": "none", "pool": "replaces", "begin": "lazy",
            "dsn": libpq.understood(psycopg.pq.version()),
        },
    }
    state = staticmethod(common.state)
    claim = staticmethod(common.claim)

    def connect(self, request):
        own = engine(request)
        return Session(own, own.connect())

    def close(self, session, request):
        session.conn.close()
        if session.engine is not None:
            session.engine.dispose()

    def query(self, session, request):
        if session.transaction is not None:
            return common.answer(session.conn.execute(*common.statement(request)))
        with session.conn.begin():
            return common.answer(session.conn.execute(*common.statement(request)))

    def begin(self, session, request):
        session.conn.execution_options(isolation_level=session.conn.default_isolation_level)
        session.transaction = session.conn.begin()

    def commit(self, session, request):
        self.end(session, common.ended(session), "commit")

    def rollback(self, session, request):
        self.end(session, common.ended(session), "rollback")

    def end(self, session, transaction, how):
        """As the documentation ends one: what fails in it is followed by a rollback."""
        try:
            getattr(transaction, how)()
        except BaseException:
            transaction.rollback()
            raise
        finally:
            if not session.conn.in_transaction() and not session.conn.invalidated:
                session.conn.execution_options(isolation_level="AUTOCOMMIT")

    def pool_open(self, request):
        return engine(request, request.get("max") or 5)

    def pool_acquire(self, pool, request):
        return Session(None, pool.connect())

    def pool_release(self, pool, session):
        session.conn.close()

    def pool_close(self, pool, request):
        pool.dispose()


if __name__ == "__main__":
    kit.serve(SQLAlchemyPsycopg())
