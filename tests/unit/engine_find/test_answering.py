"""An engine that was found and goes away: told as an error that a user can act on."""

from pathlib import Path

import pytest
import requests

from tests.unit.engine_find.fake_engine import DOCKER, fake_engine
from walkthrough.engine.engine import find_engine
from walkthrough.errors import NoUsableEngineError


def test_an_engine_that_has_gone_is_not_there(tmp_path: Path) -> None:
    with fake_engine(tmp_path / "s", {**DOCKER, "_ping": "OK"}) as host:
        engine = find_engine({"DOCKER_HOST": host})
        assert engine.is_there()
    assert not engine.is_there()
    engine.close()


def test_an_engine_that_breaks_off_is_told_in_three_lines(tmp_path: Path) -> None:
    with fake_engine(tmp_path / "s", DOCKER) as host:
        engine = find_engine({"DOCKER_HOST": host})
    with pytest.raises(NoUsableEngineError) as caught, engine.answering():
        raise requests.ConnectionError("connection reset by peer")
    assert str(tmp_path / "s") in caught.value.what
    assert caught.value.why
    assert caught.value.next_step
    engine.close()
