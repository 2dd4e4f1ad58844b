"""What the engine's screen may ask: what is there, what is missing, setting up, cleaning up.

Screens never talk to an engine: an implementation of `Upkeep` does. All of it but `stop`,
`nothing_to_do` and `is_measuring` takes its time and is called from threads.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from walkthrough.engine.bases import BasePreference
    from walkthrough.engine.cleanup import Leftovers
    from walkthrough.engine.doctor_checks import Check
    from walkthrough.engine.set_up import SetUpPlan


class WorkNews(Struct, frozen=True):
    """What is being done about a subject (a base image, or nothing in particular).

    `share` from 0 to 1, with its `amount` in words, makes it progress: the next progress of the
    same subject takes its place.
    """

    subject: str
    text: str
    share: float | None = None
    amount: str = ""


Tell = Callable[[WorkNews], None]


class DiskUse(Struct, frozen=True):
    """What of the course lies on disk: on the engine and in the app's data folder.

    `build_cache_bytes` is all of the engine's build cache, the reader's own builds included.
    """

    where: str
    leftovers: "Leftovers"
    build_cache_bytes: int


class Upkeep(Protocol):
    """The care of an engine, its base images and the disk."""

    @property
    def nothing_to_do(self) -> str:
        """Why there is nothing to set up and to clean; empty where there is."""
        ...

    @property
    def is_measuring(self) -> bool:
        """Whether builds are measured now, which looking closely would disturb."""
        ...

    def answers(self) -> bool:
        """Whether the engine in use still answers."""
        ...

    def examine(self) -> "Iterator[Check]":
        """The doctor's checks, each as soon as it is made."""
        ...

    def plan(self) -> "SetUpPlan":
        """What setting up would do, and what it would cost."""
        ...

    def set_up(self, preference: "BasePreference", tell: Tell) -> None:
        """Get an engine and the bases. Raises WalkthroughError; CancelledError after `stop`."""
        ...

    def disk_use(self) -> DiskUse:
        """What of the course lies on disk, bases included. Raises NoUsableEngineError."""
        ...

    def clean_up(self, leftovers: "Leftovers", tell: Tell) -> tuple[str, ...]:
        """Remove these and nothing else: a line about each that stays, and why.

        Raises NoUsableEngineError; CancelledError after `stop`.
        """
        ...

    def stop(self) -> None:
        """End what `set_up` or `clean_up` does; safe from any thread."""
        ...
