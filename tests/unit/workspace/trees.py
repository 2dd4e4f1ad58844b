"""Folders for the tests of the workspace: a tiny app, and trees listed by name."""

import io
import tarfile
from pathlib import Path

from walkthrough.course.model import Variant
from walkthrough.workspace.context import Context

APP_FILES = {
    "README.md": "# A catalogue\n",
    "go.mod": "module example.com/catalogue\n\ngo 1.26.0\n",
    "main.go": 'package main\n\nconst greeting = "hello"\n\nfunc main() { println(greeting) }\n',
    "products/tea.json": '{"id": 1}\n',
    "simple/main.go": "package main\n\nfunc main() {}\n",
}
DOCKERFILE = "FROM scratch\nCOPY . /\n"


def tiny_app(root: Path) -> Path:
    """An app of five small files."""
    for name, text in APP_FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def variant(ignore: str | None = None, app: str = ".") -> Variant:
    """A variant of the tiny app."""
    return Variant(
        id="multi-stage",
        lesson_id="multi-stage",
        title="Two stages",
        summary="",
        dockerfile_name="multi-stage.Dockerfile",
        dockerfile=DOCKERFILE,
        ignore=ignore,
        app=app,
    )


def make_tree(root: Path, names: list[str]) -> None:
    """Files named by their own paths; `name/` is an empty folder, `name -> target` a link."""
    for name in names:
        path, _, target = name.partition(" -> ")
        file = root / path
        if name.endswith("/"):
            file.mkdir(parents=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        if target:
            file.symlink_to(target)
        else:
            file.write_text(path, encoding="utf-8")


def archive_of(root: Path, dockerfile_name: str = "Dockerfile") -> bytes:
    """The whole archive of a build context."""
    return b"".join(Context(root, dockerfile_name, DOCKERFILE).chunks())


def members(archive: bytes) -> dict[str, tarfile.TarInfo]:
    """The archive's members by name, in order."""
    with tarfile.open(fileobj=io.BytesIO(archive), errors="surrogateescape") as opened:
        return {member.name: member for member in opened}


def contents(archive: bytes, name: str) -> bytes:
    """What a file in the archive holds."""
    with tarfile.open(fileobj=io.BytesIO(archive), errors="surrogateescape") as opened:
        file = opened.extractfile(name)
        assert file is not None
        return file.read()
