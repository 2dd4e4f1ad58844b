"""A registry on loopback for tests that pull, and a proxy in front of it that cuts or slows."""

import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

USER = "reader"
PASSWORD = "a-made-up-password"
HASHED_PASSWORD = "$2b$04$3zqVg4SZI9QAQ2tZdsRf8eBN1f/BY5rrAYFrcHJ2NSgQ7LOOKMSb."
START_SECONDS = 20.0
CHUNK_BYTES = 16384


class Registry(Struct, frozen=True):
    """A registry that runs: `host` is what stands before an image's name."""

    host: str
    port: int


@contextmanager
def running_registry(folder: Path, with_password: bool = False) -> Iterator[Registry]:
    """Run a registry that keeps its images in a folder, until the block ends."""
    assert shutil.which("docker-registry"), "this test needs the program docker-registry"
    port = free_port()
    (folder / "config.yml").write_text(_configuration(folder, port, with_password))
    process = subprocess.Popen(
        ["docker-registry", "serve", str(folder / "config.yml")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(port)
        yield Registry(f"127.0.0.1:{port}", port)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Proxy:
    """A TCP proxy: `cuts` times it ends a connection after `cut_after` bytes came down; all
    connections together bring down at most `bytes_per_second`."""

    def __init__(
        self,
        upstream_port: int,
        cut_after: int = 0,
        cuts: int = 0,
        bytes_per_second: int = 0,
    ) -> None:
        self._upstream_port = upstream_port
        self._cut_after = cut_after
        self.cuts_left = cuts
        self._rate = bytes_per_second
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self.host = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.down_bytes = 0

    def __enter__(self) -> "Proxy":
        self._listener.settimeout(0.1)
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._accepting.join()
        self._listener.close()
        with self._lock:
            still_open = list(self._open)
        for one in still_open:
            _end(one)

    def wait_until_idle(self, seconds: float) -> bool:
        """Whether, within this time, nobody is connected any more."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self._lock:
                if not self._open:
                    return True
            time.sleep(0.05)
        return False

    def _accept(self) -> None:
        while not self._stopped.is_set():
            with suppress(TimeoutError):
                below, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(below,), daemon=True).start()

    def _serve(self, below: socket.socket) -> None:
        with below, socket.create_connection(("127.0.0.1", self._upstream_port)) as above:
            with self._lock:
                self._open.update((below, above))
            upward = threading.Thread(target=_pump_up, args=(below, above), daemon=True)
            upward.start()
            with suppress(OSError):
                self._pump_down(above, below)
            _end(below)
            _end(above)
            upward.join()
            with self._lock:
                self._open -= {below, above}

    def _pump_down(self, above: socket.socket, below: socket.socket) -> None:
        passed = 0
        while chunk := above.recv(CHUNK_BYTES):
            below.sendall(chunk)
            passed += len(chunk)
            self.down_bytes += len(chunk)
            if self._rate:
                time.sleep(len(chunk) / self._rate)
            if self.cuts_left and passed >= self._cut_after:
                self.cuts_left -= 1
                return


def _pump_up(below: socket.socket, above: socket.socket) -> None:
    with suppress(OSError):
        while chunk := below.recv(CHUNK_BYTES):
            above.sendall(chunk)
    _end(above)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/", timeout=2):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the registry did not start")


def _configuration(folder: Path, port: int, with_password: bool) -> str:
    text = f"""\
version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: {folder / "images"}
http:
  addr: 127.0.0.1:{port}
"""
    if not with_password:
        return text
    (folder / "htpasswd").write_text(f"{USER}:{HASHED_PASSWORD}\n")
    return f"{text}auth:\n  htpasswd:\n    realm: test\n    path: {folder / 'htpasswd'}\n"
