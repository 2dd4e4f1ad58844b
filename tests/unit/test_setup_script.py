"""What `scripts/setup.sh` says when it cannot go on."""

import os
import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "setup.sh"

PYTHON = """\
#!/bin/sh
case "$2" in *ensurepip*) exit 1;; *venv*) echo python3.11-venv;; esac
"""


def write_program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)
    return folder / name


def test_a_package_that_cannot_be_installed_is_told_in_three_parts(tmp_path: Path) -> None:
    project, programs = tmp_path / "project", tmp_path / "programs"
    (project / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, project / "scripts")
    for name in ("constraints.txt", "pyproject.toml"):
        (project / name).touch()
    python = write_program(programs, "python", PYTHON)
    write_program(programs, "id", "#!/bin/sh\necho 0\n")
    write_program(programs, "apt-get", "#!/bin/sh\necho no network >&2\nexit 100\n")
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(
        ["sh", str(project / "scripts" / "setup.sh")],
        env={"PATH": path, "PYTHON": f"/usr/bin/../..{python}"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert len(lines) >= 3
    assert lines[-2].startswith("  why:  ")
    assert lines[-1].startswith("  next: ")
    assert not (project / ".venv").exists()
