"""The benchmarks measure what they say: the whole of the work, and its memory."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.__main__ import shown
from benchmarks.debian_package import renamed
from benchmarks.process import in_child, seconds_of
from benchmarks.result import NotMeasurableError, Result
from benchmarks.trace import LINES_A_MESSAGE, frames


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_every_log_line_of_the_synthetic_trace_is_decoded(tmp_path: Path) -> None:
    count = 10 * LINES_A_MESSAGE + 7
    answer = tmp_path / "answer"
    answer.write_bytes(b"".join(frames(count)))

    outcome = in_child("benchmarks.trace_child", str(answer))

    assert outcome.counted == count
    assert outcome.seconds > 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_memory_that_the_work_takes_and_gives_back_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "greedy.py"
    module.write_text(
        "from benchmarks.process import report\nreport(lambda: len(bytearray(50_000_000)))\n"
    )

    outcome = in_child("greedy", environment={"PYTHONPATH": f"{tmp_path}"})

    assert outcome.counted == 50_000_000
    assert 45_000_000 < outcome.rise_bytes < 60_000_000


def test_a_command_that_fails_is_not_a_fast_one() -> None:
    with pytest.raises(NotMeasurableError, match="no such luck"):
        seconds_of([sys.executable, "-c", "raise SystemExit('no such luck')"])


def test_a_benchmark_that_cannot_be_measured_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    def unable() -> Iterator[Result]:
        raise NotMeasurableError("There is no GNU tar on PATH.")
        yield

    assert not shown("context", unable())
    assert "NOT MEASURED: There is no GNU tar on PATH." in capsys.readouterr().out


SOURCES = """\
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main
"""
LIST = """\
deb [signed-by=/key.gpg] http://mirror.example/debian bookworm main contrib
deb http://mirror.example/security bookworm-security main
"""


@pytest.mark.parametrize(("text", "suffix"), [(SOURCES, ".sources"), (LIST, ".list")])
def test_another_release_comes_from_this_machines_own_mirror(text: str, suffix: str) -> None:
    (stanza,) = renamed(text, suffix, "bookworm", "trixie")

    assert "URIs: http://mirror.example/debian\n" in stanza
    assert "Suites: trixie\n" in stanza
    assert "bookworm" not in stanza
