"""Takes payments over HTTP, each once, whatever happens to its connections. Who pays names the payment by a key, so that it may be
tried again. psycopg2 waits for ever where nothing is heard of the server any more: when the time of a try is over, the socket of its
connection is shut down beneath it."""

import os
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

TRY, CONNECT, REQUEST = 0.5, 2, 4  # seconds
current = threading.local()


def connect():
    conn = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=CONNECT)
    current.conns.append(conn)
    return conn


@contextmanager
def limited():
    conns = current.conns = []
    over = threading.Event()

    def shut():
        while not over.wait(TRY):
            for conn in list(conns):
                if not conn.closed:
                    sock = socket.socket(fileno=os.dup(conn.fileno()))
                    try:
                        sock.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass  # it is shut down already
                    sock.close()

    watch = threading.Thread(target=shut)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


engine = create_engine("postgresql+psycopg2://", creator=connect, poolclass=NullPool)


def pay(key):
    end = time.monotonic() + REQUEST
    while True:
        try:
            with limited(), engine.begin() as conn:
                conn.execute(text("INSERT INTO payment VALUES (:key, 100) ON CONFLICT DO NOTHING"), {"key": key})
            return
        except (DBAPIError, psycopg2.Error):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        try:
            pay(self.path.partition("key=")[2])
            self.send_response(200)
        except (DBAPIError, psycopg2.Error):
            self.send_response(503)
        self.end_headers()


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
