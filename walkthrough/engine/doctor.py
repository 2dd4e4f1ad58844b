"""The doctor: looks at an engine and all that the course needs of it, one check after another.

Looking is done here and in `doctor_network`; what a finding means is decided in `doctor_checks`.
"""

import platform
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import find_base
from walkthrough.engine.doctor_checks import (
    Check,
    api_check,
    base_check,
    clock_check,
    context_check,
    disk_check,
    engine_check,
    failure,
    hub_check,
    load_check,
    machine_checks,
    proxy_check,
    proxy_unknown,
    storage_checks,
)
from walkthrough.engine.doctor_network import first_module, hub_answers, module_proxy
from walkthrough.engine.engine import Engine, find_engine, require_buildkit
from walkthrough.engine.find import socket_path
from walkthrough.engine.model import BaseUsed, EngineFacts
from walkthrough.engine.other_work import busy_warning
from walkthrough.errors import NoUsableEngineError
from walkthrough.home import shipped


class Finding(Struct, frozen=True):
    """A check, with the engine's facts as soon as there are any."""

    check: Check
    facts: EngineFacts | None = None


def examine(bases: Sequence[BaseImage]) -> Iterator[Finding]:
    """Every check in order, each as soon as it is made. Changes nothing on the engine.

    Without an engine, or with one that cannot build, the first problem is the last check.
    """
    try:
        engine = find_engine()
    except NoUsableEngineError as error:
        yield Finding(failure("engine", "Engine", error))
        return
    try:
        facts = engine.facts()
        with engine.answering():
            for check in _checks(engine, facts, bases):
                yield Finding(check, facts)
    except NoUsableEngineError as error:
        yield Finding(failure("engine", "Engine", error))
    finally:
        engine.close()


def _checks(engine: Engine, facts: EngineFacts, bases: Sequence[BaseImage]) -> Iterator[Check]:
    yield engine_check(engine.endpoint, facts)
    yield context_check(engine.endpoint)
    try:
        require_buildkit(facts)
    except NoUsableEngineError as error:
        yield failure("buildkit", "BuildKit", error)
        return
    yield Check("buildkit", "BuildKit", "ok", "yes")
    yield api_check(facts)
    yield from storage_checks(facts)
    yield from machine_checks(facts)
    yield load_check(busy_warning(engine.endpoint))
    yield disk_check(free_disk_bytes(engine, facts), facts.root_directory)
    yield clock_check(str(engine.client.info().get("SystemTime", "")), datetime.now(UTC))
    found = {base.reference: find_base(engine, base.reference) for base in bases}
    for reference, used in found.items():
        yield base_check(reference, used)
    yield _hub(engine, found)
    yield _proxy(engine, bases, found)


def free_disk_bytes(engine: Engine, facts: EngineFacts) -> int | None:
    """Free bytes where the engine keeps its data, None where that is another machine's disk.

    An engine on a local socket may still run in a virtual machine: it then has another name.
    """
    directory = Path(facts.root_directory)
    is_local = socket_path(engine.endpoint) is not None and facts.name == platform.node()
    try:
        return shutil.disk_usage(directory).free if is_local else None
    except OSError:
        return None


def _hub(engine: Engine, found: dict[str, BaseUsed | None]) -> Check:
    reference = next(reversed(found), "alpine")
    is_missing = any(used is None for used in found.values())
    return hub_check(hub_answers(engine.client, reference), is_missing)


def _proxy(engine: Engine, bases: Sequence[BaseImage], found: dict[str, BaseUsed | None]) -> Check:
    golang = next((base.reference for base in bases if base.stand_in == "golang"), "")
    used = found.get(golang)
    if used is None:
        return proxy_unknown()
    module = first_module(shipped("sample-go-app") / "go.mod")
    return proxy_check(*module_proxy(engine.client, used.resolved or golang, module))
