"""Which stages a build carries out."""

import pytest

from walkthrough.course.dockerfile import parse
from walkthrough.course.needed_stages import needed_stages

STAGES = """FROM golang AS deps
RUN fetch
FROM deps AS build
RUN --mount=from=tools,target=/tools make
FROM alpine AS tools
FROM alpine AS docs
COPY --from=0 /src /src
FROM alpine
COPY --from=Build /app /app
"""


@pytest.mark.parametrize(
    ("target", "needed"),
    [
        (None, [0, 1, 4]),
        ("build", [0, 1]),
        ("docs", [0, 3]),
        ("2", [2]),
        ("DEPS", [0]),
    ],
)
def test_only_what_the_target_starts_or_copies_from_is_built(
    target: str | None, needed: list[int]
) -> None:
    assert [one.index for one in needed_stages(parse(STAGES), target)] == needed


def test_a_mount_brings_the_stage_that_it_is_from() -> None:
    text = "FROM alpine AS tools\nFROM alpine\nRUN --mount=type=bind,from=tools,target=/t run\n"
    assert len(needed_stages(parse(text))) == 2
