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


COMPLETE_PYTHON = """\
#!/bin/sh
if [ "$2" = venv ]; then
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    echo "VIRTUAL_ENV=$PWD/$3" >"$3/bin/activate"
fi
"""


def write_program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)
    return folder / name


def new_project(folder: Path) -> Path:
    """A checkout with the script and nothing to install."""
    project = folder / "project"
    (project / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, project / "scripts")
    for name in ("constraints.txt", "pyproject.toml"):
        (project / name).touch()
    return project


def set_up(project: Path, path: str, python: str) -> "subprocess.CompletedProcess[str]":
    """The script as `make` runs it."""
    return subprocess.run(
        ["sh", str(project / "scripts" / "setup.sh")],
        env={"PATH": path, "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_last_line_says_what_comes_next_and_a_second_time_nothing(tmp_path: Path) -> None:
    project = new_project(tmp_path)
    python = write_program(tmp_path / "programs", "python", COMPLETE_PYTHON)
    first = set_up(project, os.environ["PATH"], str(python))
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines()[-1] == (
        "Set up: .venv/bin/walkthrough opens the course, as make tour does."
    )
    second = set_up(project, os.environ["PATH"], str(python))
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_a_package_that_cannot_be_installed_is_told_in_three_parts(tmp_path: Path) -> None:
    project, programs = new_project(tmp_path), tmp_path / "programs"
    python = write_program(programs, "python", PYTHON)
    write_program(programs, "id", "#!/bin/sh\necho 0\n")
    write_program(programs, "apt-get", "#!/bin/sh\necho no network >&2\nexit 100\n")
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    ended = set_up(project, path, f"/usr/bin/../..{python}")
    lines = ended.stderr.splitlines()
    assert ended.returncode == 1
    assert len(lines) >= 3
    assert lines[-2].startswith("  why:  ")
    assert lines[-1].startswith("  next: ")
    assert not (project / ".venv").exists()
