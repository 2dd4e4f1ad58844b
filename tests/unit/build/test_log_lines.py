"""Output in pieces as the lines that a reader sees."""

import pytest

from walkthrough.build.log_lines import LONGEST_LINE, LineCutter


def lines(*pieces: bytes) -> list[str]:
    """All lines of an output that arrives in these pieces."""
    cutter = LineCutter()
    return [line for piece in pieces for line in cutter.feed(piece)] + cutter.end()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((b"a\nb\n",), ["a", "b"]),
        ((b"a", b"b\n", b"c"), ["ab", "c"]),
        ((b"\n\n",), ["", ""]),
        ((b"",), []),
        ((b"a\r\nb\r\n",), ["a", "b"]),
        ((b"a\r", b"\nb"), ["a", "b"]),
        ((b"10%\r50%\r100%\n",), ["100%"]),
        ((b"10%\r", b"50%\r", b"100%"), ["100%"]),
        ((b"10%\r100%\r\n",), ["100%"]),
        ((b"10%\r",), ["10%"]),
        (("grü".encode()[:3], "grü".encode()[3:] + b"\n"), ["grü"]),
        ((b"a\xffb\n",), ["a\ufffdb"]),
        ((b"a\xc3",), ["a\ufffd"]),
        ((b"nul\x00 and \x1b[31mcolour\x1b[0m\n",), ["nul\x00 and \x1b[31mcolour\x1b[0m"]),
        ((b"form\x0cfeed\x1cseparator\xc2\x85next\n",), ["form\x0cfeed\x1cseparator\x85next"]),
    ],
)
def test_output_becomes_lines(pieces: tuple[bytes, ...], expected: list[str]) -> None:
    assert lines(*pieces) == expected


def test_a_line_without_end_is_told_in_pieces() -> None:
    told = lines(*([b"x" * 1000] * 100))
    assert "".join(told) == "x" * 100_000
    assert max(map(len, told)) <= LONGEST_LINE


def test_a_progress_without_line_end_is_not_kept_for_ever() -> None:
    cutter = LineCutter()
    told = [line for _ in range(10_000) for line in cutter.feed(b"downloading 50%\r")]
    assert sum(map(len, told)) < 1000


def test_one_huge_line_in_one_piece_is_cut() -> None:
    told = lines(b"y" * 100_000 + b"\n")
    assert "".join(told) == "y" * 100_000
    assert max(map(len, told)) <= LONGEST_LINE
