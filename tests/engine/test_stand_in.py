"""Stand-ins made for real: what is in them, and that they serve as the images they stand for."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest

from tests.engine.throwaway import build, remove_image
from walkthrough.course.load import load_course
from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import find_base, inspect, stand_in_reference
from walkthrough.engine.certificates import host_certificates
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import image_id_of
from walkthrough.engine.naming import CONTAINER_LABEL
from walkthrough.engine.prepare import prepare
from walkthrough.engine.stand_in import make_stand_in, missing_tool_hint
from walkthrough.engine.stand_in_go import GO_VERSION


@pytest.fixture(scope="module")
def alpine(engine: Engine) -> Iterator[str]:
    """A freshly made stand-in for Alpine under a name of this test's own."""
    base = BaseImage(f"test-{secrets.token_hex(4)}:3", "alpine", 0)
    yield make_stand_in(engine, base, lambda text: None)
    remove_image(engine.client, stand_in_reference(base.reference))


@pytest.fixture(scope="module")
def golang(engine: Engine) -> str:
    """The course's own stand-in for Go's image; made if it is not there, and left there."""
    bases = [base for base in load_course().bases if base.stand_in == "golang"]
    return prepare(engine, bases, "stand-in")[0].resolved


def run(client: docker.APIClient, image: str, script: str) -> tuple[int, str]:
    """Run a shell script in a container without a network; its exit code and its output."""
    daemon: Any = client
    container = daemon.create_container(
        image,
        ["sh", "-c", f"exec 2>&1\n{script}"],
        labels={CONTAINER_LABEL: "test"},
        network_disabled=True,
    )["Id"]
    try:
        daemon.start(container)
        code = daemon.wait(container, timeout=300)["StatusCode"]
        return code, daemon.logs(container).decode()
    finally:
        daemon.remove_container(container, force=True)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("adduser -D app; id app", "uid=1000(app) gid=1000(app) groups=1000(app)"),
        ("adduser -S app; id app", "uid=100(app) gid=65533(nogroup) groups=65533(nogroup)"),
        ("addgroup -S g; adduser -S app -G g; id app", "uid=100(app) gid=100(g) groups=100(g)"),
        ("addgroup -g 2000 g; adduser -DHu 3000 -G g app; id -u app; id -gn app", "3000\ng"),
        ("adduser -D -u 1234 app; id app", "uid=1234(app) gid=1234(app) groups=1234(app)"),
        ("adduser -D -h /srv/app app; stat -c %U:%G:%a /srv/app", "app:app:2755"),
        ("adduser -DH app; ls /home; grep ^app: /etc/passwd | cut -d: -f6", "/home/app"),
        ("adduser -D -s /bin/false app; grep ^app: /etc/passwd | cut -d: -f7", "/bin/false"),
        ("adduser -S app; grep ^app: /etc/passwd | cut -d: -f7", "/sbin/nologin"),
        ("adduser -D -g 'A Name' app; grep ^app: /etc/passwd | cut -d: -f5", "A Name"),
        ("adduser -D app; su app -c 'id -un; echo $HOME'", "app\n/home/app"),
        (
            'adduser --disabled-password --gecos "" --home /nonexistent --shell /sbin/nologin '
            "--no-create-home --uid 10001 app; grep ^app: /etc/passwd; ls -d /nonexistent",
            "app:x:10001:10001::/nonexistent:/sbin/nologin\n"
            "ls: /nonexistent: No such file or directory",
        ),
        (
            "addgroup -g 2000 g; adduser -D app; adduser app g; addgroup app g; "
            "grep ^g: /etc/group",
            "g:x:2000:app",
        ),
        (
            "addgroup g; adduser -D a; adduser -D b; addgroup a g; addgroup b g; "
            "grep ^g: /etc/group",
            "g:x:1000:a,b",
        ),
        ("adduser -D app; adduser -D app; echo $?", "adduser: user 'app' in use\n1"),
        ("adduser -D -G none app; echo $?", "adduser: unknown group none\n1"),
        ("adduser -D -u 0 app; echo $?", "adduser: uid '0' in use\n1"),
        ("addgroup root; echo $?", "addgroup: group 'root' in use\n1"),
        ("addgroup -g 0 g; echo $?", "addgroup: gid '0' in use\n1"),
        ("addgroup nobody nowhere; echo $?", "addgroup: unknown group nowhere\n1"),
        ("addgroup noone root; echo $?", "addgroup: unknown user noone\n1"),
    ],
)
def test_accounts_are_made_as_on_alpine(
    client: docker.APIClient, alpine: str, script: str, expected: str
) -> None:
    _, output = run(client, alpine, script)
    assert output.strip() == expected


def test_a_build_makes_an_account_and_runs_as_it(client: docker.APIClient, alpine: str) -> None:
    dockerfile = (
        f"FROM {alpine}\n"
        "RUN addgroup -S app && adduser -S app -G app\n"
        "USER app\n"
        'RUN test "$(id -un):$(id -gn)" = app:app && echo x > /tmp/x\n'
    )
    tag = f"walkthrough.local/test-{secrets.token_hex(4)}"
    error = build(client, dockerfile, t=tag)
    remove_image(client, tag)
    assert error is None


def test_an_alpine_stand_in_says_that_it_is_one(client: docker.APIClient, alpine: str) -> None:
    _, output = run(client, alpine, ". /etc/os-release; echo $PRETTY_NAME")
    assert "stand-in for test-" in output
    assert "no package manager" in output


def test_an_alpine_stand_in_has_what_lessons_need(client: docker.APIClient, alpine: str) -> None:
    script = (
        "mkdir -p /www && echo served > /www/page && httpd -p 8080 -h /www && "
        "wget -qO- http://127.0.0.1:8080/page && stat -c %a /tmp && "
        "sha256sum < /etc/ssl/certs/ca-certificates.crt && cat /etc/ssl/cert.pem | sha256sum && "
        "sh -c 'env echo env' && tar --help 2>&1 | head -n 1"
    )
    code, output = run(client, alpine, script)
    lines = output.splitlines()
    assert code == 0
    assert lines[:2] == ["served", "1777"]
    assert lines[2] == lines[3]
    assert len(host_certificates()) > 10_000
    assert lines[4] == "env"


def test_making_a_stand_in_again_gives_the_same_image(engine: Engine, alpine: str) -> None:
    base = BaseImage(
        alpine.removeprefix("walkthrough.local/").removesuffix("-stand-in"), "alpine", 0
    )
    before = image_id_of(engine.client, alpine)
    assert make_stand_in(engine, base, lambda text: None) == alpine
    assert image_id_of(engine.client, alpine) == before


def test_a_go_stand_in_compiles_and_runs_a_program(client: docker.APIClient, golang: str) -> None:
    script = (
        "go version && go env GOPATH GOTOOLCHAIN && pwd && stat -c %a /go/bin /go/src && "
        "mkdir /m && cd /m && go mod init example.org/m 2>/dev/null && "
        "printf 'package m\\n\\nfunc Two() int {return 2}\\n' > m.go && gofmt -l . && go vet . && "
        "go build ."
    )
    code, output = run(client, golang, script)
    lines = output.splitlines()
    assert code == 0, output
    assert lines[0].startswith(f"go version go{GO_VERSION} linux/")
    assert lines[1:] == ["/go", "local", "/go", "1777", "1777", "m.go"]


def test_a_missing_program_is_told_as_the_stand_ins_fault(
    client: docker.APIClient, alpine: str
) -> None:
    code, output = run(client, alpine, "apk add --no-cache git")
    assert code == 127
    hint = missing_tool_hint(output)
    assert hint is not None
    assert "stand-in without apk" in hint
    error = build(client, f'FROM {alpine}\nRUN ["bash", "-c", "true"]\n')
    assert error is not None
    _, output = run(client, alpine, "bash -c true; make; git")
    assert "apk add --no-cache bash" in (missing_tool_hint(output) or "")


def test_the_engine_builds_from_a_stand_in_under_the_real_name(engine: Engine, alpine: str) -> None:
    reference = alpine.removeprefix("walkthrough.local/").removesuffix("-stand-in")
    found = find_base(engine, reference)
    assert found is not None
    assert (found.kind, found.resolved) == ("stand-in", alpine)
    assert inspect(engine, reference) is None


INTERRUPTED = """\
import sys
from walkthrough.cli.prepare import prepare_showing_progress
from walkthrough.course.model import BaseImage
from walkthrough.engine.engine import find_engine

base = BaseImage(sys.argv[1], "golang", 0)
prepare_showing_progress(find_engine(), [base], "stand-in")
"""


@pytest.mark.parametrize("moment", ["fetching", "loading"])
def test_ctrl_c_while_a_stand_in_is_made_leaves_nothing(
    engine: Engine, tmp_path: Path, moment: str
) -> None:
    reference = f"test-{secrets.token_hex(4)}:1"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", INTERRUPTED, reference],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"WALKTHROUGH_HOME": str(tmp_path)},
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if moment in line:
            break
    time.sleep(0.3)
    os.killpg(process.pid, 2)
    process.communicate(timeout=10)
    assert process.returncode != 0
    assert list((tmp_path / "workspaces").iterdir()) == []
    assert inspect(engine, stand_in_reference(reference)) is None
