"""The engine's trace as events."""

from collections.abc import Iterable

import pytest

from tests.unit.build.trace_messages import log, message, status, vertex, warning
from walkthrough.build.model import (
    BuildEvent,
    BuildWarned,
    StepFinished,
    StepLog,
    StepProgress,
    StepStarted,
)
from walkthrough.build.steps import step_of
from walkthrough.build.trace import Trace

SENT_AT = 1_700_000_000.0
RUN = "[builder 2/2] RUN go build"


def events(*messages: bytes, sent_at: float = SENT_AT) -> list[BuildEvent]:
    """All events of a trace whose messages arrive a second apart."""
    trace = Trace(step_of, sent_at)
    read = [event for at, one in enumerate(messages, start=1) for event in trace.read(one, at)]
    return [*read, *trace.end(len(messages))]


def finished(found: Iterable[BuildEvent]) -> list[StepFinished]:
    """The ends of steps among the events."""
    return [event for event in found if isinstance(event, StepFinished)]


def test_a_step_starts_and_ends_on_the_requests_clock() -> None:
    found = events(
        message(vertex(RUN)),
        message(vertex(RUN, SENT_AT + 0.5)),
        message(vertex(RUN, SENT_AT + 0.5, SENT_AT + 2.25)),
    )
    step = step_of(RUN, RUN)
    assert found == [
        StepStarted(2, step),
        StepFinished(3, step, cached=False, intervals=((0.5, 2.25),)),
    ]


def test_a_step_that_runs_twice_has_both_runs() -> None:
    found = events(
        message(vertex(RUN, SENT_AT + 0.5, SENT_AT + 1)),
        message(vertex(RUN, SENT_AT + 2)),
        message(vertex(RUN, SENT_AT + 2, SENT_AT + 3)),
    )
    assert [type(event) for event in found] == [
        StepStarted,
        StepFinished,
        StepStarted,
        StepFinished,
    ]
    assert finished(found)[-1].intervals == ((0.5, 1.0), (2.0, 3.0))


def test_a_later_message_about_a_run_overrides_the_earlier_one() -> None:
    found = events(
        message(vertex(RUN, SENT_AT + 0.5, SENT_AT + 1)),
        message(vertex(RUN, SENT_AT + 0.5, SENT_AT + 4)),
    )
    assert [one.intervals for one in finished(found)] == [((0.5, 1.0),), ((0.5, 4.0),)]


def test_a_repeated_message_is_told_once() -> None:
    end = message(vertex(RUN, SENT_AT + 0.5, SENT_AT + 1, cached=True))
    found = events(end, end, end)
    assert [type(event) for event in found] == [StepStarted, StepFinished]
    assert finished(found)[0].cached


def test_an_engine_whose_clock_is_wrong_starts_at_the_request() -> None:
    for skew in (-3600.0, 3600.0):
        found = events(message(vertex(RUN, SENT_AT + skew, SENT_AT + skew + 2)))
        assert finished(found)[0].intervals == ((0.0, 2.0),)


def test_a_run_of_another_build_that_is_shared_costs_this_one_nothing() -> None:
    first = message(vertex("[internal] load remote build context", SENT_AT + 0.1, SENT_AT + 0.2))
    before = message(vertex(RUN, SENT_AT - 5, SENT_AT - 3))
    during = message(vertex("[other 1/1] COPY a /", SENT_AT - 1, SENT_AT + 2))
    ends = finished(events(first, before, during))
    assert [(one.cached, one.intervals) for one in ends] == [
        (False, ((pytest.approx(0.1), pytest.approx(0.2)),)),
        (True, ((0.0, 0.0),)),
        (False, ((0.0, 2.0),)),
    ]


def test_output_is_cut_into_lines_across_messages_steps_and_streams() -> None:
    found = events(
        message(vertex(RUN, SENT_AT), log(RUN, b"one\ntw"), log("b", b"B1 "), log(RUN, b"err", 2)),
        message(log(RUN, b"o\n\nthree"), log("b", b"B2\n"), log(RUN, b"or\n", 2)),
        message(vertex(RUN, SENT_AT, SENT_AT + 1)),
    )
    assert [(one.step_id, one.stream, one.text) for one in found if isinstance(one, StepLog)] == [
        (RUN, "stdout", "one"),
        (RUN, "stdout", "two"),
        (RUN, "stdout", ""),
        ("b", "stdout", "B1 B2"),
        (RUN, "stderr", "error"),
        (RUN, "stdout", "three"),
    ]
    assert isinstance(found[-1], StepFinished)


def test_output_without_a_last_line_end_is_told_when_the_trace_ends() -> None:
    found = events(message(log("b", b"no end")))
    assert found == [StepLog(1, "b", "stdout", "no end")]


def test_progress_and_warnings_are_told() -> None:
    found = events(
        message(
            vertex("exporting to image", SENT_AT),
            status("exporting to image", "exporting layers", 5, 10),
            warning("FromAsCasing: 'as' and 'FROM'", "https://docs.docker.com/go/x/", 3),
        )
    )
    assert found[1:] == [
        StepProgress(1, "exporting to image", "exporting layers", 5, 10),
        BuildWarned(1, "FromAsCasing: 'as' and 'FROM'", "https://docs.docker.com/go/x/", 3),
    ]


def test_the_step_that_failed_is_the_one_that_failed_by_itself() -> None:
    trace = Trace(step_of, SENT_AT)
    other = "[other 1/1] RUN sleep 9"
    broken = message(
        vertex(other, SENT_AT, SENT_AT + 1, error="context canceled"),
        log(RUN, b"first\nlast"),
        vertex(RUN, SENT_AT, SENT_AT + 1, error="exit code: 1"),
    )
    list(trace.read(broken, 1.0))
    assert trace.failed is not None
    assert trace.failed.step.name == RUN
    assert trace.failed.error == "exit code: 1"
    assert trace.log_tail(RUN) == ("first", "last")


def test_only_the_end_of_a_log_is_kept() -> None:
    trace = Trace(step_of, SENT_AT)
    for number in range(1000):
        list(trace.read(message(log(RUN, b"%d\n" % number)), 1.0))
    assert trace.log_tail(RUN) == tuple(str(number) for number in range(980, 1000))


def test_names_and_errors_that_are_no_text_do_not_stop_the_build() -> None:
    broken = vertex("x", SENT_AT, SENT_AT + 1)
    broken.name = b"[1/1] RUN echo \xff"
    broken.error = b"exit \xfe"
    (end,) = finished(events(message(broken)))
    assert end.step.name == "[1/1] RUN echo \ufffd"
    assert end.error == "exit \ufffd"


def test_fields_of_a_newer_engine_are_passed_over() -> None:
    unknown = b"\x9a\x06\x03new"  # field 99, three bytes
    found = events(message(vertex(RUN, SENT_AT + 1, SENT_AT + 2)) + unknown)
    assert finished(found)[0].intervals == ((1.0, 2.0),)


@pytest.mark.parametrize("digest", ["sha256:a", "sha256:b"])
def test_a_steps_id_is_its_digest(digest: str) -> None:
    assert finished(events(message(vertex(RUN, SENT_AT, SENT_AT, digest=digest))))[0].step == (
        step_of(digest, RUN)
    )
