"""A large build context is streamed: it never lies in memory as a whole."""

import subprocess
import sys
from pathlib import Path

import pytest

MIB = 1024 * 1024

STREAM = """
import sys
from pathlib import Path
from tests.unit.workspace.trees import archive_of
from walkthrough.workspace.context import Context

def peak_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if "VmHWM" in line))

small, large, kept_whole = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "whole"
archive_of(small)
before = peak_kib()
context = Context(large, "Dockerfile", "FROM scratch\\n")
sent = len(archive_of(large)) if kept_whole else sum(map(len, context.chunks()))
facts = context.facts()
assert facts.bytes == sent
print(sent, peak_kib() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
@pytest.mark.parametrize(("how", "files"), [("streamed", 10), ("whole", 2)])
def test_500_megabytes_of_context_need_less_than_30_of_memory(
    how: str, files: int, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    large = tmp_path / "large"
    for number in range(2000):
        file = large / f"folder-{number % 20}" / f"{number}.go"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"package main\n")
    for number in range(files):
        with (large / f"video-{number}").open("wb") as video:
            video.truncate(50 * MIB)

    run = subprocess.run(
        [sys.executable, "-c", STREAM, str(small), str(large), how],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    sent, rise_kib = map(int, run.stdout.split())
    assert sent > files * 50 * MIB
    if how == "streamed":
        assert rise_kib * 1024 < 30 * MIB
    else:
        assert rise_kib * 1024 > 90 * MIB, "the measurement does not see a whole archive in memory"
