"""A server that answers as an engine would, on a Unix socket or on loopback with TLS."""

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answers = dict[str, Any]

DOCKER: Answers = {
    "version": {
        "Version": "28.5.2",
        "ApiVersion": "1.51",
        "MinAPIVersion": "1.24",
        "Os": "linux",
        "Arch": "arm64",
        "Components": [{"Name": "Engine", "Version": "28.5.2"}],
    },
    "info": {
        "Name": "box",
        "Driver": "overlayfs",
        "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
        "NCPU": 4,
        "MemTotal": 8_000_000_000,
        "DockerRootDir": "/var/lib/docker",
    },
}
PODMAN: Answers = {
    "version": {
        "Version": "4.3.1",
        "ApiVersion": "1.41",
        "MinAPIVersion": "1.24",
        "Os": "linux",
        "Arch": "amd64",
        "Components": [
            {"Name": "Podman Engine", "Version": "4.3.1"},
            {"Name": "Conmon", "Version": "conmon version 2.1.6"},
        ],
    },
    "info": {"Name": "box", "Driver": "overlay", "NCPU": 2, "MemTotal": 1, "DriverStatus": []},
}
OLD: Answers = {
    "version": {
        "Version": "17.03.2-ce",
        "ApiVersion": "1.27",
        "MinAPIVersion": "1.12",
        "Os": "linux",
        "Arch": "amd64",
    },
    "info": {"Name": "box", "Driver": "aufs", "NCPU": 2, "MemTotal": 1, "DriverStatus": None},
}
WINDOWS: Answers = {
    "version": {**DOCKER["version"], "Os": "windows"},
    "info": {**DOCKER["info"], "Driver": "windowsfilter", "DriverStatus": []},
}


@contextmanager
def fake_engine(socket: Path, answers: Answers) -> Iterator[str]:
    """Answer on a Unix socket; yields the host as DOCKER_HOST would name it."""
    server = _UnixServer(str(socket), _handler(answers))
    with _serving(server):
        yield f"unix://{socket}"


@contextmanager
def fake_tls_engine(certificates: Path, answers: Answers) -> Iterator[str]:
    """Answer on loopback to clients that show a certificate of the test authority."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server-key.pem")
    context.load_verify_locations(certificates / "ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with _serving(server):
        yield f"tcp://127.0.0.1:{server.server_port}"


class _UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answers[self.path.rpartition("/")[2]]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
