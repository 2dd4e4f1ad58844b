"""Whoever waits for an image's export can give up at any time, and gets what it holds."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.image.archives import tar
from tests.unit.image.saved_images import IMAGE_ID, older_archive
from tests.unit.image.saving_engine import SavingEngine
from walkthrough.engine.image_export import Export
from walkthrough.engine.image_size import image_facts
from walkthrough.engine.layer_files import Match, Wanted, matches_in_layers
from walkthrough.errors import NoUsableEngineError

SECRET = tar({"app/.env": b"KEY=made-up", "app/main.go": b"package main"})
REMOVED = tar({"app/.wh..env": b""})
ARCHIVE = older_archive([SECRET, REMOVED], made_by=["COPY . .", "RUN rm .env # KEY"])
COPIED = "sha256:COPY . ."
GoOn = Callable[[], None]


class EnoughError(Exception):
    pass


def go_on() -> None:
    pass


def weighed(client: Any, go_on: GoOn) -> int:
    return image_facts(client, IMAGE_ID, go_on).unpacked_bytes


def searched(client: Any, go_on: GoOn) -> tuple[Match, ...]:
    return matches_in_layers(client, IMAGE_ID, Wanted(paths=(".env",)), (), go_on)


@pytest.mark.parametrize("reading", [weighed, searched])
def test_nobody_has_to_wait_for_an_engine_that_still_packs(
    reading: Callable[[Any, GoOn], object],
) -> None:
    engine = SavingEngine(ARCHIVE, packed=False)
    asked = 0

    def three_times() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise EnoughError

    try:
        with pytest.raises(EnoughError):
            reading(engine, three_times)
        assert not engine.packed.is_set()
    finally:
        engine.packed.set()
    assert engine.closed.wait(60)


@pytest.mark.parametrize("reading", [weighed, searched])
def test_an_export_that_breaks_off_is_the_engine_s_fault(
    reading: Callable[[Any, GoOn], object],
) -> None:
    with pytest.raises(NoUsableEngineError) as told:
        reading(SavingEngine(ARCHIVE[:2000]), go_on)
    assert "inside a member" in told.value.why


def test_the_connection_is_closed_where_the_reader_leaves_early() -> None:
    engine = SavingEngine(bytes(8 << 20))
    client: Any = engine
    pieces = Export(client, IMAGE_ID).pieces(go_on)
    next(pieces)
    pieces.close()
    assert engine.closed.wait(60)


def test_a_file_is_found_where_a_later_layer_removes_it() -> None:
    assert searched(SavingEngine(ARCHIVE), go_on) == (Match(COPIED, "app/.env"),)


def test_a_content_is_found_in_files_and_in_the_image_s_settings() -> None:
    client: Any = SavingEngine(ARCHIVE)
    found = matches_in_layers(client, IMAGE_ID, Wanted(content=b"KEY"), (), go_on)
    assert found == (Match(COPIED, "app/.env"), Match("", ""))


def test_layers_that_are_somebody_else_s_are_left_out() -> None:
    client: Any = SavingEngine(ARCHIVE)
    wanted = Wanted(paths=("main.go",))
    assert matches_in_layers(client, IMAGE_ID, wanted, {COPIED}, go_on) == ()
