"""Commands that would disturb a measurement wait for it, and say once for whom."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.engine_find.fake_engine import DOCKER, fake_engine
from walkthrough.cli.lint_build import build_findings
from walkthrough.cli.prepare import prepare_showing_progress
from walkthrough.cli.waiting import turn_on
from walkthrough.course.model import Course
from walkthrough.engine.engine import Engine, connect
from walkthrough.engine.model import Endpoint
from walkthrough.measure.turn import Turn

LONGER_THAN_TWO_LOOKS_S = 0.7


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    with fake_engine(tmp_path / "s", DOCKER) as host:
        found = connect(Endpoint(host, "DOCKER_HOST"))
        yield found
        found.close()


def waits(home: Path, use: Callable[[], object]) -> bool:
    """Whether `use` ends only after another copy, which measures, has given its turn back."""
    measuring, ended = threading.Event(), threading.Event()

    def measure() -> None:
        turn = Turn(home, "")
        assert list(turn.take()) == []
        measuring.set()
        time.sleep(LONGER_THAN_TWO_LOOKS_S)
        ended.set()
        turn.give_back()

    other = threading.Thread(target=measure)
    other.start()
    measuring.wait()
    use()
    waited = ended.is_set()
    other.join()
    return waited


def test_whom_a_command_waits_for_is_said_once(engine: Engine, tmp_path: Path) -> None:
    said: list[str] = []

    def take() -> None:
        with turn_on(engine, said.append):
            pass

    assert waits(tmp_path, take)
    assert len(set(said)) == len(said)
    assert said[0].startswith("Waiting for process ")
    assert sum(line.startswith("Waiting for process ") for line in said) == 1


def test_getting_the_bases_waits_for_a_measurement(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert waits(tmp_path, lambda: prepare_showing_progress(engine, ()))
    assert "Waiting for process " in capsys.readouterr().err


def test_building_a_pack_waits_for_a_measurement(engine: Engine, tmp_path: Path) -> None:
    said: list[str] = []
    nothing = Course("Nothing", (), {}, {}, ())
    assert waits(tmp_path, lambda: build_findings(nothing, engine, tmp_path, tmp_path, said.append))
    assert said[0].startswith("Waiting for process ")


def test_the_turn_is_given_back_when_the_command_fails(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken"), turn_on(engine):
        raise OSError("broken")
    turn = Turn(tmp_path, "")
    assert list(turn.take()) == []
    turn.give_back()
