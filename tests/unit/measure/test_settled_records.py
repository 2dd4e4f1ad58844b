"""A build's own records are let go before another build is suspected."""

from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import docker
import pytest
from docker.errors import APIError

from walkthrough.engine.build_cache import (
    REFUSAL,
    cache_records,
    settled_cache_records,
    used_now,
)

NOW = datetime(2026, 11, 21, 18, 0, 0, tzinfo=UTC)


class Answer(NamedTuple):
    """A response whose one record is in use or not."""

    in_use: bool
    headers: dict[str, str]


class Daemon:
    """Answers `GET /system/df` with each of these states in turn, the last one for ever."""

    def __init__(self, *in_use: bool) -> None:
        self.states = list(in_use)

    def _url(self, path: str) -> str:
        return path

    def _get(self, _url: str, params: dict[str, str]) -> Answer:
        assert params == {"type": "build-cache"}
        in_use = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return Answer(in_use, {"Date": "Sat, 21 Nov 2026 18:00:00 GMT"})

    def _result(self, response: Answer, json: bool) -> dict[str, Any]:
        assert json
        return {"BuildCache": [record("a", in_use=response.in_use)]}


def record(
    name: str, *parents: str, touched: str = "17:59:50", in_use: bool = True
) -> dict[str, Any]:
    """A record as Docker 20.10 tells it."""
    return {
        "ID": name,
        "Parent": parents[0] if parents else "",
        "Type": "regular",
        "Size": 1,
        "InUse": in_use,
        "LastUsedAt": f"2026-11-21T{touched}.347916202Z",
    }


def seen(*in_use: bool) -> bool:
    client = cast(docker.APIClient, Daemon(*in_use))
    return settled_cache_records(client, patience_s=0.3)["a"].in_use


def test_a_record_that_is_let_go_in_a_moment_is_nobody_elses() -> None:
    assert seen(True, True, False) is False


def test_a_record_that_stays_in_use_belongs_to_another_build() -> None:
    assert seen(True) is True


def test_what_a_running_build_has_just_touched_is_used() -> None:
    running = [record("base"), record("copied", "base"), record("old", in_use=False)]
    assert used_now(running, NOW) == {"copied"}


def test_what_an_engine_keeps_of_a_cancelled_build_is_not_used_nor_is_its_base() -> None:
    held = [record("base"), record("copied", "base", touched="17:58:50")]
    assert used_now(held, NOW) == frozenset()


def test_newer_engines_name_all_that_a_record_builds_upon() -> None:
    merged = record("merged", touched="17:58:50") | {"Parents": ["a", "b"]}
    assert used_now([record("a"), record("b"), merged], NOW) == frozenset()


def test_a_record_that_was_never_used_counts_from_when_it_was_made() -> None:
    fresh = record("fresh") | {"LastUsedAt": None, "CreatedAt": "2026-11-21T17:59:30Z"}
    assert used_now([fresh], NOW) == {"fresh"}


class Refusing(Daemon):
    """Is busy with somebody else's question for so many times."""

    def __init__(self, refusals: int, words: str = REFUSAL) -> None:
        super().__init__(False)
        self.refusals = refusals
        self.words = words

    def _result(self, response: Answer, json: bool) -> dict[str, Any]:
        self.refusals -= 1
        if self.refusals >= 0:
            raise APIError("500 Server Error", explanation=self.words)
        return super()._result(response, json)


def test_an_engine_that_answers_somebody_else_is_asked_again() -> None:
    assert list(cache_records(cast(docker.APIClient, Refusing(3)))) == ["a"]


def test_other_refusals_are_told() -> None:
    with pytest.raises(APIError, match="no space"):
        cache_records(cast(docker.APIClient, Refusing(1, "no space left on device")))


def test_patience_with_somebody_elses_question_ends() -> None:
    with pytest.raises(APIError):
        cache_records(cast(docker.APIClient, Refusing(10_000)), patience_s=0.1)
