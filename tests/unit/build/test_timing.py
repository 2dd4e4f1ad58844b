"""Where a build's time went."""

import pytest

from tests.unit.build.events import finished, instruction, other
from walkthrough.build.model import BuildEvent, BuildFinished, ContextSent
from walkthrough.build.timing import summarise

COPY = instruction("[builder 2/3] COPY . .", line=3)
RUN = instruction("[builder 3/3] RUN go build", line=4)
LAST = instruction("[stage-1 2/2] COPY --from=builder /p /p", line=7)


def test_the_wall_time_splits_into_the_parts_that_the_steps_belong_to() -> None:
    events: list[BuildEvent] = [
        ContextSent(0.5, 1000, done=False),
        ContextSent(1.0, 2048, done=True),
        finished(other("[internal] load remote build context", "context"), (1.0, 1.5)),
        finished(other("copy /context /", "context"), (1.5, 2.0)),
        finished(
            other("[internal] load metadata for docker.io/library/a", "metadata"), (2.0, 2.25)
        ),
        finished(other("[builder 1/3] FROM a", "base"), (2.25, 2.5)),
        finished(COPY, (2.5, 3.0)),
        finished(RUN, (3.0, 7.0)),
        finished(other("exporting to image", "export"), (7.0, 8.0)),
        BuildFinished(8.5, "sha256:1"),
    ]
    summary = summarise(events)
    assert summary.wall_s == 8.5
    assert (summary.context_s, summary.resolve_s) == (2.0, 0.5)
    assert (summary.steps_s, summary.export_s) == (4.5, 1.0)
    assert summary.context_bytes == 2048
    assert summary.image_id == "sha256:1"


def test_steps_that_run_beside_each_other_count_once() -> None:
    other_stage = instruction("[other 1/1] RUN sleep", line=9)
    summary = summarise(
        [finished(RUN, (1.0, 4.0)), finished(other_stage, (2.0, 5.0)), BuildFinished(6.0, "x")]
    )
    assert summary.steps_s == 4.0
    assert [step.seconds for step in summary.steps] == [3.0, 3.0]


def test_a_base_that_loads_while_another_stage_runs_takes_no_time_of_its_own() -> None:
    summary = summarise(
        [
            finished(other("[stage-1 1/2] FROM b", "base"), (1.0, 3.5)),
            finished(RUN, (1.0, 3.0)),
            BuildFinished(4.0, "x"),
        ]
    )
    assert (summary.steps_s, summary.resolve_s) == (2.0, 0.5)


def test_the_parts_are_never_more_than_the_whole() -> None:
    summary = summarise(
        [
            ContextSent(2.0, 1, done=True),
            finished(COPY, (-0.5, 3.0)),
            finished(other("exporting to image", "export"), (2.5, 9.0)),
            BuildFinished(4.0, "x"),
        ]
    )
    parts = (summary.resolve_s, summary.context_s, summary.steps_s, summary.export_s)
    assert parts == (0.0, 0.0, 3.0, 1.0)


def test_cached_instructions_are_counted_and_base_images_are_not() -> None:
    summary = summarise(
        [
            finished(other("[builder 1/3] FROM a", "base"), (0.0, 0.0), cached=True),
            finished(COPY, (0.1, 0.1), cached=True),
            finished(RUN, (0.1, 2.0)),
            finished(LAST, (2.0, 2.1)),
            BuildFinished(3.0, "x"),
        ]
    )
    assert (summary.cached_steps, summary.total_steps) == (1, 3)
    assert [step.cached for step in summary.steps] == [True, False, False]


def test_a_step_that_ends_twice_is_one_step_with_its_last_word() -> None:
    summary = summarise(
        [
            finished(RUN, (1.0, 2.0)),
            finished(RUN, (1.0, 2.0), (2.5, 3.0), cached=True),
            BuildFinished(4.0, "x"),
        ]
    )
    assert len(summary.steps) == 1
    assert summary.steps[0].seconds == 1.5
    assert summary.steps[0].cached


def test_an_instruction_of_two_vertices_is_cached_only_when_both_are() -> None:
    twin = instruction(RUN.name, line=4, step_id="twin")
    summary = summarise(
        [
            finished(RUN, (1.0, 2.0)),
            finished(twin, (1.5, 2.5), cached=True),
            BuildFinished(4.0, "x"),
        ]
    )
    assert summary.total_steps == 1
    assert summary.cached_steps == 0
    assert summary.steps[0].seconds == 1.5


def test_steps_come_in_the_order_of_their_dockerfile_lines() -> None:
    summary = summarise(
        [finished(LAST, (0.0, 1.0)), finished(COPY, (0.0, 1.0)), BuildFinished(2.0, "x")]
    )
    assert [(step.line, step.name, step.stage) for step in summary.steps] == [
        (3, "COPY . .", "builder"),
        (7, "COPY --from=builder /p /p", "stage-1"),
    ]


@pytest.mark.parametrize("sent", [(), (ContextSent(0.25, 9, done=False),)])
def test_a_build_without_steps_still_has_its_wall_time(sent: tuple[BuildEvent, ...]) -> None:
    summary = summarise([*sent, BuildFinished(0.5, "x")])
    assert summary.wall_s == 0.5
    assert summary.total_steps == 0
    assert summary.modules_downloaded == 0
