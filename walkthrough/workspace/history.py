"""A git history made with dulwich: the machine needs no git, and no configuration of it counts.

Dates, authors and bytes are fixed, so every machine gets the same commits.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from dulwich.index import Index, IndexEntry, commit_tree
from dulwich.object_store import BaseObjectStore, MemoryObjectStore
from dulwich.objects import Blob, Commit, ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from walkthrough.workspace.tree import NOT_THE_APP, files_below, is_executable

AUTHOR = b"Product Catalog Team <team@product-catalog.example>"
BRANCH = b"main"
NEVER_COMMITTED = frozenset({".git", ".env", "out"})
FIRST_COMMIT_TIME = 1_735_732_800
SECONDS_BETWEEN_COMMITS = 86_400
MIB = 1024 * 1024
BLOCK = 4096

PAST_ASSETS: tuple[tuple[str, dict[str, int]], ...] = (
    ("Add a video of the demo", {"assets/demo.mp4": 9 * MIB}),
    ("Record the demo again, longer", {"assets/demo.mp4": 11 * MIB}),
    ("Keep the release archive beside it", {"assets/release.tar.gz": 10 * MIB}),
    ("Move the assets out of the repository", {}),
)


class SourceFile(NamedTuple):
    """A file as git sees it: mode (0o100644, 0o100755 or 0o120000) and content."""

    mode: int
    content: bytes


def noise(seed: str, size: int) -> bytes:
    """`size` bytes that do not compress; the same every time."""
    return hashlib.shake_256(seed.encode()).digest(size)


def binary_like(seed: str, size: int) -> bytes:
    """`size` bytes that compress to about half, as compiled programs do; the same every time."""
    hard = noise(seed, size // 2 + BLOCK)
    easy = (f"{seed} runtime.gopanic net/http.(*Server).Serve ".encode() * BLOCK)[:BLOCK]
    return b"".join(hard[at : at + BLOCK] + easy for at in range(0, size // 2 + 1, BLOCK))[:size]


def source_of(folder: Path, leaving_out: frozenset[str] = NOT_THE_APP) -> dict[str, SourceFile]:
    """The files of a folder as git would commit them, by path."""
    found = {}
    for path, entry in files_below(folder, leaving_out):
        if entry.is_symlink():
            target = os.fsencode(Path(entry.path).readlink())
            found[path] = SourceFile(stat.S_IFLNK, target)
        else:
            mode = 0o100755 if is_executable(entry) else 0o100644
            found[path] = SourceFile(mode, Path(entry.path).read_bytes())
    return found


def write_history(root: Path, source: dict[str, SourceFile]) -> None:
    """Make `root` a repository whose last commit holds `source`, about 30 MB in all.

    The source arrives in two commits; then come and go binary assets, which stay in the history.
    """
    store = MemoryObjectStore()
    parents: list[ObjectID] = []
    for number, (message, files) in enumerate(_states(source)):
        time = FIRST_COMMIT_TIME + number * SECONDS_BETWEEN_COMMITS
        parents = [_commit(store, files, message, time, parents)]
    with closing(Repo.init(root, default_branch=BRANCH)) as repository:
        repository.object_store.add_objects([(store[name], None) for name in sorted(store)])
        _point_to(repository, parents[0], source)


def commit_state(root: Path, message: str) -> None:
    """Commit the workspace as it is now, a day after the last commit; only `.git` changes.

    Raises NotGitRepository where `root` is none.
    """
    with closing(Repo(str(root))) as repository:
        parent_name = repository.head()
        parent = repository[parent_name]
        assert isinstance(parent, Commit)
        state = source_of(root, NEVER_COMMITTED)
        time = parent.commit_time + SECONDS_BETWEEN_COMMITS
        head = _commit(repository.object_store, state, message, time, [parent_name])
        _point_to(repository, head, state)


def _states(source: dict[str, SourceFile]) -> Iterator[tuple[str, dict[str, SourceFile]]]:
    top_level = {path: file for path, file in source.items() if "/" not in path}
    yield "Start the product catalog", top_level
    yield "Serve the products over HTTP", source
    assets: dict[str, SourceFile] = {}
    for message, sizes in PAST_ASSETS:
        added = {
            path: SourceFile(0o100644, noise(f"{path}: {message}", size))
            for path, size in sizes.items()
        }
        assets = assets | added if added else {}
        yield message, source | assets


def _commit(
    store: BaseObjectStore,
    files: dict[str, SourceFile],
    message: str,
    time: int,
    parents: list[ObjectID],
) -> ObjectID:
    entries = []
    for path, file in files.items():
        blob = Blob.from_string(file.content)
        if blob.id not in store:
            store.add_object(blob)
        entries.append((path.encode("utf-8", "surrogateescape"), blob.id, file.mode))
    commit = Commit()
    commit.tree = commit_tree(store, entries)
    commit.parents = parents
    commit.author = commit.committer = AUTHOR
    commit.author_time = commit.commit_time = time
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = message.encode() + b"\n"
    store.add_object(commit)
    return commit.id


def _point_to(repository: Repo, head: ObjectID, files: dict[str, SourceFile]) -> None:
    repository.refs[Ref(b"refs/heads/" + BRANCH)] = head
    index = Index(repository.index_path(), read=False)
    for path, file in files.items():
        index[path.encode("utf-8", "surrogateescape")] = IndexEntry(
            ctime=0,
            mtime=0,
            dev=0,
            ino=0,
            mode=file.mode,
            uid=0,
            gid=0,
            size=len(file.content),
            sha=Blob.from_string(file.content).id,
        )
    index.write()
