"""Which caches of an earlier series a later one may go on with."""

import pytest

from walkthrough.measure.model import CachesLeft

LEFT = CachesLeft("walkthrough-1", ("one", "two"))
MODULES, COMPILED = "/go/pkg/mod", "/root/.cache/go-build"


@pytest.mark.parametrize(
    ("left", "mount_ids", "there", "serves"),
    [
        (LEFT, (MODULES, COMPILED), {"one", "two", "other"}, True),
        (LEFT, (MODULES,), {"one", "two"}, True),
        (LEFT, (MODULES, COMPILED), {"one", "other"}, False),
        (LEFT, (MODULES, COMPILED, "/third"), {"one", "two", "other"}, False),
        (LEFT, (), {"one", "two"}, False),
        (CachesLeft("walkthrough-1", ()), (MODULES,), {"one"}, False),
    ],
    ids=[
        "all there",
        "and one of somebody else's that came meanwhile",
        "one gone",
        "one never seen",
        "no cache mounts: nothing to go on with",
        "an engine that tells of none",
    ],
)
def test_all_mounts_have_to_be_there_still(
    left: CachesLeft, mount_ids: tuple[str, ...], there: set[str], serves: bool
) -> None:
    assert left.serve(mount_ids, there) is serves
