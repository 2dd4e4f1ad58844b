"""What real repositories carry around beside their source, made once and kept.

A `.git` with history, old binaries in `out/`, `docs/` and an `.env` with a made-up secret: what a
build context without a `.dockerignore` sends for nothing. All bytes are the same on every
machine. The parts take seconds to make, so they are kept in the app's data folder.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from walkthrough.home import data_home, work_lock
from walkthrough.workspace.history import SourceFile, binary_like, source_of, write_history
from walkthrough.workspace.identity import CARRIED_VERSION, app_hash

MIB = 1024 * 1024

OLD_BINARIES = {
    "out/product-catalog-0.1.0-linux-amd64": 4 * MIB,
    "out/product-catalog-0.2.0-linux-amd64": 4 * MIB,
    "out/product-catalog-0.2.0-darwin-arm64": 4 * MIB,
}

DOCS = {
    "docs/architecture.md": (
        "# Architecture\n\nOne process, no database: the products are read from `products/*.json`"
        " when the\nservice starts and are served from memory.\n"
    ),
    "docs/operations.md": (
        "# Operations\n\n- `GET /healthz` answers 200 while the service can serve.\n"
        "- `GET /metrics` is for Prometheus.\n- SIGTERM ends the service gracefully.\n"
    ),
    "docs/releases.md": "# Releases\n\n## 0.2.0\n\n- metrics\n\n## 0.1.0\n\n- products\n",
}

SECRET_FILE = (
    b"# Made up for the lesson: nothing of this opens anything.\n"
    b"PRODUCT_CATALOG_PORT=8088\n"
    b"PAYMENT_API_KEY=made-up-4f7c1d9e2b6a8053\n"
)

GIT_IGNORE = b".env\nout/\n"


@contextmanager
def carried_along(app: Path) -> Iterator[Path]:
    """The folder with what a repository of this app carries around; made where it is missing.

    It appears whole or not at all, also when two processes make it or one is killed on the way.
    Copy from it, never write to it; nobody cleans it up within the block.
    """
    shelf = data_home() / "carried"
    kept = shelf / f"{CARRIED_VERSION}-{app_hash(app)[:16]}"
    shelf.parent.mkdir(parents=True, exist_ok=True)
    with work_lock(shelf):
        if not kept.is_dir():
            shelf.mkdir(exist_ok=True)
            _remove_half_made(shelf)
            making = Path(tempfile.mkdtemp(prefix="making-", dir=shelf))
            _make(app, making)
            making.rename(kept)
        yield kept


def _make(app: Path, making: Path) -> None:
    beside = {path: text.encode() for path, text in DOCS.items()} | {".gitignore": GIT_IGNORE}
    for path, content in beside.items():
        _write(making / path, content)
    source = {path: SourceFile(0o100644, content) for path, content in beside.items()}
    write_history(making, source | source_of(app))
    _write(making / ".env", SECRET_FILE)
    for path, size in OLD_BINARIES.items():
        _write(making / path, b"\x7fELF" + binary_like(path, size - 4))
        (making / path).chmod(0o755)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _remove_half_made(shelf: Path) -> None:
    for left in shelf.glob("making-*"):
        shutil.rmtree(left)
