"""What an image's files are for, in a dozen groups, and what a better image does without. Pure.

Files of all layers count, also those that a later layer hides: they are pulled with the image, and
whoever has it can read them. Names are as they stand in the layers: whoever shows them takes
control characters out.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from walkthrough.engine.image_files_columns import IndexColumns, Kind, Node
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_secret import may_hold_secret
from walkthrough.report.image_kept import files_of, is_known, known_paths

MOST_EXAMPLES = 3


class Group(StrEnum):
    """What a file is for; the value is its title on screen."""

    PROGRAM = "your program"
    DATA = "files beside it"
    SECRET = "secrets"
    GIT = ".git"
    OLD_BINARIES = "old binaries"
    DOCS = "documentation"
    SOURCE = "your source"
    COMPILER = "Go compiler"
    MODULES = "module cache"
    BUILD_CACHE = "Go build cache"
    TOOLS = "shell and tools"
    CERTIFICATES = "certificates"
    OTHER = "other files"


WHY: dict[Group, str] = {
    Group.PROGRAM: "what the image is there for",
    Group.DATA: "copied with the folder that they lie in",
    Group.SECRET: "anyone who has the image can read it",
    Group.GIT: "the whole history, deleted files too",
    Group.OLD_BINARIES: "built on your machine, never started",
    Group.DOCS: "nobody reads it in there",
    Group.SOURCE: "your code, for anyone with the image",
    Group.COMPILER: "whoever breaks in can build with it",
    Group.MODULES: "imported sources: for the compiler only",
    Group.BUILD_CACHE: "compiled before: for the compiler only",
    Group.TOOLS: "whoever breaks in finds a shell",
    Group.CERTIFICATES: "for calls to other services over TLS",
    Group.OTHER: "accounts, settings, the system's files",
}
BELOW = {
    b"usr/local/go/": Group.COMPILER,
    b"go/pkg/mod/": Group.MODULES,
    b"root/go/pkg/mod/": Group.MODULES,
    b"root/.cache/go-build/": Group.BUILD_CACHE,
    b"etc/ssl/": Group.CERTIFICATES,
    b"usr/share/ca-certificates/": Group.CERTIFICATES,
    b"bin/": Group.TOOLS,
    b"sbin/": Group.TOOLS,
    b"lib/": Group.TOOLS,
    b"usr/bin/": Group.TOOLS,
    b"usr/sbin/": Group.TOOLS,
    b"usr/lib/": Group.TOOLS,
    b"usr/libexec/": Group.TOOLS,
    b"usr/local/bin/": Group.TOOLS,
}
OLD_BINARY_FOLDERS = (b"out/", b"bin/", b"dist/", b"build/")
SOURCE_ENDINGS = (b".go", b".mod", b".sum", b".dockerignore", b".gitignore", b"Makefile")
DOCUMENT_ENDINGS = (b".md", b".txt", b"LICENSE")


class Part(Struct, frozen=True):
    """A group's files in an image: how much, how many, and the paths of the largest ones."""

    group: Group
    size_bytes: int
    files: int
    examples: tuple[bytes, ...] = ()


class Found(Struct, frozen=True):
    """A file that holds a secret, the layer that has it, and what it says."""

    path: bytes
    layer: int
    hidden_by: int | None
    text: bytes


def group_of(path: bytes, image: IndexColumns) -> Group:
    """What a file of this image is for, by its path."""
    if path == image.program:
        return Group.PROGRAM
    if may_hold_secret(path):
        return Group.SECRET
    below = next((group for folder, group in BELOW.items() if path.startswith(folder)), None)
    if below is not None:
        return below
    if b"/.git/" in b"/" + path:
        return Group.GIT
    if image.working_folder and not path.startswith(image.working_folder):
        return Group.OTHER
    return _in_working_folder(path.removeprefix(image.working_folder), bool(image.working_folder))


def parts(image: ImageFiles) -> tuple[Part, ...]:
    """The image's files by group, the largest group first."""
    return _summed((group_of(node.path, image.columns), node) for node in files_of(image))


def left_out(image: ImageFiles, better: ImageFiles) -> tuple[Part, ...]:
    """What `image` has and `better` has not, by group, the largest group first.

    Your program is never among it: it may have another name or place there.
    """
    kept = known_paths(better)
    return _summed(
        (group, node)
        for node in files_of(image)
        if not is_known(node.path, image.columns, kept)
        and ((group := group_of(node.path, image.columns)) != Group.PROGRAM)
    )


def secrets(image: ImageFiles) -> tuple[Found, ...]:
    """The files that hold secrets, of all layers, with what was kept of their text."""
    return tuple(
        Found(node.path, node.layer, node.hidden_by, texts.get(node.path, b""))
        for layer in image.layers
        for texts in [layer.columns.texts]
        for node in layer.entries()
        if node.kind == Kind.FILE and may_hold_secret(node.path)
    )


def _in_working_folder(inside: bytes, is_own: bool) -> Group:
    if inside.startswith(OLD_BINARY_FOLDERS):
        return Group.OLD_BINARIES
    name = inside.rpartition(b"/")[2]
    if inside.startswith(b"docs/") or name.endswith(DOCUMENT_ENDINGS):
        return Group.DOCS
    if name.endswith(SOURCE_ENDINGS) or b"Dockerfile" in name:
        return Group.SOURCE
    if is_own or inside.startswith(b"products/"):
        return Group.DATA
    return Group.OTHER


def _summed(grouped: Iterator[tuple[Group, Node]]) -> tuple[Part, ...]:
    sizes: dict[Group, int] = {}
    counts: dict[Group, int] = {}
    largest: dict[Group, list[Node]] = {}
    for group, node in grouped:
        sizes[group] = sizes.get(group, 0) + node.size_bytes
        counts[group] = counts.get(group, 0) + 1
        nodes = largest.setdefault(group, [])
        if len(nodes) < MOST_EXAMPLES or node.size_bytes > nodes[-1].size_bytes:
            nodes.append(node)
            nodes.sort(key=lambda one: -one.size_bytes)
            del nodes[MOST_EXAMPLES:]
    found = [
        Part(group, sizes[group], counts[group], tuple(node.path for node in largest[group]))
        for group in sizes
    ]
    return tuple(sorted(found, key=lambda part: -part.size_bytes))
