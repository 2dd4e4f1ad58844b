"""Broken packs: each is told with its file, its line and words that help to correct it."""

from pathlib import Path

import pytest

from tests.unit.course.broken_packs import (
    BROKEN,
    FIRST,
    PAGE,
    PLAIN_FILE,
    SECOND,
    STAGED,
    Broken,
)
from tests.unit.course.packs import replace, with_extra, write_app, write_pack
from walkthrough.course import lint
from walkthrough.course.finding import Finding
from walkthrough.errors import BadInputError
from walkthrough.home import shipped
from walkthrough.report.page_screen import screen_lines


def lint_pack(pack: Path, app: Path) -> tuple[Finding, ...]:
    return lint.lint_pack(pack, app, screen_lines)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.name)
def test_what_is_wrong_is_told_with_file_line_and_expectation(
    broken: Broken, tmp_path: Path
) -> None:
    pack = write_pack(tmp_path)
    replace(pack, *broken.change)
    findings = lint_pack(pack, write_app(tmp_path))
    assert len(findings) == 1, findings
    file, line, what, expected = broken.told
    assert (findings[0].file, findings[0].line) == (file, line)
    assert what in findings[0].what
    assert expected in findings[0].expected


def test_a_pack_in_order_has_no_findings(tmp_path: Path) -> None:
    assert lint_pack(write_pack(tmp_path), write_app(tmp_path)) == ()


def test_the_course_that_ships_has_no_findings() -> None:
    assert lint_pack(shipped("lessons"), shipped("sample-go-app")) == ()


def test_a_variant_without_its_dockerfile_is_told_where_it_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / PLAIN_FILE).unlink()
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert (finding.file, finding.line) == (FIRST, 13)
    assert finding.what == "there is no file 'plain.Dockerfile' in 1-first"


def test_an_ignore_file_that_is_missing_is_told_where_it_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "2-second" / "staged.dockerignore").unlink()
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert (finding.file, finding.line) == (SECOND, 14)
    assert finding.what == "there is no file 'staged.dockerignore' in 2-second"


def test_a_file_outside_of_the_lessons_folder_is_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, SECOND, '"staged.dockerignore"', '"../2-second/staged.dockerignore"')
    findings = lint_pack(pack, write_app(tmp_path))
    assert (SECOND, 14) in [(one.file, one.line) for one in findings]


def test_a_dockerfile_that_nobody_uses_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "1-first" / "other.Dockerfile").write_text("FROM scratch\nCOPY . .\n")
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert finding.file == "1-first/other.Dockerfile"
    assert finding.what == "no variant uses this file"


def test_an_ignore_file_that_nobody_uses_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "1-first" / "other.dockerignore").write_text(".git\n")
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert finding.file == "1-first/other.dockerignore"


def test_a_lesson_without_a_page_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / PAGE).unlink()
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert (finding.file, finding.what) == (PAGE, "is missing")


def test_a_variant_id_that_does_not_fit_a_column_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    for name in (FIRST, SECOND, PAGE, STAGED):
        text = (pack / name).read_text().replace('"plain"', '"plain-and-all"')
        text = text.replace("plain:", "plain-and-all:").replace("plain /", "plain-and-all /")
        (pack / name).write_text(text)
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert (finding.file, finding.line) == (FIRST, 10)
    assert finding.what == "the variant id 'plain-and-all' has 13 characters"


def test_windows_line_ends_and_a_byte_order_mark_are_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / PLAIN_FILE).write_bytes(b"\xef\xbb\xbfFROM golang:1.26-alpine\nRUN true\r\n")
    findings = lint_pack(pack, write_app(tmp_path))
    assert [(one.line, one.what) for one in findings] == [
        (1, "begins with a byte order mark"),
        (2, "the line ends with CR LF"),
    ]


def test_a_text_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / PAGE).write_bytes(b"# Caf\xe9\n")
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert (finding.file, finding.what) == (PAGE, "is not UTF-8 at byte 5")


def test_a_commit_to_a_program_without_history_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, FIRST, '["cold"]', '["cold", "commit"]')
    replace(pack, FIRST, '"plain.Dockerfile"', '"plain.Dockerfile"\napp = "simple"')
    findings = lint_pack(pack, write_app(tmp_path))
    told = [one for one in findings if "gets no .git" in one.what]
    assert [(one.file, one.line) for one in told] == [("course.toml", 26)]


def test_a_gap_is_told_only_where_there_is_one(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, SECOND, "at_least = 10, below = 20", "at_least = 10, below = 5")
    findings = lint_pack(pack, write_app(tmp_path))
    assert "no figure can make 'middling' right" in [one.what for one in findings]


def test_all_findings_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, FIRST, "minutes = 10", "minutes = 'ten'\ncolour = 'red'")
    replace(pack, SECOND, "below = 0.5", "under = 0.5")
    replace(pack, STAGED, "# The second", "### The second")
    replace(pack, PLAIN_FILE, "COPY . .", "COPPY . .")
    findings = lint_pack(pack, write_app(tmp_path))
    assert [(one.file, one.line) for one in findings] == [
        (FIRST, 4),
        (FIRST, 5),
        (PLAIN_FILE, 2),
        (SECOND, 22),
        (STAGED, 1),
    ]


def test_go_templates_in_code_are_not_taken_for_placeholders(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, PAGE, "See ", "```\ndocker ps -f '{{json .}}'\n```\n\nOr `{{.ID}}`. See ")
    assert lint_pack(pack, write_app(tmp_path)) == ()


def test_no_folder_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no lesson pack"):
        lint_pack(tmp_path / "nowhere", tmp_path)


def test_an_extra_is_checked_like_a_lesson(tmp_path: Path) -> None:
    pack, app = with_extra(write_pack(tmp_path)), write_app(tmp_path)
    assert lint_pack(pack, app) == ()
    replace(pack, STAGED, "{{ staged: code-edit.wall_s }}", "{{ staged: commit.wall_s }}")
    assert [one.file for one in lint_pack(pack, app)] == [STAGED]


@pytest.mark.parametrize(
    ("file", "old", "new", "what", "expected"),
    [
        (SECOND, 'id = "second"', 'id = "second"\nnumber = 2', "as an extra", "no number"),
        (FIRST, "number = 1\n", "", "`number` is missing", "number = 1"),
        ("course.toml", 'extras = ["2', 'extras = ["1-first", "2', "a lesson and an extra", "two"),
        ("course.toml", 'extras = ["2', 'extras = ["2-second", "2', "in `extras` twice", "once"),
    ],
    ids=["with a number", "lesson without one", "in both lists", "twice"],
)
def test_an_extra_and_a_lesson_are_told_apart(
    file: str, old: str, new: str, what: str, expected: str, tmp_path: Path
) -> None:
    pack = with_extra(write_pack(tmp_path))
    replace(pack, file, old, new)
    (finding,) = lint_pack(pack, write_app(tmp_path))
    assert what in finding.what
    assert expected in finding.expected


def test_an_edit_of_a_build_argument_has_to_name_it(tmp_path: Path) -> None:
    pack, app = write_pack(tmp_path), write_app(tmp_path)
    edit = 'edit = { kind = "build-argument", argument = "VERSION", text = "{nonce}" }'
    replace(pack, "course.toml", 'edit = { kind = "commit", text = "{nonce}" }', edit)
    replace(pack, SECOND, '"code-edit"]', '"code-edit", "commit"]')
    assert lint_pack(pack, app) == ()
    replace(pack, "course.toml", 'argument = "VERSION", ', "")
    (finding,) = lint_pack(pack, app)
    assert (finding.what, finding.line) == (
        "the edit does not say which build argument it gives",
        26,
    )
