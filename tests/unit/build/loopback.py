"""An engine's build endpoint on the loopback interface that answers as a test tells it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import docker


class BuildEndpoint:
    """What the endpoint has seen, and the client that reaches it."""

    def __init__(self, port: int) -> None:
        self.client = docker.APIClient(base_url=f"tcp://127.0.0.1:{port}", version="1.41")
        self.query: dict[str, list[str]] = {}
        self.received = 0
        self.upload_ended = threading.Event()
        self.cancelled: list[str] = []
        self.removed: list[str] = []
        self.removed_with: list[dict[str, list[str]]] = []
        self.cancel_asked = threading.Event()


Answer = Callable[["AnswerWriter", BuildEndpoint], None]


class AnswerWriter:
    """Writes the answer to a build request."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        self._begun = False

    def refuse(self, code: int, text: str) -> None:
        """Answer with an error."""
        self._handler.send_response(code)
        self._handler.end_headers()
        self._handler.wfile.write(text.encode())
        self._begun = True

    def send(self, piece: bytes) -> None:
        """Send a piece of the body at once."""
        if not self._begun:
            self._begun = True
            self._handler.send_response(200)
            self._handler.send_header("Transfer-Encoding", "chunked")
            self._handler.end_headers()
        self._handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))

    def end(self) -> None:
        """End the body as HTTP wants it."""
        self._handler.wfile.write(b"0\r\n\r\n")


@contextmanager
def build_endpoint(answer: Answer, read_body: bool = True) -> Iterator[BuildEndpoint]:
    """An endpoint that reads the request's body (unless told not to) and then calls `answer`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            path = urlsplit(self.path)
            if path.path.endswith("/build/cancel"):
                endpoint.cancelled += parse_qs(path.query)["id"]
                endpoint.cancel_asked.set()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            endpoint.query = parse_qs(path.query)
            if read_body:
                self._read_body()
            self.close_connection = True
            answer(AnswerWriter(self), endpoint)

        def do_DELETE(self) -> None:
            path = urlsplit(self.path)
            endpoint.removed.append(path.path.partition("/images/")[2])
            endpoint.removed_with.append(parse_qs(path.query))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def _read_body(self) -> None:
            while line := self.rfile.readline():
                size = int(line, 16)
                endpoint.received += len(self.rfile.read(size))
                self.rfile.readline()
                if size == 0:
                    endpoint.upload_ended.set()
                    return

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes away is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    endpoint = BuildEndpoint(server.server_address[1])
    try:
        yield endpoint
    finally:
        endpoint.client.close()
        server.shutdown()
        server.server_close()
