"""Projects of the course laid out to be edited between two builds, and the edits."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from walkthrough.build.model import BuildRequest
from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Variant
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
from walkthrough.measure.model import StepTiming
from walkthrough.workspace.context import Context
from walkthrough.workspace.layout import lay_out

Edit = Callable[["Project"], None]


class Project:
    """A variant laid out in a folder, to be edited and built again."""

    def __init__(self, variant: Variant, app: Path, folder: Path) -> None:
        self.root = lay_out(variant, app, folder).root
        self.dockerfile = variant.dockerfile
        self.build_args = dict(variant.build_args)
        self.target = variant.target
        self.no_cache = False

    def append(self, path: str, text: str = "// more\n") -> None:
        """Add to a file, or make it."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="") as opened:
            opened.write(text)

    def replace(self, old: str, new: str) -> None:
        """Change the Dockerfile, which has this text once."""
        assert self.dockerfile.count(old) == 1, f"{self.dockerfile.count(old)} times {old!r}"
        self.dockerfile = self.dockerfile.replace(old, new)
        (self.root / "Dockerfile").write_text(self.dockerfile, encoding="utf-8", newline="\n")

    def context(self) -> Context:
        """The context as it stands now."""
        return Context(self.root, "Dockerfile", self.dockerfile)

    def request(self, tag: str, namespace: str, bases: dict[str, str]) -> BuildRequest:
        """The request for a build of the project as it stands now."""
        return BuildRequest(
            id=f"test-{os.urandom(8).hex()}",
            dockerfile=self.dockerfile,
            dockerfile_name="Dockerfile",
            context=self.context(),
            cache_namespace=namespace,
            tag=tag,
            target=self.target,
            build_args=dict(self.build_args),
            bases=bases,
            no_cache=self.no_cache,
        )

    def timings(self, ran: tuple[int, ...]) -> tuple[StepTiming, ...]:
        """The project's steps as an engine tells them that ran those on these lines again."""
        return tuple(_timings(self.dockerfile, ran))


def _timings(dockerfile: str, ran: tuple[int, ...]) -> Iterator[StepTiming]:
    stages = parse(dockerfile).stages
    for stage in stages:
        name = stage.name or (f"stage-{stage.index}" if len(stages) > 1 else "")
        for one in stage.instructions:
            if one.keyword in ("ADD", "COPY", "RUN", "WORKDIR"):
                text = f"{one.keyword} {one.value}"
                yield StepTiming(text, name, one.line, 0.1, cached=one.line not in ran)


def short(cause: MissCause) -> str:
    """A cause in a form that a table has room for: `4 files main.go`."""
    match cause:
        case BaseImageChanged():
            now, was = (
                name.removeprefix("docker.io/library/")
                for name in (cause.reference, cause.was_reference)
            )
            told = f"base {now} was {was}" if now != was else f"base {now}"
        case InstructionChanged():
            told = f"instruction {cause.changed_line}: {cause.text!r} was {cause.was!r}"
        case ArgumentChanged():
            told = f"argument {cause.name}={cause.value} was {cause.was}"
        case FilesChanged():
            told = f"files {' '.join(_file(one) for one in cause.files)}"
        case CacheEvicted():
            told = "evicted"
        case CacheRefused():
            told = "no cache"
    return f"{cause.line} {told}"


def _file(file: FileChange) -> str:
    if file.was_bytes is None:
        return f"+{file.path}"
    if file.bytes is None:
        return f"-{file.path}"
    return f"{file.path}{'*' if file.mode_only else ''}"


def append(path: str, text: str = "// more\n") -> Edit:
    """Add to a file, or make it."""
    return lambda project: project.append(path, text)


def replace(old: str, new: str) -> Edit:
    """Change the Dockerfile, which has this text once."""
    return lambda project: project.replace(old, new)


def remove(path: str) -> Edit:
    """Delete a file."""
    return lambda project: (project.root / path).unlink()


def rename(path: str, into: str) -> Edit:
    """Give a file another name."""

    def edit(project: Project) -> None:
        (project.root / path).rename(project.root / into)

    return edit


def executable(path: str) -> Edit:
    """Make a file a program."""
    return lambda project: (project.root / path).chmod(0o755)


def link(path: str, target: str) -> Edit:
    """Make a symbolic link."""
    return lambda project: (project.root / path).symlink_to(target)


def folder(path: str) -> Edit:
    """Make an empty folder."""
    return lambda project: (project.root / path).mkdir()


def argument(name: str, value: str) -> Edit:
    """Give a build argument."""

    def edit(project: Project) -> None:
        project.build_args[name] = value

    return edit


def no_arguments(project: Project) -> None:
    """Give no build argument."""
    project.build_args.clear()


def target(name: str) -> Edit:
    """Build up to a stage."""

    def edit(project: Project) -> None:
        project.target = name

    return edit


def all_dates(project: Project) -> None:
    """Change the date of everything, and nothing else."""
    for path in project.root.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (1_000_000_000, 1_000_000_000))


def nothing(_project: Project) -> None:
    """Leave all as it is."""


def same_bytes_again(project: Project) -> None:
    """Write a file anew with the same content."""
    file = project.root / "main.go"
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content)


def both(*edits: Edit) -> Edit:
    """Make all these edits."""

    def edit(project: Project) -> None:
        for one in edits:
            one(project)

    return edit


def without_cache(project: Project) -> None:
    """Ask for a build that does not use the cache."""
    project.no_cache = True
