"""Raise each SQLSTATE of standard input on a real server, and print the class that psycopg2 and psycopg give it.

Usage: classes.py DSN < codes. Prints a line per code: the code, psycopg2's class, psycopg's class, and whether psycopg
lists the code.
"""

import sys

import psycopg
import psycopg2
import psycopg2.extensions

PEP249 = {
    "Error", "InterfaceError", "DatabaseError", "DataError", "OperationalError", "IntegrityError", "InternalError",
    "ProgrammingError", "NotSupportedError", "QueryCanceledError", "TransactionRollbackError",
}


def base(exc):
    return next(c.__name__ for c in type(exc).__mro__ if c.__name__ in PEP249)


def listed(code):
    try:
        psycopg.errors.lookup(code)
    except KeyError:
        return "unlisted"
    return "listed"


def main():
    two = psycopg2.connect(sys.argv[1])
    two.autocommit = True
    cur = two.cursor()
    three = psycopg.connect(sys.argv[1], autocommit=True)
    for code in sys.stdin.read().split():
        sql = f"DO $$BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END$$"
        out = [code]
        for execute, of in ((cur.execute, "pgcode"), (three.execute, "sqlstate")):
            try:
                execute(sql)
            except (psycopg2.Error, psycopg.Error) as e:
                if getattr(e, of) != code:
                    sys.exit(f"raised {code}, got {getattr(e, of)}")
                out.append(base(e))
        print(*out, listed(code))


main()
