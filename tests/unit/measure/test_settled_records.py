"""A build's own records are let go before another build is suspected."""

from typing import Any, cast

import docker
import pytest
from docker.errors import APIError

from walkthrough.engine.build_cache import REFUSAL, cache_records, settled_cache_records


class Daemon:
    """Answers `GET /system/df` with each of these states in turn, the last one for ever."""

    def __init__(self, *in_use: bool) -> None:
        self.states = list(in_use)

    def _url(self, path: str) -> str:
        return path

    def _get(self, _url: str, params: dict[str, str]) -> bool:
        assert params == {"type": "build-cache"}
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def _result(self, in_use: bool, json: bool) -> dict[str, Any]:
        assert json
        return {"BuildCache": [{"ID": "a", "Type": "regular", "Size": 1, "InUse": in_use}]}


def seen(*in_use: bool) -> bool:
    client = cast(docker.APIClient, Daemon(*in_use))
    return settled_cache_records(client, patience_s=0.3)["a"].in_use


def test_a_record_that_is_let_go_in_a_moment_is_nobody_elses() -> None:
    assert seen(True, True, False) is False


def test_a_record_that_stays_in_use_belongs_to_another_build() -> None:
    assert seen(True) is True


class Refusing(Daemon):
    """Is busy with somebody else's question for so many times."""

    def __init__(self, refusals: int, words: str = REFUSAL) -> None:
        super().__init__(False)
        self.refusals = refusals
        self.words = words

    def _result(self, in_use: bool, json: bool) -> dict[str, Any]:
        self.refusals -= 1
        if self.refusals >= 0:
            raise APIError("500 Server Error", explanation=self.words)
        return super()._result(in_use, json)


def test_an_engine_that_answers_somebody_else_is_asked_again() -> None:
    assert list(cache_records(cast(docker.APIClient, Refusing(3)))) == ["a"]


def test_other_refusals_are_told() -> None:
    with pytest.raises(APIError, match="no space"):
        cache_records(cast(docker.APIClient, Refusing(1, "no space left on device")))


def test_patience_with_somebody_elses_question_ends() -> None:
    with pytest.raises(APIError):
        cache_records(cast(docker.APIClient, Refusing(10_000)), patience_s=0.1)
