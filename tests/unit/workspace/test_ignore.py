"""`.dockerignore` is read as the docker client reads it.

`tests/data/dockerignore/cases.json` holds what a real client kept of real trees; see
`scripts/dockerignore-oracle.py`.
"""

from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from tests.unit.workspace.trees import make_tree
from walkthrough.errors import BadInputError
from walkthrough.workspace.ignore import Ignore, ignore_for
from walkthrough.workspace.walk import walk

ANSWERS = Path(__file__).parents[2] / "data" / "dockerignore" / "cases.json"

DIVERGENCES = {
    "a Unicode script": "Python does not know scripts: an error says so, instead of a guess",
}


class Case(Struct):
    """A tree, its ignore files and the real client's answer: what it kept, or its error."""

    title: str
    tree: str
    ignore: str | None = None
    specific: str | None = None
    dockerfile: str = "Dockerfile"
    pad: int = 0
    bytes: bool = False
    kept: list[str] | None = None
    error: str | None = None


class Answers(Struct):
    """All answers, and who gave them."""

    client: str
    engine: str
    trees: dict[str, list[str]]
    cases: list[Case]


answers = msgspec.json.decode(ANSWERS.read_bytes(), type=Answers)
agreeing = [case for case in answers.cases if case.title not in DIVERGENCES]


def lay_out(case: Case, root: Path) -> Path:
    make_tree(root, answers.trees[case.tree])
    encoding = "latin-1" if case.bytes else "utf-8"
    (root / case.dockerfile).write_text("FROM scratch\n", encoding="utf-8")
    if case.ignore is not None:
        text = case.ignore.replace("{pad}", "a" * case.pad)
        (root / ".dockerignore").write_bytes(text.encode(encoding))
    if case.specific is not None:
        (root / f"{case.dockerfile}.dockerignore").write_bytes(case.specific.encode(encoding))
    return root


def kept(root: Path, dockerfile_name: str = "Dockerfile") -> list[str]:
    found = walk(root, ignore_for(root, dockerfile_name))
    return sorted(one.path + ("/" if one.kind == "folder" else "") for one in found)


def case_named(title: str) -> Case:
    return next(case for case in answers.cases if case.title == title)


@pytest.mark.parametrize("case", agreeing, ids=[f"{case.tree}: {case.title}" for case in agreeing])
def test_the_context_holds_what_the_docker_client_would_send(case: Case, tmp_path: Path) -> None:
    root = lay_out(case, tmp_path)

    if case.error is not None:
        with pytest.raises(BadInputError):
            kept(root, case.dockerfile)
    else:
        assert kept(root, case.dockerfile) == case.kept


def test_the_answers_are_many_and_name_who_gave_them() -> None:
    titles = [(case.tree, case.title) for case in answers.cases]

    assert len(titles) == len(set(titles)) >= 300
    assert all((case.kept is None) != (case.error is None) for case in answers.cases)
    assert answers.client.startswith("github.com/docker/buildx")
    assert answers.engine


def test_a_pattern_with_a_unicode_script_is_refused_with_its_reason(tmp_path: Path) -> None:
    case = case_named("a Unicode script")

    with pytest.raises(BadInputError) as refused:
        kept(lay_out(case, tmp_path))

    assert case.kept is not None
    assert "Unicode script 'Han'" in refused.value.why


def test_a_wrong_pattern_is_shown_with_its_file(tmp_path: Path) -> None:
    make_tree(tmp_path, ["docs/a.md"])
    (tmp_path / "Dockerfile.dockerignore").write_text("docs\n[a\n", encoding="utf-8")

    with pytest.raises(BadInputError) as refused:
        ignore_for(tmp_path, "Dockerfile")

    assert refused.value.what == (
        "Dockerfile.dockerignore has a pattern that cannot be read: '[a'."
    )
    assert "The docker client refuses it as well" in refused.value.why
    assert refused.value.next_step == "Correct the pattern in Dockerfile.dockerignore."


def test_a_folder_named_as_the_ignore_file_ignores_nothing(tmp_path: Path) -> None:
    make_tree(tmp_path, [".dockerignore/", "a"])

    assert kept(tmp_path) == [".dockerignore/", "a"]


def test_an_ignored_folder_is_not_even_read(tmp_path: Path) -> None:
    ignore = Ignore.read(b".git\n!docs/a.md\n!src/*\n")

    assert ignore.keeps_nothing_below(".git")
    assert not ignore.keeps_nothing_below("docs")
    assert not ignore.keeps_nothing_below("src")


def test_an_exception_with_a_wildcard_may_be_anywhere() -> None:
    ignore = Ignore.read(b".git\n!**/keep\n")

    assert not ignore.keeps_nothing_below(".git")
