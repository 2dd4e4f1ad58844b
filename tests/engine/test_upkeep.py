"""What the engine's screen does on a real engine: looks, sets up, stops, removes only its own."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.engine.registry import free_port
from tests.engine.throwaway import remove_image
from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import find_base, inspect, stand_in_reference
from walkthrough.engine.engine import Engine
from walkthrough.engine.leftover_words import listing
from walkthrough.engine.set_up import plan_set_up
from walkthrough.errors import CancelledError
from walkthrough.tui.engine_upkeep import EngineUpkeep
from walkthrough.tui.upkeep import WorkNews


@pytest.fixture
def base(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseImage]:
    """A small base that nobody has; the data folder is the test's own."""
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    host = f"127.0.0.1:{free_port()}"
    one = BaseImage(f"{host}/test-{secrets.token_hex(4)}:1", "alpine", 4_000_000)
    yield one
    remove_image(engine.client, stand_in_reference(one.reference))


def upkeep(engine: Engine, base: BaseImage) -> EngineUpkeep:
    return EngineUpkeep((base,), lambda: engine, lambda: False)


def test_a_missing_base_is_planned_made_listed_and_removed_alone(
    engine: Engine, base: BaseImage, tmp_path: Path
) -> None:
    care = upkeep(engine, base)
    assert care.answers()
    lines = care.plan().lines
    assert lines[0].startswith(f"{base.reference}: about 4 MB to download")
    assert lines[-1].startswith("Free disk: ")
    told: list[WorkNews] = []
    care.set_up("auto", told.append)
    assert any(news.share == 1 and news.amount == "2 of 2 MB" for news in told)
    assert care.plan().lines == ()
    name = stand_in_reference(base.reference)
    (tmp_path / "workspaces" / "left").mkdir(parents=True)
    found = care.disk_use().leftovers
    own = replace(
        found,
        containers=(),
        images=tuple(one for one in found.images if one.name == name),
        records=(),
    )
    assert [one.is_base for one in own.images] == [True]
    assert not own.without_bases().images
    removed: list[WorkNews] = []
    assert care.clean_up(own, removed.append) == ()
    assert [news.text for news in removed] == list(listing(own))
    assert inspect(engine, name) is None
    assert not (tmp_path / "workspaces" / "left").exists()


def test_a_set_up_that_is_stopped_leaves_nothing_half_made(
    engine: Engine, base: BaseImage, tmp_path: Path
) -> None:
    care = upkeep(engine, base)

    def stops(news: WorkNews) -> None:
        if news.share:
            care.stop()

    with pytest.raises(CancelledError):
        care.set_up("stand-in", stops)
    assert find_base(engine, base.reference) is None
    assert list((tmp_path / "workspaces").iterdir()) == []
    care.set_up("stand-in", lambda news: None)
    assert find_base(engine, base.reference) is not None


def test_cleaning_up_that_is_stopped_keeps_the_rest(
    engine: Engine, base: BaseImage, tmp_path: Path
) -> None:
    care = upkeep(engine, base)
    for name in ("a", "b"):
        (tmp_path / "workspaces" / name).mkdir(parents=True)
    found = care.disk_use().leftovers
    own = replace(found, containers=(), images=(), records=())
    with pytest.raises(CancelledError):
        care.clean_up(own, lambda news: care.stop())
    assert [one.name for one in (tmp_path / "workspaces").iterdir()] == ["b"]


def test_nothing_is_planned_where_nothing_is_missing(engine: Engine) -> None:
    assert plan_set_up(()).lines == ()
