"""What lies in an image, what a better one leaves out, and where the secret of a build is."""

import msgspec
import pytest

from tests.unit.image.archives import tar
from tests.unit.image.saved_images import saved
from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.report.image_groups import Group, left_out, parts, secrets
from walkthrough.report.image_kept import shared_with
from walkthrough.report.layer_lines import lines_of_layers
from walkthrough.report.secret_words import secret_words

BASE = tar({"bin/busybox": b"b" * 50, "usr/local/go/bin/go": b"g" * 400, "etc/passwd": b"root"})
SECRET = b"# a comment\nTOKEN=made-up\n"
COPIED = tar(
    {
        "usr/src/app/.env": SECRET,
        "usr/src/app/.git/HEAD": b"ref",
        "usr/src/app/main.go": b"package main",
        "usr/src/app/products/a.json": b"{}",
        "usr/src/app/out/old": b"o" * 70,
        "usr/src/app/README.md": b"# Read me",
    }
)
BUILT = tar(
    {
        "usr/src/app/server": b"s" * 100,
        "root/.cache/go-build/00/a": b"c" * 200,
        "go/pkg/mod/one/mod.go": b"m" * 30,
    }
)
SIMPLE = saved(BASE, COPIED, BUILT, entrypoint=["./server"], working_folder="/usr/src/app")
RUNTIME = tar({"bin/busybox": b"b" * 50, "etc/passwd": b"root"})
SHIPPED = tar({"usr/src/app/products/a.json": b"{}", "usr/src/app/server": b"s" * 100})
BETTER = saved(RUNTIME, SHIPPED, entrypoint=["./server"], working_folder="/usr/src/app")
SCRATCH = saved(tar({"products/a.json": b"{}", "server": b"s" * 90}), entrypoint=["/server"])
COURSE = load_course()


def variant(dockerfile: str, **changes: object) -> Variant:
    changed = {"dockerfile": dockerfile, "ignore": None, **changes}
    return msgspec.structs.replace(COURSE.variants["simple"], **changed)


def test_every_file_has_a_group_and_the_groups_make_the_image() -> None:
    sizes = {part.group: part.size_bytes for part in parts(SIMPLE)}
    assert sizes[Group.COMPILER] == 400
    assert sizes[Group.BUILD_CACHE] == 200
    assert sizes[Group.PROGRAM] == 100
    assert sizes[Group.OLD_BINARIES] == 70
    assert sizes[Group.TOOLS] == 50
    assert sizes[Group.MODULES] == 30
    assert sizes[Group.SECRET] == len(SECRET)
    assert sizes[Group.SOURCE] == len("package main")
    assert sizes[Group.GIT] == 3
    assert sizes[Group.DATA] == 2
    assert sum(sizes.values()) == SIMPLE.size_bytes
    assert parts(SIMPLE)[0].group == Group.COMPILER


def test_what_the_better_image_leaves_out_is_neither_program_nor_what_it_has_too() -> None:
    found = {part.group: part for part in left_out(SIMPLE, BETTER)}
    assert Group.COMPILER in found and Group.SECRET in found and Group.GIT in found
    assert not {Group.PROGRAM, Group.TOOLS, Group.DATA, Group.OTHER} & found.keys()
    assert found[Group.OLD_BINARIES].examples == (b"usr/src/app/out/old",)


def test_files_that_moved_with_the_working_folder_are_kept() -> None:
    found = {part.group for part in left_out(BETTER, SCRATCH)}
    assert found == {Group.TOOLS, Group.OTHER}
    node = BETTER.seen(b"usr/src/app/products/a.json")
    assert node is not None and shared_with(node, BETTER, SCRATCH) == "all"


def test_a_folder_is_kept_in_part_where_some_of_its_files_are() -> None:
    folders = {node.path: node for node in SIMPLE.children(b"usr/", None)}
    assert shared_with(folders[b"usr/src/"], SIMPLE, BETTER) == "part"
    assert shared_with(folders[b"usr/local/"], SIMPLE, BETTER) == "none"


def test_a_secret_that_a_later_layer_removes_is_found_with_what_it_says() -> None:
    removed = saved(COPIED, tar({"usr/src/app/.wh..env": b""}))
    found = secrets(removed)
    assert [(one.path, one.layer, one.hidden_by, one.text) for one in found] == [
        (b"usr/src/app/.env", 0, 1, SECRET)
    ]
    assert Group.SECRET in {part.group for part in parts(removed)}


def test_an_example_of_a_secret_file_is_none() -> None:
    assert secrets(saved(tar({".env.example": b"KEY=\n", "environment": b""}))) == ()


def test_a_secret_in_the_builders_stage_is_told_with_stage_and_line() -> None:
    words = secret_words(COURSE.variants["multi-stage"], in_image=False)
    assert "no .env in the image" in words
    assert "stage builder (line 4, COPY . .)" in words
    assert "--target builder" in words


def test_an_ignored_secret_is_nowhere() -> None:
    words = secret_words(COURSE.variants["ignored"], in_image=False)
    assert words == "no .env, neither in the image nor in any stage: it is ignored, so never sent."


@pytest.mark.parametrize(
    ("dockerfile", "words"),
    [
        ("FROM a AS b\nCOPY main.go ./\nFROM c\n", "no layer has .env"),
        ("FROM a\nCOPY . .\nFROM c\n", "stage 0 (line 2"),
        ('FROM a AS b\nADD [".", "/app"]\nFROM c\n', "stage b (line 2"),
        ("FROM a AS b\nCOPY --from=c . .\nFROM c\n", "no layer has .env"),
    ],
)
def test_the_secret_is_followed_through_the_stages(dockerfile: str, words: str) -> None:
    assert words in secret_words(variant(dockerfile), in_image=False)


def test_a_small_programs_folder_has_no_secret_to_tell_of() -> None:
    assert secret_words(variant("FROM a\nCOPY . .\n", app="simple"), in_image=False) == ""


def test_layers_are_named_by_the_lines_that_made_them() -> None:
    simple = COURSE.variants["simple"]
    made_by = ["walkthrough prepare", "WORKDIR /usr/src/app", "COPY . . # buildkit"]
    made_by.append("RUN /bin/sh -c go build -o product-catalog . # buildkit")
    assert lines_of_layers(simple, made_by) == (None, 2, 3, 4)


def test_layers_of_a_stage_that_starts_from_another_stage_count_both() -> None:
    text = "FROM a AS one\nRUN first\nFROM one AS two\nCOPY x y\nFROM b\nRUN other\n"
    made_by = ["", "RUN /bin/sh -c first # buildkit", "COPY x y # buildkit"]
    assert lines_of_layers(variant(text, target="two"), made_by) == (None, 2, 4)


def test_an_image_of_another_dockerfile_has_no_lines() -> None:
    assert lines_of_layers(variant("FROM a\nRUN x\n"), ["", "COPY x y"]) == (None, None)
    assert lines_of_layers(variant("FROM a\nRUN x\nRUN y\n"), ["RUN x"]) == (None,)
