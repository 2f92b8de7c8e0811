"""psycopg 3 as its documentation uses it: autocommit, transaction contexts, prepare=True, copy, notifies, psycopg_pool.

It has no deadline for a call: connect_timeout bounds the connect alone, in whole seconds, and libpq makes two of one.
"""

import os
import sys

import psycopg
import psycopg.sql
import psycopg_pool

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import libpq
import pgfault_shim as kit
import psycopg_shim as common
from psycopg_shim import Session, statement


class NoNotification(Exception):
    """The generator of notifications has ended with the caller's time."""


class Psycopg:
    hello = common.hello("psycopg", deadline="none", connect_timeout_granularity_ms=2000, cancel="running")
    state = staticmethod(common.state)
    claim = staticmethod(common.claim)

    def connect(self, request):
        return Session(psycopg.connect(request["dsn"], autocommit=True, **libpq.connect_timeout(request)))

    def close(self, session, request):
        session.conn.close()

    def run(self, session, sql, args, **how):
        cursor = session.conn.execute(*statement(sql, args), **how)
        answer = {"tag": cursor.statusmessage}
        if cursor.description is not None:
            answer["rows"] = kit.texts(cursor.fetchall())
        return answer

    def query(self, session, request):
        if request.get("fetch"):
            with session.conn.cursor("parts") as cursor:
                cursor.itersize = request["fetch"]
                cursor.execute(*statement(request["sql"], request.get("args")))
                return {"rows": kit.texts(list(cursor))}
        return self.run(session, request["sql"], request.get("args"))

    def prepare(self, session, request):
        session.statements[request["name"]] = request["sql"]

    def execute(self, session, request):
        return self.run(session, session.statements[request["name"]], request.get("args") or [], prepare=True)

    def begin(self, session, request):
        transaction = session.conn.transaction()
        transaction.__enter__()
        session.transaction = transaction

    def commit(self, session, request):
        transaction, session.transaction = session.transaction, None
        if transaction is None:
            return session.conn.commit()
        transaction.__exit__(None, None, None)

    def rollback(self, session, request):
        transaction, session.transaction = session.transaction, None
        if transaction is None:
            return session.conn.rollback()
        rollback = psycopg.Rollback()
        if not transaction.__exit__(psycopg.Rollback, rollback, None):
            raise rollback  # which has left the block

    def batch(self, session, request):
        with session.conn.pipeline():
            cursors = [session.conn.execute(sql) for sql in request["statements"]]
        return {"tag": cursors[-1].statusmessage}

    def query_start(self, session, request):
        session.rest = session.conn.cursor().stream(*statement(request["sql"], request.get("args")))
        first = next(session.rest, None)
        return {"rows": [] if first is None else kit.texts([first])}

    def query_rest(self, session, request):
        rest, session.rest = session.rest, None
        return {"rows": kit.texts(rest)}

    def copy_in(self, session, request):
        with session.conn.cursor() as cursor:
            with cursor.copy(request["sql"]) as copy:
                for line in request.get("rows", []):
                    copy.write(line + "\n")
                if request.get("fail"):
                    raise RuntimeError(request["fail"])
            return {"tag": cursor.statusmessage}

    def copy_out(self, session, request):
        with session.conn.cursor() as cursor:
            with cursor.copy(request["sql"]) as copy:
                text = b"".join(bytes(data) for data in copy).decode()
            return {"tag": cursor.statusmessage, "rows": text.splitlines()}

    def listen(self, session, request):
        session.conn.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(request["channel"])))

    def wait_notification(self, session, request):
        came = session.conn.notifies(**common.until(request))
        for notification in came:
            came.close()
            return {"channel": notification.channel, "payload": notification.payload}
        raise NoNotification("no notification within the caller's time")

    def cancel(self, session):
        if common.VERSION >= (3, 2):
            session.conn.cancel_safe()
        else:
            session.conn.cancel()

    def pool_open(self, request):
        pool = psycopg_pool.ConnectionPool(request["dsn"], kwargs={"autocommit": True}, open=False, **common.sizes(request))
        pool.open(wait=True, **common.until(request))
        return pool

    def pool_acquire(self, pool, request):
        return Session(pool.getconn(**common.until(request)))

    def pool_release(self, pool, session):
        pool.putconn(session.conn)

    def pool_close(self, pool, request):
        pool.close()


if not common.LISTEN:
    del Psycopg.listen, Psycopg.wait_notification

if __name__ == "__main__":
    kit.serve(Psycopg())
