"""Watching a folder: what is saved is checked, and a newer save ends an older check."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkthrough.errors import BadInputError, CancelledError, WalkthroughError
from walkthrough.learn.model import CheckEvent, CheckFinished, CheckPlanned
from walkthrough.learn.reader_files import ReaderFiles, dockerfile_text
from walkthrough.learn.watch import Watch

PATIENCE_S = 30


class SlowRun:
    """Ends at once for a Dockerfile that says `quick`, else only when it is cancelled."""

    def __init__(self, files: ReaderFiles) -> None:
        self._text = dockerfile_text(files)
        self._cancelled = threading.Event()

    def run(self) -> Iterator[CheckEvent]:
        yield CheckPlanned(self._text, ())
        if "quick" not in self._text:
            assert self._cancelled.wait(PATIENCE_S)
            raise CancelledError("Stopped.", "", "")
        yield CheckFinished(self._text, (), True, 0.0)

    def cancel(self) -> None:
        self._cancelled.set()


class Heard:
    """What a watch tells, waited for."""

    def __init__(self) -> None:
        self.news: list[CheckEvent | WalkthroughError] = []
        self._changed = threading.Condition()

    def tell(self, news: CheckEvent | WalkthroughError) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()

    def wait_for(self, wanted: type[object], count: int = 1) -> object:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._of(wanted)) >= count, PATIENCE_S)
            return self._of(wanted)[count - 1]

    def _of(self, wanted: type[object]) -> list[object]:
        return [one for one in self.news if isinstance(one, wanted)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exercise"
    made.mkdir()
    save(made, "Dockerfile", b"FROM slow\n")
    return made


def save(folder: Path, name: str, content: bytes) -> None:
    """Save as editors do: the file is there whole, or as it was before."""
    written = folder.with_name("written")
    written.write_bytes(content)
    written.replace(folder / name)


@pytest.fixture
def heard(folder: Path) -> Iterator[Heard]:
    found = Heard()
    watch = Watch(folder, SlowRun, found.tell)
    thread = threading.Thread(target=watch.watch)
    thread.start()
    yield found
    watch.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_a_newer_save_ends_the_check_that_it_outdates(folder: Path, heard: Heard) -> None:
    heard.wait_for(CheckPlanned)
    save(folder, "Dockerfile", b"FROM quick\n")
    finished = heard.wait_for(CheckFinished)
    assert isinstance(finished, CheckFinished)
    assert finished.exercise == "FROM quick\n"


def test_a_bad_save_is_told_once_and_a_good_one_is_checked_again(
    folder: Path, heard: Heard
) -> None:
    heard.wait_for(CheckPlanned)
    save(folder, "Dockerfile", b"\0")
    error = heard.wait_for(BadInputError)
    assert isinstance(error, BadInputError) and "is not a text" in error.what
    save(folder, "Dockerfile", b"FROM quick\n")
    heard.wait_for(CheckFinished)
    assert sum(isinstance(one, BadInputError) for one in heard.news) == 1


def test_what_an_editor_leaves_beside_it_starts_no_check(folder: Path, heard: Heard) -> None:
    heard.wait_for(CheckPlanned)
    save(folder, "Dockerfile~", b"FROM other\n")
    save(folder, "Dockerfile", b"FROM slow\n")
    save(folder, "Dockerfile", b"FROM quick\n")
    heard.wait_for(CheckFinished)
    planned = [one.exercise for one in heard.news if isinstance(one, CheckPlanned)]
    assert planned == ["FROM slow\n", "FROM quick\n"]


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="There is no exercise"):
        Watch(tmp_path / "nowhere", SlowRun, lambda _: None).watch()
