"""The care of recorded runs: there is nothing to look after, and it says so."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from walkthrough.errors import NoUsableEngineError
from walkthrough.tui.upkeep import DiskUse, Tell

if TYPE_CHECKING:
    from walkthrough.engine.bases import BasePreference
    from walkthrough.engine.cleanup import Leftovers
    from walkthrough.engine.doctor_checks import Check
    from walkthrough.engine.set_up import SetUpPlan


class RecordedUpkeep:
    """Has no engine, no base images and nothing on disk."""

    nothing_to_do = (
        "Recorded runs need no engine, no base images and no disk: builds are replayed as they "
        "were measured elsewhere. Start walkthrough without --recorded to measure your own."
    )
    is_measuring = False

    def answers(self) -> bool:
        """A recording cannot be lost."""
        return True

    def examine(self) -> "Iterator[Check]":
        """Nothing to check."""
        return iter(())

    def plan(self) -> "SetUpPlan":
        """Raises NoUsableEngineError: there is nothing to plan for."""
        raise self._no_engine()

    def set_up(self, preference: "BasePreference", tell: Tell) -> None:
        """Raises NoUsableEngineError: there is nothing to set up."""
        raise self._no_engine()

    def disk_use(self) -> DiskUse:
        """Raises NoUsableEngineError: nothing was built."""
        raise self._no_engine()

    def clean_up(self, leftovers: "Leftovers", tell: Tell) -> tuple[str, ...]:
        """Raises NoUsableEngineError: nothing was built."""
        raise self._no_engine()

    def stop(self) -> None:
        """Nothing runs."""

    def _no_engine(self) -> NoUsableEngineError:
        return NoUsableEngineError(
            "Recorded runs have no engine.",
            self.nothing_to_do,
            "Leave, and start `walkthrough app`.",
        )
