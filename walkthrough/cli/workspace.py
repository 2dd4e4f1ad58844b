"""`walkthrough workspace`: a variant's build context as a folder, to build by hand."""

import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import msgspec

from walkthrough.app_context import sample_app
from walkthrough.build.rewrite import rewrite_bases
from walkthrough.course.dockerfile import parse
from walkthrough.course.load import load_course
from walkthrough.course.model import Course, Variant
from walkthrough.engine.bases import find_base, rewrites
from walkthrough.engine.engine import usable_engine
from walkthrough.engine.model import Endpoint
from walkthrough.errors import BadInputError, NoUsableEngineError
from walkthrough.report.numbers import size
from walkthrough.workspace.layout import lay_out


@click.command(name="workspace")
@click.argument("variant", metavar="VARIANT")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(variant: str, folder: Path) -> None:
    """Lay out what VARIANT is built from in the new or empty folder DIR, to build it by hand.

    Nothing is overwritten. Where the engine has no real base image but a stand-in, the FROM lines
    name that. The end says the docker command.
    """
    course = load_course()
    chosen = chosen_variant(course, variant)
    endpoint, replaced = bases_here(course)
    dockerfile = rewrite_bases(chosen.dockerfile, replaced, chosen.build_args)
    lay_out(msgspec.structs.replace(chosen, dockerfile=dockerfile), sample_app(), folder)
    files = [one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()]
    weight = size(sum(one.stat().st_size for one in files))
    click.echo(f"{chosen.id} lies in {folder}: {len(files)} files, {weight}.")
    if dockerfile != chosen.dockerfile:
        click.echo("Its FROM lines name this engine's own images: docker build finds those only.")
    for line in build_words(chosen, folder, endpoint):
        click.echo(line.replace("\u00a0", " "))


def chosen_variant(course: Course, name: str) -> Variant:
    """The variant with this id. Raises BadInputError for a name that none has."""
    variant = course.variants.get(name)
    if variant is None:
        raise BadInputError(
            f"There is no variant {name!r}.",
            f"The course has: {', '.join(course.variants)}.",
            "Name one of these.",
        )
    return variant


def bases_here(course: Course) -> tuple[Endpoint | None, dict[str, str]]:
    """The engine that is used and what its FROM lines have to name; none where none answers."""
    try:
        engine = usable_engine()
    except NoUsableEngineError:
        return None, {}
    with closing(engine):
        found = (find_base(engine, base.reference) for base in course.bases)
        return engine.endpoint, rewrites(used for used in found if used is not None)


def build_words(variant: Variant, folder: Path, endpoint: Endpoint | None) -> Iterator[str]:
    """The commands that build the whole and each named stage, with what they need."""
    if endpoint is not None and endpoint.source == "private":
        yield "Tell the docker command where walkthrough's engine is:"
        yield f"  export DOCKER_HOST={endpoint.host}"
    yield "Build it:"
    yield f"  {build_command(variant, folder, variant.target, variant.id)}"
    stages = [stage.name for stage in parse(variant.dockerfile).stages[:-1] if stage.name]
    if stages:
        yield "Build one stage alone, to look into it:"
    for stage in stages:
        yield f"  {build_command(variant, folder, stage, f'{variant.id}-{stage}')}"
    if "--mount=" in variant.dockerfile:
        yield "RUN --mount needs BuildKit: Docker 23 or newer, or DOCKER_BUILDKIT=1 before it."
    yield f"It is yours: remove {folder} when you are done."


def build_command(variant: Variant, folder: Path, target: str | None, tag: str) -> str:
    """The docker command for a target of the variant, as a shell takes it."""
    arguments = [f"--build-arg={name}={value}" for name, value in variant.build_args.items()]
    if target:
        arguments += ["--target", target]
    return shlex.join(["docker", "build", *arguments, "-t", tag, str(folder)])
