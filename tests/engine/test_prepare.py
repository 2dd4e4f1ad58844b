"""Getting bases: what is there, what is pulled from a mirror, what falls back, what is repeated."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.pushed import push
from tests.engine.registry import Proxy, Registry, free_port, running_registry
from tests.engine.throwaway import build, read_file, remove_image
from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import (
    derived_reference,
    find_base,
    inspect,
    resolve_bases,
    rewrites,
    stand_in_reference,
)
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import image_id_of
from walkthrough.engine.naming import CONTAINER_LABEL
from walkthrough.engine.prepare import BaseNews, mirrored_reference, prepare
from walkthrough.engine.pull_error import PullError
from walkthrough.errors import BadInputError, CancelledError, NoUsableEngineError


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    with running_registry(tmp_path_factory.mktemp("registry")) as one:
        yield one


@pytest.fixture(autouse=True)
def no_own_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)


@pytest.fixture
def base(engine: Engine, registry: Registry) -> Iterator[BaseImage]:
    """A base that the mirror has and the engine does not."""
    one = BaseImage(f"test-{secrets.token_hex(4)}:1", "alpine", 4_000_000)
    push(engine.client, registry.host, f"library/{one.reference.removesuffix(':1')}")
    yield one
    remove_image(engine.client, derived_reference(one.reference))
    remove_image(engine.client, mirrored_reference(one.reference, registry.host))
    remove_image(engine.client, stand_in_reference(one.reference))


def test_a_base_is_pulled_from_a_mirror_and_builds_find_it(
    engine: Engine, registry: Registry, base: BaseImage
) -> None:
    news: list[BaseNews] = []
    used = prepare(engine, [base], "auto", registry.host, news.append)
    mirrored = mirrored_reference(base.reference, registry.host)
    assert [one.kind for one in used] == ["real"]
    assert used[0].note == f"from {registry.host}"
    assert used[0].image_id == image_id_of(engine.client, mirrored)
    assert news[0].text == f"about 4 MB to download from {registry.host}"
    assert inspect(engine, base.reference) is None, "the real name was given to something"
    replacement = rewrites(used)[base.reference]
    tag = f"walkthrough.local/test-{secrets.token_hex(4)}"
    dockerfile = f"FROM {replacement} AS a\nFROM scratch\nCOPY --from=a content /\n"
    assert build(engine.client, dockerfile, t=tag) is None
    remove_image(engine.client, tag)


def test_a_second_prepare_says_that_all_is_there(
    engine: Engine, registry: Registry, base: BaseImage
) -> None:
    first = prepare(engine, [base], "auto", registry.host)
    news: list[BaseNews] = []
    began = time.monotonic()
    assert prepare(engine, [base], "auto", registry.host, news.append) == first
    assert time.monotonic() - began < 2
    assert [one.text for one in news] == [f"already here: the real image (from {registry.host})"]
    assert resolve_bases(engine, [base]) == first


def test_what_is_on_the_engine_under_its_real_name_is_used_as_it_is(
    engine: Engine, registry: Registry, base: BaseImage
) -> None:
    mirrored = mirrored_reference(base.reference, registry.host)
    real = BaseImage(mirrored, "alpine", 0)
    with pytest.raises(NoUsableEngineError) as caught:
        resolve_bases(engine, [real])
    assert mirrored in caught.value.what
    assert "walkthrough prepare" in caught.value.next_step
    prepare(engine, [real], "real")
    used = resolve_bases(engine, [real])
    assert (used[0].kind, used[0].resolved, used[0].note) == ("real", "", "")
    assert rewrites(used) == {}


def test_without_a_registry_a_stand_in_is_made_and_the_reason_is_told(engine: Engine) -> None:
    bases = [BaseImage(f"test-{secrets.token_hex(4)}:1", "alpine", 0) for _ in range(2)]
    news: list[BaseNews] = []
    try:
        used = prepare(engine, bases, "auto", f"127.0.0.1:{free_port()}", news.append)
        again = prepare(engine, bases, "auto")
    finally:
        for one in bases:
            remove_image(engine.client, stand_in_reference(one.reference))
    assert [one.kind for one in used] == ["stand-in", "stand-in"]
    assert again == used
    texts = [one.text for one in news]
    assert any(
        text.startswith("not pulled: The engine cannot reach the registry") for text in texts
    )
    assert "not pulled: the registry did not answer before" in texts


def test_who_wants_real_images_gets_an_error_instead_of_a_stand_in(engine: Engine) -> None:
    base = BaseImage(f"test-{secrets.token_hex(4)}:1", "alpine", 0)
    with pytest.raises(PullError):
        prepare(engine, [base], "real", f"127.0.0.1:{free_port()}")
    assert inspect(engine, stand_in_reference(base.reference)) is None


def test_a_stand_in_can_be_had_beside_the_real_image(
    engine: Engine, registry: Registry, base: BaseImage
) -> None:
    prepare(engine, [base], "real", registry.host)
    assert prepare(engine, [base], "stand-in")[0].kind == "stand-in"
    assert resolve_bases(engine, [base])[0].kind == "real"
    assert resolve_bases(engine, [base], "stand-in")[0].kind == "stand-in"


def test_a_host_with_its_own_certificates_gets_them_into_the_go_image(
    engine: Engine,
    registry: Registry,
    base: BaseImage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("made-up certificates\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    go = BaseImage(base.reference, "golang", 0)
    used = prepare(engine, [go], "real", registry.host)
    name = used[0].resolved
    assert name == derived_reference(base.reference)
    assert used[0].note == f"from {registry.host}, with this host's CA certificates"
    assert used[0].kind == "real"
    certificates = read_file(engine.client, name, "/etc/ssl/certs/ca-certificates.crt")
    assert certificates == b"made-up certificates\n"
    before = image_id_of(engine.client, name)
    assert prepare(engine, [go], "real") == used
    assert image_id_of(engine.client, name) == before
    left = engine.client.containers(all=True, filters={"label": CONTAINER_LABEL, "ancestor": name})
    assert left == []


def test_new_certificates_replace_the_old_ones(
    engine: Engine,
    registry: Registry,
    base: BaseImage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go = BaseImage(base.reference, "golang", 0)
    for text in ("old\n", "new\n"):
        (tmp_path / "bundle.pem").write_text(text)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "bundle.pem"))
        name = prepare(engine, [go], "real", registry.host)[0].resolved
        found = read_file(engine.client, name, "/etc/ssl/certs/ca-certificates.crt")
        assert found.decode() == text


@pytest.mark.parametrize("mirror", ["https://example.org", "example.org/", "", "a b", "x:port"])
def test_a_mirror_that_is_no_registry_is_bad_input(engine: Engine, mirror: str) -> None:
    with pytest.raises(BadInputError) as caught:
        prepare(engine, [], "auto", mirror)
    assert "HOST:PORT" in caught.value.why


PREPARES = """\
import sys
from walkthrough.cli.prepare import prepare_showing_progress
from walkthrough.course.model import BaseImage
from walkthrough.engine.engine import find_engine

bases = [BaseImage(name, "alpine", 4_000_000) for name in sys.argv[2:]]
prepare_showing_progress(find_engine(), bases, "real", sys.argv[1])
"""


def test_ctrl_c_ends_the_pull_and_the_next_prepare_gets_the_rest(
    engine: Engine, registry: Registry, base: BaseImage, tmp_path: Path
) -> None:
    with Proxy(registry.port, bytes_per_second=300_000) as proxy:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", PREPARES, proxy.host, base.reference],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"WALKTHROUGH_HOME": str(tmp_path)},
        )
        deadline = time.monotonic() + 10
        while proxy.down_bytes < 200_000 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=3)
        assert proxy.wait_until_idle(2), "the engine goes on pulling"
        assert process.returncode != 0
        assert inspect(engine, mirrored_reference(base.reference, proxy.host)) is None
    assert find_base(engine, base.reference) is None
    assert prepare(engine, [base], "real", registry.host)[0].kind == "real"


def test_a_reader_who_gives_up_ends_the_pull(
    engine: Engine, registry: Registry, base: BaseImage
) -> None:
    def give_up(news: BaseNews) -> None:
        if news.current_bytes:
            raise CancelledError("Stopped.", "You asked for it.", "Again, if you like.")

    with Proxy(registry.port, bytes_per_second=300_000) as proxy:
        with pytest.raises(CancelledError):
            prepare(engine, [base], "auto", proxy.host, give_up)
        assert proxy.wait_until_idle(2), "the engine goes on pulling"
        assert inspect(engine, mirrored_reference(base.reference, proxy.host)) is None
    assert find_base(engine, base.reference) is None
