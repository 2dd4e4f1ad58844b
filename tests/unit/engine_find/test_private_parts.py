"""A private engine's mounts and traces are recognised, and nobody else's."""

import os
from pathlib import Path

import msgspec
import pytest

from walkthrough.engine import private, private_mounts
from walkthrough.engine.private_mounts import mounts_below
from walkthrough.engine.private_process import dockerd, end_remains, pid_file
from walkthrough.engine.private_traces import is_current, keep, read, record
from walkthrough.errors import BadInputError, NoUsableEngineError

MOUNTS = r"""
22 1 254:0 / / rw - ext4 /dev/vda rw
90 22 0:50 / /data/engine/run/netns/x rw - nsfs nsfs rw
91 22 0:51 / /data/engine rw - tmpfs tmpfs rw
92 22 0:52 / /data/engine/data rw - ext4 /dev/vda rw
93 22 0:53 / /data/engine/data/overlay2/1/merged rw - overlay overlay rw
94 22 0:54 / /data/engine2/data rw - ext4 /dev/vda rw
95 22 0:55 / /data/engine/with\040space\134040 rw - tmpfs tmpfs rw
""".strip()


def test_mounts_are_taken_down_from_the_deepest_and_only_in_the_folder() -> None:
    assert mounts_below(Path("/data/engine"), MOUNTS) == (
        Path("/data/engine/data/overlay2/1/merged"),
        Path("/data/engine/run/netns/x"),
        Path("/data/engine/data"),
        Path("/data/engine/with space\\040"),
    )


def test_the_first_record_of_a_boot_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    now = record()
    first = msgspec.structs.replace(now, interfaces=("lo",))
    keep(first, file)
    keep(now, file)
    assert read(file) == first


def test_a_record_of_another_boot_or_network_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    now = record()
    assert is_current(now)
    for stale in ({"boot": "another"}, {"network": "net:[1]"}):
        old = msgspec.structs.replace(now, **stale)
        assert not is_current(old)
        file.write_bytes(msgspec.json.encode(old))
        keep(now, file)
        assert read(file) == now


def test_a_record_that_was_half_written_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text('{"boot": "')
    assert read(tmp_path / "before.json") is None
    assert not is_current(read(tmp_path / "none.json"))


def test_the_number_of_another_process_is_not_an_engine(tmp_path: Path) -> None:
    pid_file(tmp_path).write_text(str(os.getppid()))
    assert dockerd(tmp_path) is None
    end_remains(tmp_path)
    assert Path(f"/proc/{os.getppid()}").exists()


def test_who_is_not_root_on_linux_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(BadInputError) as failure:
        private.start(lambda text: None)
    assert "root" in failure.value.what or "Linux only" in failure.value.what
    assert not (tmp_path / "home").exists()


def test_a_mount_that_stays_keeps_the_folder_from_being_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "engine" / "data").mkdir(parents=True)
    (home / "engine" / "data" / "theirs").write_text("precious")
    (tmp_path / "link").symlink_to("home")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 254:0 / {home.resolve()}/engine/data rw - ext4 /dev/vda rw\n")
    monkeypatch.setattr(private_mounts, "MOUNTS", mounts)
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "link"))
    with pytest.raises(NoUsableEngineError) as failure:
        private.delete(lambda text: None)
    assert f"{home.resolve()}/engine/data is mounted" in failure.value.what
    assert "umount" in failure.value.next_step
    assert (home / "engine" / "data" / "theirs").read_text() == "precious"


def test_mounts_are_found_through_a_symbolic_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "link").symlink_to("engine")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 254:0 / {tmp_path.resolve()}/engine/data rw - ext4 /dev/vda rw\n")
    monkeypatch.setattr(private_mounts, "MOUNTS", mounts)
    with pytest.raises(NoUsableEngineError):
        private_mounts.unmount_below(tmp_path / "link")
