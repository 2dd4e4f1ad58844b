"""A set-up that is stopped while an engine is being had ends before the next stage of that."""

import pytest

from walkthrough.engine import install, private
from walkthrough.engine.instructions import Machine
from walkthrough.errors import CancelledError, NoUsableEngineError
from walkthrough.tui.engine_upkeep import EngineUpkeep
from walkthrough.tui.upkeep import WorkNews


class Machinery:
    """A machine without an engine: what is begun on it, and the stage in which esc is pressed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stop_in: str) -> None:
        self.begun: list[str] = []
        self.upkeep = EngineUpkeep((), lambda: None, lambda: False)
        self._stop_in = stop_in
        missing = ("dockerd",)
        monkeypatch.delenv("DOCKER_HOST", raising=False)
        monkeypatch.setattr(install, "endpoints", lambda _environment: ("one", "another"))
        monkeypatch.setattr(install, "this_machine", lambda: Machine("debian", True, False))
        monkeypatch.setattr(install, "can_install", lambda: True)
        monkeypatch.setattr(install, "engine_packages", lambda: ("docker.io",))
        monkeypatch.setattr(install, "missing_packages", lambda _packages: ())
        monkeypatch.setattr(install, "other_dockerd", lambda _folder: None)
        monkeypatch.setattr(install, "usable_engine", self._no_engine)
        monkeypatch.setattr(install, "_apt", self._apt)
        monkeypatch.setattr(
            private, "missing_programs", lambda: () if "install" in self.begun else missing
        )
        monkeypatch.setattr(private, "start", lambda _say: self._begin("start"))

    def tell(self, news: WorkNews) -> None:
        if news.text.startswith(self._stop_in):
            self.upkeep.stop()

    def _begin(self, stage: str) -> None:
        self.begun.append(stage)
        if stage == self._stop_in:
            self.upkeep.stop()

    def _apt(self, stage: str, *_arguments: str, say: object) -> tuple[str, ...]:
        self._begin(stage)
        return ()

    def _no_engine(self) -> None:
        raise NoUsableEngineError("No engine.", "Why.", "Next.")


@pytest.mark.parametrize(
    ("stop_in", "begun"),
    [("No engine.", []), ("update", ["update"]), ("install", ["update", "install"])],
)
def test_what_has_begun_is_let_end_and_nothing_else_begins(
    monkeypatch: pytest.MonkeyPatch, stop_in: str, begun: list[str]
) -> None:
    machinery = Machinery(monkeypatch, stop_in)
    with pytest.raises(CancelledError, match="Stopped"):
        machinery.upkeep.set_up("auto", machinery.tell)
    assert machinery.begun == begun


def test_an_engine_that_somebody_else_starts_is_not_waited_for_any_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machinery = Machinery(monkeypatch, "An engine is starting")
    monkeypatch.setattr(install, "other_dockerd", lambda _folder: 7)
    with pytest.raises(CancelledError, match="Stopped"):
        machinery.upkeep.set_up("auto", machinery.tell)
    assert machinery.begun == ["update", "install"]
