"""What is changed in a reader's Dockerfile for a check, and what is not."""

from walkthrough.build.model import Step, StepStarted
from walkthrough.course.dockerfile import parse
from walkthrough.engine.cache_mounts import cache_mount_ids
from walkthrough.learn.instrumented import (
    as_written,
    instrumented,
    only_base,
    own_name,
    plain,
    with_compiler_cache,
)


def test_downloads_are_made_to_tell_and_lines_stay() -> None:
    text = (
        "FROM a AS b\nRUN cd x && \\\n  go mod download && go build\nRUN go mod download -x\n"
        'RUN ["go", "mod", "download"]\nRUN ["sh", "-c", "go -C x mod download all"]\n'
    )
    told = instrumented(text)
    assert told.count("-x") == 4
    assert "\n  go mod download -x=true && go build\nRUN go mod download -x\n" in told
    assert '["go", "mod", "download", "-x=true"]' in told
    assert "go -C x mod download -x=true all" in told
    assert plain(told) == text


def test_stages_without_a_name_get_one_and_keep_theirs() -> None:
    told = instrumented("FROM a\nRUN x\nFROM \\\n  b\nFROM c as own\n")
    stages = parse(told).stages
    assert [own_name(one) for one in stages] == ["", "", "own"]
    assert len({one.name for one in stages}) == 3


def test_a_dockerfile_that_cannot_be_read_stays_as_it_is() -> None:
    assert instrumented("COPPY . .\n") == "COPPY . .\n"
    assert with_compiler_cache("COPPY . .\n") == "COPPY . .\n"


def test_only_compiling_lines_without_a_cache_of_their_own_get_one() -> None:
    text = (
        "FROM a\nRUN apk add x\nrun go build .\n"
        "RUN --mount=type=cache,target=/root/.cache/go-build go build .\n"
        'RUN ["go", "build", "."]\nCOPY go build/\n'
    )
    lines = with_compiler_cache(text).split("\n")
    flag = "--mount=target=/root/.cache/go-build,type=cache"
    assert [flag in line for line in lines] == [False, False, True, False, True, False, False]
    assert cache_mount_ids(parse("\n".join(lines))) == ("/root/.cache/go-build",)
    assert parse("\n".join(lines)).stages[0].instructions[1].keyword == "RUN"


def test_a_step_is_told_as_its_reader_wrote_it() -> None:
    own = "--mount=type=cache,target=/root/.cache/go-build"
    for line, written in (("RUN go build", "RUN go build"), (f"RUN {own} go build",) * 2):
        built = with_compiler_cache(f"FROM a\n{line}").split("\n")[1]
        name = f"[walkthrough-stage-0 2/2] {built}"
        event = as_written(StepStarted(0.0, Step("x", name, "instruction", "walkthrough-stage-0")))
        assert isinstance(event, StepStarted)
        assert event.step.name == f"[stage-0 2/2] {written}"
        assert event.step.stage == "stage-0"


def test_the_base_of_a_stage_keeps_the_arguments_that_name_it() -> None:
    text = "ARG V=1\nFROM golang:${V} AS b\nRUN x\nFROM --platform=$BUILDPLATFORM alpine\n"
    stages = parse(text).stages
    assert only_base(text, stages[0]) == "ARG V=1\nFROM golang:${V}\n"
    assert only_base(text, stages[1]) == "ARG V=1\nFROM --platform=$BUILDPLATFORM alpine\n"
