"""What every check of an exercise is carried out with, put together once by the app."""

from pathlib import Path

from msgspec import Struct

from walkthrough.build.model import BuildDriver
from walkthrough.course.model import Course
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.measure.archive import Archive


class Surroundings(Struct, frozen=True):
    """The course, the engine with its bases, and what was measured of the course's variants.

    `hashes` are the variants' by id; workspaces lie below `home`.
    """

    course: Course
    app: Path
    home: Path
    engine: Engine
    engine_id: str
    driver: BuildDriver
    archive: Archive
    hashes: dict[str, str]
    session: str

    @property
    def bases(self) -> tuple[BaseUsed, ...]:
        """What the course's base images resolve to."""
        return self.archive.conditions.bases

    @property
    def probe_image(self) -> str:
        """An image with a shell and wget, to look at services with."""
        names = {one.reference for one in self.course.bases if one.stand_in == "alpine"}
        return next(one.image_id for one in self.bases if one.reference in names)
