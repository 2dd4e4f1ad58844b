"""Laying out a workspace: the folder that a variant's build sees, fresh for each variant."""

from pathlib import Path

from walkthrough.course.model import Variant
from walkthrough.errors import BadInputError
from walkthrough.workspace.carried import carried_along
from walkthrough.workspace.model import Workspace
from walkthrough.workspace.tree import copy_app, copy_tree


def lay_out(variant: Variant, app: Path, into: Path) -> Workspace:
    """Put the variant's app folder, Dockerfile and ignore file into the new folder `into`.

    The whole app (`.`) also gets what real repositories carry around: `.git` with history, old
    binaries in `out/`, `docs/`, an `.env`. The Dockerfile is named `Dockerfile`, as its reader
    would name it. Raises BadInputError where the app folder is missing or `into` is in use.
    """
    source = app / variant.app
    if not source.is_dir():
        raise BadInputError(
            f"The app folder {source} does not exist.",
            f"The variant {variant.id!r} is built from it.",
            "Reinstall walkthrough, or check `app` in the lesson pack.",
        )
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BadInputError(
            f"Cannot lay out {variant.id!r} in {into}.",
            "A workspace needs a new or an empty folder, and this one is in use.",
            "Name another folder, or remove what is in it.",
        )
    into.mkdir(parents=True, exist_ok=True)
    if variant.app == ".":
        with carried_along(source) as carried:
            copy_tree(carried, into)
    copy_app(source, into)
    workspace = Workspace(root=into, variant_id=variant.id)
    (into / workspace.dockerfile_name).write_text(
        variant.dockerfile, encoding="utf-8", newline="\n"
    )
    if variant.ignore is not None:
        (into / ".dockerignore").write_text(variant.ignore, encoding="utf-8", newline="\n")
    return workspace
