"""The full log in the reader's own pager, on a real terminal, while the build goes on."""

import sys
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal, package_path

SECONDS = 60.0
PAGER = """\
import sys
from pathlib import Path
found = Path(sys.argv[1]).read_text(encoding="utf-8")
print("PAGER", "module-0 " in found, flush=True)
sys.stdin.read(1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_the_pager_has_the_terminal_until_it_is_closed(tmp_path: Path) -> None:
    pager = tmp_path / "pager.py"
    pager.write_text(PAGER, encoding="utf-8")
    environment = {
        "WALKTHROUGH_HOME": str(tmp_path / "home"),
        "PAGER": f"{Path(sys.executable).as_posix()} {pager.as_posix()}",
        "PYTHONPATH": package_path(),
    }
    outcome = tmp_path / "outcome.json"
    command = [sys.executable, "-m", "benchmarks.screen_child", str(outcome), "100000", "200"]
    with Terminal(command, environment) as terminal:
        terminal.painted("module-20", SECONDS)
        terminal.press(b"o")
        terminal.painted("PAGER True", SECONDS)
        terminal.press(b"\n")
        terminal.painted("compare, when done", SECONDS)
