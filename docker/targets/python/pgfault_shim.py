"""The shim protocol for Python: what is left to a shim is its library's own calls.

A shim is an object with `hello`, a dict that says what it is, and a method for each operation that its library has, named
after the operation in the protocol (docs/shim.md):

    connect(request)                 gives the session
    pool_open(request)               gives the pool
    pool_acquire(pool, request)      gives the session
    pool_release(pool, session)      gives a session back to its pool
    pool_close(pool, request)
    OPERATION(session, request)      gives a dict of what it answers besides ok, status and tx, or None
    cancel(session)                  ends what runs on the session, called beside it
    state(session)                   what the library says of the session now: {"status": …, "tx": …}
    claim(error)                     what the library's exception says, as the answer's "error"

An operation without a method is answered as unsupported. What a method raises is the library's answer, and is never retried.

Where PGFAULT_ATTACH is set the shim connects to that address, and speaks there: it was started by hand, in a debugger.

`serve` is for libraries that block: each session has a thread of its own. `serve_async` is for asyncio, with coroutines for
methods: each session has a task.
"""

import asyncio
import json
import os
import queue
import re
import socket
import sys
import threading

PROTOCOL = 1
# Answered beside what runs on the session, and not after it.
BESIDE = ("cancel", "status")


class NoSession(Exception):
    """A request for a session or a pool that there is none of: it was never made, or its making failed."""


class Base:
    """Sessions and pools by their names. Names recur: one process serves many scenarios. What was closed may still be used: what
    comes of that the library says."""

    def __init__(self, shim):
        self.shim = shim
        self.sessions, self.pools, self.pool_of = {}, {}, {}
        self.writing = threading.Lock()
        self.source, self.out = sys.stdin, sys.stdout
        if address := os.environ.get("PGFAULT_ATTACH"):
            host, _, port = address.rpartition(":")
            caller = socket.create_connection((host.strip("[]"), int(port)))
            self.source, self.out = caller.makefile("r", encoding="utf-8"), caller.makefile("w", encoding="utf-8")

    def write(self, request, answer):
        line = json.dumps({"id": request["id"], **answer})
        with self.writing:
            self.out.write(line + "\n")
            self.out.flush()

    def hello(self, request):
        if request.get("protocol") != PROTOCOL:
            return {"ok": False, "error": {"message": f"protocol {PROTOCOL} is spoken here"}}
        return {"ok": True, "protocol": PROTOCOL, **self.shim.hello}

    def call(self, request):
        """The call of the shim's method that a request asks for; None where the library has none."""
        op = request["op"]
        method = getattr(self.shim, op, None)
        if method is None:
            return None
        if op in ("connect", "pool_open"):
            return method(request)
        if op in ("pool_acquire", "pool_close"):
            return method(self.pool(request), request)
        if op == "pool_release":
            return method(self.pool(request), self.session(request))
        return method(self.session(request), request)

    def session(self, request):
        try:
            return self.sessions[request["session"]]
        except KeyError:
            raise NoSession(f"no session {request['session']!r}") from None

    def pool(self, request):
        try:
            return self.pools[request["pool"]]
        except KeyError:
            raise NoSession(f"no pool {request['pool']!r}") from None

    def keep(self, request, result):
        """Keeps what a call has made, and gives the answer."""
        op, answer = request["op"], {"ok": True}
        if op in ("connect", "pool_acquire"):
            self.sessions[request["session"]] = result
        elif op == "pool_open":
            self.pools[request["pool"]] = result
        elif result is not None:
            answer.update(result)
        return answer

    def unsupported(self, request):
        return {"unsupported": True, "why": f"{self.shim.hello['name']} has no {request['op']}"}

    def failed(self, error):
        if isinstance(error, NoSession):
            return {"ok": False, "error": {"message": str(error), "native": "NoSession"}}
        return {"ok": False, "error": self.shim.claim(error)}

    def with_state(self, request, answer):
        """The answer with what the library says of the session. Of a connection that never was it says nothing, and what is
        given back to its pool is another's."""
        session = self.sessions.get(request.get("session"))
        if request["op"] == "pool_release":
            self.sessions.pop(request["session"], None)
        elif session is not None and hasattr(self.shim, "state"):
            try:
                answer.update(self.shim.state(session))
            except Exception as error:  # it can't tell, and the call has its answer all the same
                print(f"state: {error!r}", file=sys.stderr, flush=True)
        return answer

    def forget(self, request):
        """A connect makes a new session, also where it fails: one of the same name is an earlier scenario's."""
        if request["op"] in ("connect", "pool_acquire"):
            self.sessions.pop(request["session"], None)


class Threads(Base):
    """A thread for each session, which does its requests in their order."""

    def __init__(self, shim):
        super().__init__(shim)
        self.turns = {}

    def run(self):
        for line in self.source:
            request = json.loads(line)
            op = request["op"]
            if op == "bye":
                break
            if op == "hello":
                self.write(request, self.hello(request))
            elif op in BESIDE:
                threading.Thread(target=self.beside, args=(request,), daemon=True).start()
            else:
                self.turn(request).put(request)
        self.out.flush()
        os._exit(0)  # a library's thread that still waits must not keep the process

    def turn(self, request):
        name = request.get("session") or request.get("pool")
        if name not in self.turns:
            self.turns[name] = queue.SimpleQueue()
            threading.Thread(target=self.work, args=(self.turns[name],), daemon=True).start()
        return self.turns[name]

    def work(self, turn):
        while True:
            self.do(turn.get())

    def do(self, request):
        self.forget(request)
        try:
            if not hasattr(self.shim, request["op"]):
                return self.write(request, self.unsupported(request))
            answer = self.keep(request, self.call(request))
        except Exception as error:
            answer = self.failed(error)
        self.write(request, self.with_state(request, answer))

    def beside(self, request):
        answer = {"ok": True}
        try:
            if request["op"] == "cancel":
                if not hasattr(self.shim, "cancel"):
                    return self.write(request, self.unsupported(request))
                self.shim.cancel(self.session(request))
            elif not hasattr(self.shim, "state"):
                return self.write(request, self.unsupported(request))
            else:
                answer.update(self.shim.state(self.session(request)))
        except Exception as error:
            answer = self.failed(error)
        self.write(request, answer)


class Tasks(Base):
    """A task for each session. A cancel cancels the task's call, as a program of asyncio does; where the shim has a cancel of
    its own, that."""

    def __init__(self, shim):
        super().__init__(shim)
        self.turns, self.running, self.tasks = {}, {}, set()

    async def run(self):
        lines = asyncio.Queue()
        threading.Thread(target=self.read, args=(asyncio.get_running_loop(), lines), daemon=True).start()
        while line := await lines.get():
            request = json.loads(line)
            op = request["op"]
            if op == "bye":
                break
            if op == "hello":
                self.write(request, self.hello(request))
            elif op in BESIDE:
                self.spawn(self.beside(request))
            else:
                self.turn(request).put_nowait(request)
        self.out.flush()
        os._exit(0)

    def read(self, loop, lines):
        for line in self.source:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    def spawn(self, work):
        task = asyncio.create_task(work)
        self.tasks.add(task)  # which the loop itself holds by a weak reference only
        task.add_done_callback(self.tasks.discard)

    def turn(self, request):
        name = request.get("session") or request.get("pool")
        if name not in self.turns:
            self.turns[name] = asyncio.Queue()
            self.spawn(self.work(name))
        return self.turns[name]

    async def work(self, name):
        while True:
            request = await self.turns[name].get()
            await self.do(name, request)

    async def do(self, name, request):
        self.forget(request)
        if not hasattr(self.shim, request["op"]):
            return self.write(request, self.unsupported(request))
        call = asyncio.ensure_future(self.awaited(request))
        self.running[name] = call
        try:
            answer = self.keep(request, await call)
        except (Exception, asyncio.CancelledError) as error:
            answer = self.failed(error)
        finally:
            del self.running[name]
        self.write(request, self.with_state(request, answer))

    async def awaited(self, request):
        """A call with the caller's deadline, where the library takes none itself."""
        timeout = request.get("timeout_ms", 0) / 1000
        if timeout and request["op"] not in getattr(self.shim, "takes_timeout", ()):
            async with asyncio.timeout(timeout):
                return await self.call(request)
        return await self.call(request)

    async def beside(self, request):
        answer = {"ok": True}
        try:
            if request["op"] == "status":
                if not hasattr(self.shim, "state"):
                    return self.write(request, self.unsupported(request))
                answer.update(self.shim.state(self.session(request)))
            elif hasattr(self.shim, "cancel"):
                await self.shim.cancel(self.session(request))
            elif request["session"] in self.running:
                self.running[request["session"]].cancel()
        except Exception as error:
            answer = self.failed(error)
        self.write(request, answer)


def serve(shim):
    """Speaks the protocol on stdin and stdout for a library that blocks, until there is nothing more to do."""
    Threads(shim).run()


def serve_async(shim):
    """The same for a library of asyncio."""
    asyncio.run(Tasks(shim).run())


def placeholders(sql, write):
    """The statement with its $1, $2, … written as the library has them: write(n) gives the n-th. Those in quotes stay."""
    parts = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\d+)")
    return parts.sub(lambda m: write(int(m.group(1))) if m.group(1) else m.group(0), sql)


def text(value):
    """A value as the protocol has it: text, or None for NULL. A library that gives another type than text has read it; this
    is how PostgreSQL writes the ones that scenarios ask for."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (bytes, memoryview)):
        return "\\x" + bytes(value).hex()
    return str(value)


def texts(rows):
    """Rows of text."""
    return [[text(value) for value in row] for row in rows]


def typed(sql, args):
    """Arguments in the types that a program has them in, for a library that takes no text in their place: digits are numbers,
    but where the statement itself says $1::text."""
    texts = {int(n) for n in re.findall(r"\$(\d+)::text", sql)}
    return [int(a) if a is not None and n not in texts and re.fullmatch(r"-?\d+", a) else a for n, a in enumerate(args or [], 1)]


def native(error):
    """The name of an exception's class, with its module."""
    kind = type(error)
    return f"{kind.__module__}.{kind.__qualname__}"
