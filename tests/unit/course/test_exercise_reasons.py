"""The way from the reader's file to the solution, instruction by instruction."""

from tests.unit.learn.practice import EXERCISE, SOLUTION, START
from walkthrough.course.exercise import Reason
from walkthrough.course.exercise_reasons import changes, instructions_added


def test_an_instruction_on_several_lines_is_one_change_with_one_reason() -> None:
    found = changes("Dockerfile", START, SOLUTION, EXERCISE.reasons)
    assert [(one.sign, one.piece.lines, one.reason) for one in found] == [
        (" ", ("FROM alpine:3.22",), ""),
        ("-", ("ENTRYPOINT a && b",), ""),
        ("+", ("# one process",), ""),
        ("+", ("ENTRYPOINT \\", '  ["a"]'), "One process gets the signal."),
    ]


def test_comments_and_blank_lines_need_no_reason() -> None:
    (added,) = instructions_added("Dockerfile", START, SOLUTION)
    assert added.lines[0] == "ENTRYPOINT \\"


def test_an_ignore_file_changes_line_by_line() -> None:
    reasons = (Reason(".git", "History.", ".dockerignore"), Reason("FROM", "Not here."))
    found = changes(".dockerignore", ".env\n", ".env\n.git\n", reasons)
    assert [(one.sign, one.reason) for one in found] == [(" ", ""), ("+", "History.")]


def test_a_file_of_the_readers_that_cannot_be_read_is_still_compared() -> None:
    found = changes("Dockerfile", "COPPY . .\n", SOLUTION, ())
    assert [one.sign for one in found] == ["-", "+", "+", "+"]


def test_the_reason_that_names_most_of_a_line_is_given() -> None:
    reasons = (Reason("RUN", "short"), Reason("RUN go", "long"))
    (_, added) = changes("Dockerfile", "FROM a\n", "FROM a\nRUN go build\n", reasons)
    assert added.reason == "long"
