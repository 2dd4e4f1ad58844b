"""The engine to measure on: found or started as for a user, its turn taken, bases got."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.app_context import sample_app
from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.engine.bases import rewrites
from walkthrough.engine.engine import Engine
from walkthrough.engine.install import ensure_engine
from walkthrough.engine.prepare import prepare
from walkthrough.home import data_home
from walkthrough.measure.turn import Turn


class Bench(Struct, frozen=True):
    """An engine whose turn is ours, and what every build on it needs."""

    engine: Engine
    bases: dict[str, str]
    session: str
    app: Path
    variants: dict[str, Variant]

    def variant(self, name: str, builder: str) -> Variant:
        """A variant of the course under a name that no image of the course has."""
        return msgspec.structs.replace(self.variants[name], id=f"benchmark-{name}-{builder}")


@contextmanager
def bench(say: Callable[[str], None]) -> Iterator[Bench]:
    """Within it nobody else measures on the engine. Raises NoUsableEngineError."""
    engine = ensure_engine(say)
    turn = Turn(data_home(), str(engine.client.info().get("ID", "")))
    try:
        course = load_course()
        used = prepare(engine, course.bases)
        waited_for = ""
        for owner in turn.take():
            if owner != waited_for:
                say(f"waiting for {owner}")
                waited_for = owner
        yield Bench(engine, rewrites(used), secrets.token_hex(8), sample_app(), course.variants)
    finally:
        turn.give_back()
        engine.close()
