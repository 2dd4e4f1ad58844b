"""What a course's variant weighs and sends, for checks that compare an attempt with it."""

from collections.abc import Generator

import msgspec

from walkthrough.build.timing import BuildSummary
from walkthrough.engine.bases import rewrites
from walkthrough.engine.image_size import image_facts
from walkthrough.errors import BuildError
from walkthrough.learn.bench import Bench, UnseenError
from walkthrough.learn.model import CheckEvent
from walkthrough.learn.surroundings import Surroundings
from walkthrough.measure.series import Series


def variant_context_bytes(around: Surroundings, variant_id: str) -> int:
    """The bytes of the variant's build context; nothing is built."""
    kept = around.archive.context(around.hashes[variant_id])
    if kept is not None:
        return kept.bytes
    series = _series(around, variant_id)
    try:
        return series.context().facts().bytes
    finally:
        series.remove()


def variant_image_bytes(bench: Bench, variant_id: str) -> Generator[CheckEvent, None, int]:
    """The bytes of the variant's image; it is built where it was not measured here.

    Raises BuildError where it does not build.
    """
    around = bench.around
    kept = around.archive.image(around.hashes[variant_id])
    if kept is None:
        summary = yield from _built(bench, variant_id)
        client, known = around.engine.client, around.archive.layers()
        kept = image_facts(client, summary.image_id, bench.check_stop, known)
        around.archive.keep_image(around.hashes[variant_id], kept)
    return kept.unpacked_bytes


def _built(bench: Bench, variant_id: str) -> Generator[CheckEvent, None, BuildSummary]:
    around = bench.around
    series = _series(around, variant_id)
    try:
        request = series.request(
            series.context(), around.session, rewrites(around.bases), no_cache=False
        )
        bench.remember(series.namespace, series.variant.dockerfile)
        own = msgspec.structs.replace(request, tag=bench.new_tag())
        return (yield from bench.build(f"{variant_id}, to compare with", own))
    except UnseenError as error:
        raise BuildError(
            f"The course's {variant_id} does not build, so nothing can be compared with it.",
            f"{error.unseen.seen}\n{error.unseen.detail}".strip(),
            error.unseen.next_step,
        ) from error
    finally:
        series.remove()


def _series(around: Surroundings, variant_id: str) -> Series:
    return Series(around.course.variants[variant_id], around.app, around.home / "workspaces")
