"""Broken exercises: each is told with its file, its line and what was expected."""

from pathlib import Path

import pytest

from tests.unit.course.packs import replace, write_app, write_pack
from walkthrough.course.exercise_load import load_answers, load_exercise
from walkthrough.course.finding import Finding
from walkthrough.course.lint import lint_pack
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.report.page_screen import screen_lines

BELOW = "1-first/exercise"
EXERCISE, ANSWERS = f"{BELOW}/exercise.toml", f"{BELOW}/answers.toml"
EXERCISE_TOML = """\
title = "Practise"
edits = ["Dockerfile"]
start_fails = ["small"]
task = "Make it small."

[[check]]
id = "builds"
kind = "builds"
why = "It has to."

[[check]]
id = "small"
kind = "image-below"
of = "plain"
fraction = 0.5
why = "It has to."

[[check]]
id = "keeps"
kind = "edit-keeps"
scenario = "code-edit"
why = "It has to."

[[hint]]
text = "What is in it?"

[[hint]]
for = ["small"]
text = "Look at the base."

[[hint]]
for = ["small"]
text = "Use another base."

[[reason]]
line = "FROM scratch"
text = "Nothing is in it."
"""


def answers_toml() -> str:
    right = [f'[[right]]\nname = "r{number}"\nhow = "so"\n' for number in range(4)]
    wrong = [
        f'[[wrong]]\nname = "w{number}"\nhow = "so"\ncaught_by = "small"\n'
        f"quick = {str(number < 2).lower()}\n"
        for number in range(6)
    ]
    return "".join([*right, *wrong])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    made = write_pack(tmp_path)
    files = {
        EXERCISE: EXERCISE_TOML,
        ANSWERS: answers_toml(),
        f"{BELOW}/start/Dockerfile": "FROM golang:1.26-alpine\nCOPY . .\n",
        f"{BELOW}/solution/Dockerfile": "FROM scratch\nCOPY . .\n",
        **{f"{BELOW}/answers/right/r{n}/Dockerfile": f"FROM r{n}\n" for n in range(4)},
        **{f"{BELOW}/answers/wrong/w{n}/Dockerfile": f"FROM w{n}\n" for n in range(6)},
    }
    for name, text in files.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8", newline="\n")
    return made


def findings(pack: Path, tmp_path: Path) -> list[tuple[str, int, str]]:
    app = tmp_path / "app"
    found: tuple[Finding, ...] = lint_pack(
        pack, app if app.is_dir() else write_app(tmp_path), screen_lines
    )
    return [(one.file, one.line, one.what) for one in found]


def test_an_exercise_in_order_has_no_findings_and_can_be_loaded(pack: Path, tmp_path: Path) -> None:
    assert findings(pack, tmp_path) == []
    lesson = load_course(pack).lessons[0]
    exercise = load_exercise(lesson, pack)
    assert exercise is not None
    assert [one.id for one in exercise.checks] == ["builds", "small", "keeps"]
    answers = load_answers(lesson, pack)
    assert [one.caught_by for one in answers] == [""] * 4 + ["small"] * 6
    assert answers[0].files == {"Dockerfile": "FROM r0\n"}
    assert load_exercise(load_course(pack).lessons[1], pack) is None


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (EXERCISE, "title =", "colour = 'red'\ntitle =", (1, "unknown key `colour`")),
        (EXERCISE, "fraction = 0.5", "part = 0.5", (15, "unknown key `part`")),
        (EXERCISE, 'kind = "image-below"', 'kind = "small"', (13, "`kind` is 'small'")),
        (EXERCISE, 'kind = "image-below"\n', "", (11, "`kind` is missing")),
        (EXERCISE, "fraction = 0.5\n", "", (11, "it says no limit, or two")),
        (EXERCISE, 'of = "plain"', 'of = "plane"', (14, "unknown variant 'plane'")),
        (EXERCISE, '"code-edit"', '"cold"', (21, "no scenario 'cold' has an edit")),
        (EXERCISE, 'id = "keeps"', 'id = "builds"', (19, "a second check has the id 'builds'")),
        (EXERCISE, '["small"]\ntask', '["large"]\ntask', (3, "unknown check 'large'")),
        (EXERCISE, 'kind = "builds"', 'kind = "not-root"', (6, "no check, or several,")),
        (EXERCISE, '"FROM scratch"', '"FROM alpine"', (36, "no line of the solution's")),
        (EXERCISE, '["Dockerfile"]', '["Dockerfile", "x"]', (2, "'x' is neither in start")),
        (EXERCISE, '"Make it small."', f'"{"long " * 20}"', (4, "the task has a long line")),
        (ANSWERS, '"w5"', '"w6"', (39, "has no file")),
    ],
)
def test_what_is_wrong_with_an_exercise_is_told_with_its_line(
    pack: Path, tmp_path: Path, file: str, old: str, new: str, told: tuple[int, str]
) -> None:
    replace(pack, file, old, new)
    line, what = told
    assert any(
        (one_file, one_line) == (file, line) and what in one_what
        for one_file, one_line, one_what in findings(pack, tmp_path)
    ), findings(pack, tmp_path)


def test_two_hints_are_too_few(pack: Path, tmp_path: Path) -> None:
    replace(pack, EXERCISE, '[[hint]]\nfor = ["small"]\ntext = "Use another base."\n', "")
    assert [what for _, _, what in findings(pack, tmp_path)] == ["2 hints are for 'small'"]


def test_an_added_instruction_without_a_reason_is_told(pack: Path, tmp_path: Path) -> None:
    replace(pack, f"{BELOW}/solution/Dockerfile", "COPY . .\n", "COPY . .\nUSER 1\n")
    (found,) = findings(pack, tmp_path)
    assert "no reason is given for 'USER 1'" in found[2]


def test_missing_files_are_told(pack: Path, tmp_path: Path) -> None:
    (pack / BELOW / "start" / "Dockerfile").unlink()
    (pack / ANSWERS).unlink()
    told = [(file, what) for file, _, what in findings(pack, tmp_path)]
    assert (f"{BELOW}/start/Dockerfile", "is missing") in told
    assert (ANSWERS, "cannot be read: No such file or directory") in told


def test_too_few_answers_and_one_that_nobody_declares_are_told(pack: Path, tmp_path: Path) -> None:
    replace(pack, ANSWERS, '[[right]]\nname = "r3"\nhow = "so"\n', "")
    told = [what for _, _, what in findings(pack, tmp_path)]
    assert told == ["3 answers are right", "answers.toml does not declare right/r3"] or told == [
        "answers.toml does not declare right/r3",
        "3 answers are right",
    ]


def test_an_exercise_that_cannot_be_read_is_refused_with_its_line(pack: Path) -> None:
    replace(pack, EXERCISE, "fraction = 0.5", "part = 0.5")
    with pytest.raises(BadInputError, match=r"exercise\.toml:15: unknown key `part`"):
        load_exercise(load_course(pack).lessons[0], pack)
