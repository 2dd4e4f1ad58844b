"""An edit between two builds, what it makes run again and why: the form of a table's rows.

In short form a cause is `4 files main.go +new.go -gone.go mode.go*`, `5 argument VERSION=2 was 1`,
`2 instruction 1: 'now' was 'before'`, `2 base new was old`.
"""

from msgspec import Struct

from tests.unit.measure.edits import Edit, nothing, replace


class Case(Struct, frozen=True):
    """An edit between two builds of a variant.

    `start` is made before the first build. `ran` are the lines whose steps the second one runs
    again, `causes` what has to be named.
    """

    variant: str
    what: str
    edit: Edit
    ran: tuple[int, ...] = ()
    causes: tuple[str, ...] = ()
    start: Edit = nothing

    @property
    def id(self) -> str:
        """The case's name in a test's output."""
        return f"{self.variant}: {self.what}"


COPY_MODULES = "COPY go.mod go.sum ./\n"
DOWNLOAD = "RUN go mod download -x\n"
FIRST_WORKDIR = "AS builder\nWORKDIR /usr/src/app\n"
MOUNTED_MODULES = (
    "RUN --mount=type=bind,source=go.mod,target=go.mod "
    "--mount=type=bind,source=go.sum,target=go.sum go mod download -x\n"
)
MUG = "products/field-mug.json"
OLD = "out/product-catalog-"


def before_download(lines: str) -> Edit:
    """Put lines between the modules' COPY and their RUN."""
    return replace(DOWNLOAD, f"{lines}{DOWNLOAD}")
