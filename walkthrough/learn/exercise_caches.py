"""The cache namespace that an exercise's builds share, and another one once it may be spoiled.

A build that is cut off leaves its cache mounts as they are at that moment; so does one that fails,
as the steps of its other stages are ended too. Go's own caches bear that: an entry counts only once
it is complete. So they stay, and a check that a newer save outdates costs no warm cache. What else
is kept in a mount may be half-filled, and no build meets it again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
from walkthrough.engine.cache_mounts import cache_mount_targets
from walkthrough.engine.naming import CACHE_NAMESPACE_PREFIX
from walkthrough.home import write_whole

FOLDER = "cache-generations"
GO_CACHES = frozenset({"/go/pkg/mod", "/root/.cache/go-build"})
"""The folders that Go keeps by itself in the official images, as root."""


class ExerciseCache:
    """The cache mounts of one owner on one engine, for the builds of one check.

    The owner's generation, a number, is kept in the data folder for the checks to come. Whoever
    builds holds the engine's turn, so nobody else changes it meanwhile.
    """

    def __init__(self, home: Path, engine_id: str, owner: str) -> None:
        self._identity = f"{home} {engine_id} {owner}"
        self._file = home / FOLDER / _hashed(self._identity)

    @property
    def namespace(self) -> str:
        """Where this check's builds keep their cache mounts: the same for all of them."""
        return CACHE_NAMESPACE_PREFIX + _hashed(f"{self._identity} {self._generation}")

    @contextmanager
    def spent_unless_built(self) -> Iterator[None]:
        """For a build: the next check has the same namespace only where the block ends well.

        Where it raises, or walkthrough is killed meanwhile, the next check has another.
        """
        before = self._kept()
        self._keep(self._generation + 1)
        yield
        self._keep(before)

    @cached_property
    def _generation(self) -> int:
        return self._kept()

    def _kept(self) -> int:
        with suppress(OSError, ValueError):
            return int(self._file.read_text(encoding="ascii"))
        return 0

    def _keep(self, generation: int) -> None:
        write_whole(self._file, str(generation).encode("ascii"))


def bears_a_cut(dockerfile: str) -> bool:
    """Whether every cache mount is one of Go's own caches; so it is where there is none."""
    with suppress(UnparsableDockerfileError):
        return GO_CACHES.issuperset(cache_mount_targets(parse(dockerfile)))
    return True


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
