"""A way to the engine that a test can cut and mend: for tests of an engine that goes away."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

PIECE_BYTES = 65536


class CutSocket:
    """Forwards connections on its own socket to the engine's, until it is cut.

    To a program that uses it, the engine stops when it is cut: connections break off, and nothing
    listens any more. The engine itself sees clients that go away.
    """

    def __init__(self, engine: str) -> None:
        self.path = Path(mkdtemp(prefix="wt-")) / "docker.sock"
        self._engine = engine
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def mend(self) -> None:
        """Listen, and forward from now on."""
        self.path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self.path))
        listening.listen()
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def cut(self) -> None:
        """Break off every connection, and listen no more."""
        with self._lock:
            listening, self._listening = self._listening, None
            ending, self._open = self._open, set()
        if listening is not None:
            _end(listening)
        for one in ending:
            _end(one)
        self.path.unlink(missing_ok=True)

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._engine)
                with self._lock:
                    if self._listening is not listening:
                        _end(near)
                        _end(far)
                        return
                    self._open |= {near, far}
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE_BYTES):
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextmanager
def cut_socket(engine: str) -> Iterator[CutSocket]:
    """A way to the engine that listens at this path."""
    way = CutSocket(engine)
    way.mend()
    try:
        yield way
    finally:
        way.cut()
        way.path.parent.rmdir()


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
