"""`walkthrough clean` asks, and takes its turn only while it removes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.engine_find.fake_engine import DOCKER, fake_engine
from walkthrough.cli import clean
from walkthrough.cli.main import walkthrough
from walkthrough.engine.cleanup import Leftovers, OwnFolder, OwnImage
from walkthrough.errors import BadInputError
from walkthrough.measure.turn import Turn

OF_OTHERS = Leftovers(images=(OwnImage("walkthrough.local/theirs:latest", 9_000_000),))
LEFT = Leftovers(workspaces=(OwnFolder(Path("left"), 1_200_000),))


class Removals:
    """Stands in for the removal and notes whether it happened."""

    def __init__(self) -> None:
        self.removed: list[Leftovers] = []

    def remove(self, _client: object, _home: Path, leftovers: Leftovers) -> Iterator[str]:
        self.removed.append(leftovers)
        yield from ()


@pytest.fixture
def removals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Removals]:
    """An engine on which walkthrough left one thing."""
    one = Removals()
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    monkeypatch.setattr(clean, "find_leftovers", lambda client, home, bases: LEFT)
    monkeypatch.setattr(clean, "find_others", lambda client, home: OF_OTHERS)
    monkeypatch.setattr(clean, "remove_leftovers", one.remove)
    with fake_engine(tmp_path / "s", DOCKER) as host:
        monkeypatch.setenv("DOCKER_HOST", host)
        yield one


@pytest.fixture
def others_turn(tmp_path: Path) -> Iterator[Turn]:
    """Another copy measures on the same engine."""
    turn = Turn(tmp_path, "")
    assert list(turn.take()) == []
    yield turn
    turn.give_back()


def run(*options: str, answer: str = "") -> Result:
    return CliRunner().invoke(walkthrough, ["clean", *options], input=answer)


@pytest.mark.parametrize("answer", ["y\n", "YES\n"])
def test_a_yes_removes(removals: Removals, answer: str) -> None:
    assert run(answer=answer).stdout.endswith("Done.\n")
    assert removals.removed == [LEFT]


@pytest.mark.parametrize("answer", ["n\n", "\n", "yesterday\n"])
def test_anything_else_keeps_everything(removals: Removals, answer: str) -> None:
    ended = run(answer=answer)
    assert ended.exit_code == 0
    assert ended.stdout.endswith("Nothing was removed.\n")
    assert removals.removed == []


def test_where_nobody_can_answer_the_error_names_the_option(removals: Removals) -> None:
    error = run(answer="").exception
    assert isinstance(error, BadInputError)
    assert error.exit_code == 2
    assert "--yes" in error.next_step
    assert removals.removed == []


def test_a_dry_run_waits_for_nobody(removals: Removals, others_turn: Turn) -> None:
    ended = run("--dry-run")
    assert "Nothing was removed" in ended.stdout
    assert "folder left (1.2 MB)" in ended.stdout
    assert "Waiting" not in ended.output


def test_the_question_is_asked_while_another_copy_measures(
    removals: Removals, others_turn: Turn
) -> None:
    ended = run(answer="n\n")
    assert "Remove all this?" in ended.stdout
    assert "Waiting" not in ended.output


def test_what_others_left_is_listed_and_stays_unless_asked_for(removals: Removals) -> None:
    theirs = "image walkthrough.local/theirs:latest (9.0 MB)"
    listed = run("--yes").stdout
    assert "(--others takes it too)" in listed and theirs in listed
    assert removals.removed == [LEFT]
    assert theirs in run("--others", "--yes").stdout
    assert removals.removed[1].images == OF_OTHERS.images
    assert removals.removed[1].workspaces == LEFT.workspaces
