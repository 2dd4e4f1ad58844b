"""The care of a real engine. The engine's libraries are loaded when they are first needed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING

from walkthrough.course.model import BaseImage
from walkthrough.errors import CancelledError
from walkthrough.home import data_home
from walkthrough.measure.turn import Turn
from walkthrough.tui.upkeep import DiskUse, Tell, WorkNews

if TYPE_CHECKING:
    from walkthrough.engine.bases import BasePreference
    from walkthrough.engine.cleanup import Leftovers
    from walkthrough.engine.doctor_checks import Check
    from walkthrough.engine.engine import Engine
    from walkthrough.engine.prepare import BaseNews
    from walkthrough.engine.set_up import SetUpPlan


class EngineUpkeep:
    """Looks after the engine that the docker command would use.

    `in_use` is the engine that measures, `measuring` whether it does so now.
    """

    nothing_to_do = ""

    def __init__(
        self,
        bases: tuple[BaseImage, ...],
        in_use: "Callable[[], Engine | None]",
        measuring: Callable[[], bool],
    ) -> None:
        self._bases = bases
        self._in_use = in_use
        self._measuring = measuring
        self._stopped = threading.Event()

    @property
    def is_measuring(self) -> bool:
        """Whether builds are measured now."""
        return self._measuring()

    def answers(self) -> bool:
        """Whether the engine in use is still there: one that only takes long is."""
        engine = self._in_use()
        return engine is not None and engine.is_there()

    def examine(self) -> "Iterator[Check]":
        """The doctor's checks."""
        from walkthrough.engine.doctor import examine

        for finding in examine(self._bases):
            yield finding.check

    def plan(self) -> "SetUpPlan":
        """What is missing and what it would cost."""
        from walkthrough.engine.set_up import plan_set_up

        return plan_set_up(self._bases)

    def set_up(self, preference: "BasePreference", tell: Tell) -> None:
        """Get an engine, then the bases."""
        from walkthrough.engine.install import ensure_engine
        from walkthrough.engine.prepare import prepare

        self._stopped.clear()

        def base_news(news: "BaseNews") -> None:
            self._go_on()
            tell(_news_of(news))

        def say(text: str) -> None:
            tell(WorkNews("", text))

        with closing(ensure_engine(say, self._go_on)) as engine:
            self._go_on()
            with engine.answering(), self._turn_on(engine, tell):
                prepare(engine, self._bases, preference, progress=base_news)

    def disk_use(self) -> DiskUse:
        """What walkthrough left on the engine and in its data folder."""
        from walkthrough.engine.build_cache import cache_records
        from walkthrough.engine.cleanup import find_leftovers
        from walkthrough.engine.engine import find_engine

        with closing(find_engine()) as engine, engine.answering():
            records = cache_records(engine.client).values()
            return DiskUse(
                engine.endpoint.words,
                find_leftovers(engine.client, data_home(), bases=True),
                sum(record.bytes for record in records),
            )

    def clean_up(self, leftovers: "Leftovers", tell: Tell) -> tuple[str, ...]:
        """Remove what was listed, in the engine's turn."""
        from walkthrough.engine.cleanup import remove_leftovers
        from walkthrough.engine.engine import find_engine
        from walkthrough.engine.leftover_words import listing

        self._stopped.clear()
        total = sum(1 for _ in listing(leftovers))
        begun = 0

        def begin(words: str) -> None:
            nonlocal begun
            self._go_on()
            tell(WorkNews("", words, begun / total, f"{begun} of {total}"))
            begun += 1

        with closing(find_engine()) as engine, engine.answering(), self._turn_on(engine, tell):
            return tuple(remove_leftovers(engine.client, data_home(), leftovers, begin))

    def stop(self) -> None:
        """Let the work end at its next word, or before the next stage of getting an engine."""
        self._stopped.set()

    def _turn_on(self, engine: "Engine", tell: Tell) -> AbstractContextManager[None]:
        def waiting(owner: str) -> None:
            self._go_on()
            tell(WorkNews("", f"Waiting for {owner}.", 0.0))

        return Turn(data_home(), str(engine.client.info().get("ID", ""))).held(waiting)

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise CancelledError(
                "Stopped.",
                "You asked for it: what was complete stays, nothing is half-made.",
                "The same key goes on with the rest.",
            )


def _news_of(news: "BaseNews") -> WorkNews:
    if not news.total_bytes:
        return WorkNews(news.reference, news.text)
    amount = f"{news.current_bytes / 1e6:.0f} of {news.total_bytes / 1e6:.0f} MB"
    return WorkNews(news.reference, news.text, news.current_bytes / news.total_bytes, amount)
