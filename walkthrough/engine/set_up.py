"""What setting up would do on this machine and what it would cost, told before it is done."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import find_base
from walkthrough.engine.doctor import free_disk_bytes
from walkthrough.engine.doctor_checks import disk_check
from walkthrough.engine.engine import Engine, usable_engine
from walkthrough.engine.install import engine_to_come
from walkthrough.engine.prepare import download_words
from walkthrough.errors import NoUsableEngineError
from walkthrough.home import data_home


class SetUpPlan(Struct, frozen=True):
    """What would be done, one line each; nothing where nothing is missing.

    `obstacle` says what the reader has to do first where walkthrough cannot set up by itself.
    """

    lines: tuple[str, ...] = ()
    obstacle: str = ""


def plan_set_up(bases: Sequence[BaseImage]) -> SetUpPlan:
    """What is missing here, how it would be had and at what price. Changes nothing."""
    try:
        engine = usable_engine()
    except NoUsableEngineError as error:
        coming = engine_to_come()
        if not coming:
            return SetUpPlan(obstacle=error.next_step)
        return SetUpPlan((f"Engine: {coming}", *map(_base_words, bases), _disk_here()))
    with closing(engine):
        missing = [base for base in bases if find_base(engine, base.reference) is None]
        if not missing:
            return SetUpPlan()
        return SetUpPlan((*map(_base_words, missing), _disk_of(engine)))


def _base_words(base: BaseImage) -> str:
    stand_in = download_words(base, "stand-in")
    return f"{base.reference}: {download_words(base, 'auto')}; if that fails, {stand_in}"


def _disk_of(engine: Engine) -> str:
    facts = engine.facts()
    check = disk_check(free_disk_bytes(engine, facts), facts.root_directory)
    return f"{check.title}: {check.found}"


def _disk_here() -> str:
    folder = _nearest_folder(data_home())
    check = disk_check(shutil.disk_usage(folder).free, str(folder))
    return f"{check.title}: {check.found}"


def _nearest_folder(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.is_dir())
