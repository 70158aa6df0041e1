"""HTTP in front of the Bot API's methods: tokens, the ways to hand over parameters, files, and faults on demand."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.peers.bot_api_methods import call
from tests.peers.bot_api_state import JSON, ApiError, Call, State

NUMBERS = ("chat_id", "message_id", "offset", "timeout", "limit", "user_id", "message_thread_id")


@dataclass
class Fault:
    """Something that goes wrong with the next `times` calls of `method` ("*" is any, but not getUpdates).

    With `carried_out` the call takes effect first. Then: `delay` seconds pass, and the connection drops, or `body` or
    the refusal (`code`, `description`, `parameters`) is the answer. A fault with a delay only is just slow.
    """

    method: str
    times: int = 1
    chat_id: int | None = None
    carried_out: bool = False
    delay: float = 0.0
    drop: bool = False
    code: int | None = None
    description: str = ""
    parameters: JSON | None = None
    body: bytes | None = None

    def meets(self, method: str, given: JSON) -> bool:
        named = self.method.lower() == method.lower() or (self.method == "*" and method.lower() != "getupdates")
        return self.times > 0 and named and (self.chat_id is None or str(given.get("chat_id")) == str(self.chat_id))

    @property
    def only_slow(self) -> bool:
        return not self.drop and self.code is None and self.body is None


class DropConnection(Exception):
    """The answer is not written; the connection is cut."""


class Server(ThreadingHTTPServer):
    """Knows the state, the faults and the open connections, so that it can go away like a machine without power."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, port: int, state: State, faults: list[Fault], errors: list[BaseException]) -> None:
        self.state, self.faults, self.errors = state, faults, errors
        self.going = False
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def take_fault(self, method: str, given: JSON) -> Fault | None:
        with self.state.changed:
            for fault in self.faults:
                if fault.meets(method, given):
                    fault.times -= 1
                    return fault
        return None

    def finish_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.errors.append(error)

    def go(self) -> None:
        """Stop listening, cut every connection, and wait until their threads have ended."""
        self.going = True
        self.shutdown()
        self._thread.join()
        with self.state.changed:
            self.state.polls += 1
            self.state.changed.notify_all()
        for connection in list(self._open):
            cut(connection)
        self.server_close()


def cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            status, kind, content = self._route(body)
        except DropConnection:
            self.close_connection = True
            cut(self.connection)
            return
        if self.server.going:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _route(self, body: bytes) -> tuple[int, str, bytes]:
        address = urlsplit(self.path)
        is_file = address.path.startswith("/file/bot")
        token, _, rest = unquote(address.path).removeprefix("/file").removeprefix("/bot").partition("/")
        try:
            if not address.path.startswith(("/bot", "/file/bot")) or ":" not in token or not rest:
                raise ApiError(404, "Not Found")
            if token != self.server.state.token:
                raise ApiError(401, "Unauthorized")
            if is_file:
                return self._file(rest)
            given, files = parameters(address.query, self.headers.get("Content-Type", ""), body)
            return self._method(rest, given, files)
        except ApiError as error:
            return refusal(error)

    def _file(self, path: str) -> tuple[int, str, bytes]:
        if (fault := self.server.take_fault("file", {})) is not None:
            time.sleep(fault.delay)
            if fault.drop:
                raise DropConnection
            if fault.body is not None:
                return fault.code or 200, "application/octet-stream", fault.body
            if fault.code is not None:
                raise ApiError(fault.code, fault.description)
        content = self.server.state.files.get(path.removeprefix("photos/").removesuffix(".jpg"))
        if content is None:
            raise ApiError(404, "Not Found")
        return 200, "application/octet-stream", content

    def _method(self, method: str, given: JSON, files: dict[str, bytes]) -> tuple[int, str, bytes]:
        state = self.server.state
        made = Call(method, given)
        with state.changed:
            state.calls.append(made)
            fault = self.server.take_fault(method, given)
        if fault is not None and not fault.carried_out and not fault.only_slow:
            made.answer = "fault"
            return self._fail(fault)
        try:
            result = call(state, method, given, files)
            made.answer = "ok"
        except ApiError as error:
            made.answer = error.description
            raise
        finally:
            with state.changed:
                state.changed.notify_all()
        if fault is not None and not fault.only_slow:
            return self._fail(fault)
        time.sleep(fault.delay if fault is not None else 0)
        return 200, "application/json", json.dumps({"ok": True, "result": result}, ensure_ascii=True).encode()

    def _fail(self, fault: Fault) -> tuple[int, str, bytes]:
        time.sleep(fault.delay)
        if fault.drop:
            raise DropConnection
        if fault.body is not None:
            return fault.code or 200, "application/json", fault.body
        raise ApiError(fault.code or 500, fault.description or "Internal Server Error", **(fault.parameters or {}))


def refusal(error: ApiError) -> tuple[int, str, bytes]:
    answer: JSON = {"ok": False, "error_code": error.code, "description": error.description}
    answer |= {"parameters": error.parameters} if error.parameters else {}
    return error.code, "application/json", json.dumps(answer).encode()


def parameters(query: str, kind: str, body: bytes) -> tuple[JSON, dict[str, bytes]]:
    """What a call hands over: in the address, as a form, as JSON or as multipart; and its files."""
    given: JSON = dict(parse_qsl(query, keep_blank_values=True))
    files: dict[str, bytes] = {}
    if kind.startswith("application/json"):
        try:
            given |= json.loads(body or b"{}")
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse JSON object") from None
    elif kind.startswith("application/x-www-form-urlencoded"):
        given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("multipart/form-data"):
        fields, files = multipart(kind, body)
        given |= fields
    return {name: plain(name, value) for name, value in given.items()}, files


def plain(name: str, value: Any) -> Any:
    """A parameter's value: structures and numbers come as JSON text in forms, texts as they are."""
    if not isinstance(value, str) or name in ("text", "caption"):
        return value
    if name in NUMBERS and value.removeprefix("-").isdecimal():
        return int(value)
    if value in ("true", "false"):
        return value == "true"
    if value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(400, f"Bad Request: can't parse {name}") from None
    return value


def multipart(kind: str, body: bytes) -> tuple[JSON, dict[str, bytes]]:
    """(texts, files) of a multipart body."""
    boundary = kind.partition("boundary=")[2].strip('" ').encode()
    fields: JSON = {}
    files: dict[str, bytes] = {}
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        names = dict(item.strip().split("=", 1) for item in head.decode().split("\r\n")[0].split(";") if "=" in item)
        name = names["name"].strip('"')
        if "filename" in names:
            files[name] = content
        else:
            fields[name] = content.decode()
    return fields, files
