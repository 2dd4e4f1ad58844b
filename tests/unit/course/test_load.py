"""A pack becomes a course, or an error that names the line."""

from pathlib import Path

import pytest

from tests.unit.course.packs import STAGED_DOCKERFILE, replace, with_extra, write_pack
from walkthrough.course.load import load_course
from walkthrough.course.model import Edit
from walkthrough.errors import BadInputError


def test_a_pack_becomes_a_course(tmp_path: Path) -> None:
    course = load_course(write_pack(tmp_path))
    assert course.title == "A small course"
    assert [(one.number, one.id, one.variants) for one in course.lessons] == [
        (1, "first", ("plain",)),
        (2, "second", ("plain", "staged")),
    ]
    assert course.scenarios["cold"].edit is None
    assert course.scenarios["code-edit"].edit == Edit(
        "replace-line", "main.go", "const a =", 'const a = "{nonce}"'
    )
    assert [one.reference for one in course.bases] == ["golang:1.26-alpine"]


def test_a_variant_has_the_texts_of_its_files(tmp_path: Path) -> None:
    staged = load_course(write_pack(tmp_path)).variants["staged"]
    assert staged.lesson_id == "second"
    assert (staged.dockerfile_name, staged.dockerfile) == ("staged.Dockerfile", STAGED_DOCKERFILE)
    assert staged.ignore == ".git\n"
    assert (staged.target, staged.build_args, staged.serves) == ("runtime", {"VERSION": "1"}, True)


def test_a_lesson_has_its_steps_and_what_it_compares(tmp_path: Path) -> None:
    course = load_course(write_pack(tmp_path))
    first, second = course.lessons
    assert [one.split("\n")[0] for one in first.steps] == ["# The first lesson", "## Going on"]
    assert (second.comparisons[0].from_id, second.comparisons[0].below) == ("plain", 0.5)
    assert [one.text for one in second.predictions[0].choices] == ["small", "middling", "big"]


def test_a_lesson_is_found_by_its_id_and_its_number(tmp_path: Path) -> None:
    course = load_course(write_pack(tmp_path))
    assert course.lesson("2") is course.lesson("second") is course.lessons[1]
    assert course.lesson("3") is None


def test_the_course_that_ships_has_seven_lessons() -> None:
    course = load_course()
    assert [one.id for one in course.lessons] == [
        "simple-build",
        "multi-stage",
        "dockerignore",
        "dependencies",
        "cache-mounts",
        "context-mount",
        "final",
    ]


def test_a_pack_that_does_not_fit_together_names_the_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, "2-second/lesson.toml", 'variants = ["plain"', 'variants = ["plane"')
    with pytest.raises(BadInputError) as refused:
        load_course(pack)
    place = f"{pack / '2-second/lesson.toml'}:6"
    assert refused.value.what == f"{place}: unknown variant 'plane'."
    assert refused.value.why == "Expected one of plain, staged."
    assert "walkthrough lint" in refused.value.next_step


def test_an_unknown_key_names_the_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    replace(pack, "bases.toml", "size_bytes", "bytes")
    with pytest.raises(BadInputError, match=r"bases\.toml:4: unknown key `bytes`"):
        load_course(pack)


def test_a_folder_without_a_course_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"course\.toml:1: cannot be read"):
        load_course(tmp_path)


def test_a_dockerfile_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "1-first" / "plain.Dockerfile").write_bytes(b"FROM a # \xff\n")
    with pytest.raises(BadInputError, match=r"plain\.Dockerfile:1: is not UTF-8"):
        load_course(pack)


def test_an_extra_stands_beside_the_lessons(tmp_path: Path) -> None:
    course = load_course(with_extra(write_pack(tmp_path)))
    (first,), (extra,) = course.lessons, course.extras
    assert (extra.number, extra.key, extra.called) == (None, "second", "extra second")
    assert course.lesson("second") is extra
    assert course.lesson("2") is course.lesson("None") is None
    assert course.lessons_and_extras == (first, extra)
    assert course.after(first) is course.after(extra) is None
    assert "staged" in course.variants


def test_a_lesson_is_followed_by_the_next_one(tmp_path: Path) -> None:
    course = load_course(write_pack(tmp_path))
    assert [course.after(one) for one in course.lessons] == [course.lessons[1], None]
