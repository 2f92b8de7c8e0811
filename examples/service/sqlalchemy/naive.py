"""Takes payments over HTTP as one would at first: it tries again where something failed, and waits for as long as it takes."""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

engine = create_engine(os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg2://", 1))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        for _ in range(3):
            try:
                with engine.begin() as conn:
                    conn.execute(text("INSERT INTO payment VALUES (gen_random_uuid(), 100)"))
                self.send_response(200)
                break
            except DBAPIError:
                continue
        else:
            self.send_response(503)
        self.end_headers()


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
