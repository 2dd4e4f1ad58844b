"""Why a step was not cached, as a reader is told it."""

import msgspec
import pytest

from walkthrough.measure.explain_cause import (
    ArgumentChanged,
    BaseImageChanged,
    CacheEvicted,
    CacheRefused,
    FileChange,
    FilesChanged,
    InstructionChanged,
    MissCause,
)
from walkthrough.measure.model import Sample
from walkthrough.report.causes import cause_words
from walkthrough.report.numbers import JOIN

AT = ("builder", 7, "COPY . .")
RUN = ("builder", 8, "RUN go build")


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (
            FilesChanged(*AT, (FileChange("main.go", 2113, 2101),)),
            "line 7, COPY . .: main.go changed (2,113 B, was 2,101 B)",
        ),
        (
            FilesChanged(
                *AT,
                (FileChange("a.go", 12, None), FileChange("b.go", None, 3), FileChange("c", 1, 2)),
            ),
            "line 7, COPY . .: a.go is new (12 B), b.go is gone (was 3 B), "
            "c changed (1 B, was 2 B)",
        ),
        (
            FilesChanged(*AT, tuple(FileChange(f"{n}.go", 1, 2) for n in range(20)), more=5),
            "line 7, COPY . .: 0.go changed (1 B, was 2 B), 1.go changed (1 B, was 2 B), "
            "2.go changed (1 B, was 2 B), and 22 more",
        ),
        (
            FilesChanged(*AT, (FileChange("run.sh", 9, 9, mode_only=True),)),
            "line 7, COPY . .: run.sh has another mode (9 B, same content)",
        ),
        (
            BaseImageChanged(*AT, "docker.io/library/golang:2", "docker.io/library/golang:1"),
            "line 7, COPY . .: the base image is docker.io/library/golang:2, "
            "was docker.io/library/golang:1",
        ),
        (
            BaseImageChanged(*AT, "alpine", "alpine", f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"),
            "line 7, COPY . .: alpine is another image now "
            "(sha256:aaaaaaaaaaaa, was sha256:bbbbbbbbbbbb)",
        ),
        (
            InstructionChanged(*RUN, 8, "RUN go build", "RUN go build -v"),
            "line 8, RUN go build: the instruction changed; it was RUN go build -v",
        ),
        (
            InstructionChanged(*RUN, 8, "RUN go build", ""),
            "line 8, RUN go build: the instruction is new",
        ),
        (
            InstructionChanged(*RUN, 3, "ENV A=1", "ENV A=2"),
            "line 8, RUN go build: line 3, ENV A=1, changed; it was ENV A=2",
        ),
        (
            InstructionChanged(*RUN, 8, "RUN a", "RUN a", moved=True),
            "line 8, RUN go build: the instruction stood further down before",
        ),
        (
            InstructionChanged(*RUN, 8, "RUN a", "RUN a"),
            "line 8, RUN go build: the instruction has other white space now",
        ),
        (
            InstructionChanged(*RUN, None, "", "ENV A=2"),
            "line 8, RUN go build: ENV A=2 was taken out before it",
        ),
        (
            ArgumentChanged(*RUN, "VERSION", "2", None),
            'line 8, RUN go build: the build argument VERSION is "2", was not given',
        ),
        (
            CacheEvicted(*RUN),
            "line 8, RUN go build: nothing changed; the engine had dropped the result from its "
            "cache",
        ),
        (CacheRefused(*RUN), "line 8, RUN go build: the build was asked not to use the cache"),
    ],
)
def test_a_cause_is_one_sentence(cause: MissCause, words: str) -> None:
    assert cause_words(cause).replace(JOIN, " ") == words


def test_a_long_instruction_is_cut_at_a_words_end() -> None:
    step = "RUN --mount=target=. " + "go build -trimpath " * 20
    said = cause_words(CacheEvicted("builder", 4, step))
    assert said.startswith("line 4, RUN --mount=target=. go build")
    assert "-trimpath …: nothing changed" in said or "go build …: nothing changed" in said
    assert len(said) < 140


def test_a_sample_kept_before_causes_were_told_is_still_read() -> None:
    sample = Sample("simple", "hash", "rebuild", "2026-01-01", 1, 0, 0, 1, 0, 2, 3, None, 512, ())
    kept = msgspec.to_builtins(sample)
    del kept["causes"]
    assert msgspec.convert(kept, Sample) == sample
    told = msgspec.structs.replace(sample, causes=(CacheEvicted(*RUN), CacheRefused(*RUN)))
    assert msgspec.json.decode(msgspec.json.encode(told), type=Sample) == told


def test_control_characters_of_a_name_do_nothing_to_the_terminal() -> None:
    change = FileChange("\x1b[2Jx\n.go", 1, None)
    words = cause_words(FilesChanged("", 3, "COPY \x07 .", (change,)))
    assert words.replace(JOIN, " ") == "line 3, COPY \ufffd .: \ufffd[2Jx\ufffd.go is new (1 B)"
