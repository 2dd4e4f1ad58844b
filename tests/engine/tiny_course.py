"""A course of two tiny variants that build in a second, for tests of runs."""

from pathlib import Path

from walkthrough.course.model import BaseImage, Course, Edit, Lesson, Scenario, Variant

WORK = "RUN sleep 0.3 && wc -c main.txt > /size.txt"
CACHE_MOUNT = (
    "RUN --mount=type=cache,target=/cache echo found: $(ls /cache) && touch /cache/filled &&"
)
EDIT = Edit("replace-line", "main.txt", "edition ", "edition {nonce}")
DOCS_EDIT = Edit("append", "README.md", text="{nonce}")
SCENARIOS = {
    "cold": Scenario("cold", "Cold build", "", "fresh"),
    "rebuild": Scenario("rebuild", "Nothing changed", "", "same"),
    "code-edit": Scenario("code-edit", "Code edit", "", "same", EDIT),
    "docs-edit": Scenario("docs-edit", "Docs edit", "", "same", DOCS_EDIT),
}


def variant(name: str, dockerfile: str, ignore: str | None = None) -> Variant:
    """A variant whose context is the app's only folder."""
    return Variant(name, "tiny", name, "", "Dockerfile", dockerfile, ignore, app="tiny")


def tiny_course(base: BaseImage) -> Course:
    """`plain` copies everything, `ignored` leaves the documentation out; `broken` fails;
    `caching` tells what is in its cache mount, and leaves a file there."""
    start = f"FROM {base.reference}\nWORKDIR /app\n"
    lesson = Lesson("tiny", 1, "Tiny", 1, "", ("plain", "ignored"), tuple(SCENARIOS), (), (), ())
    variants = (
        variant("plain", f"{start}COPY . .\n{WORK}\n"),
        variant("ignored", f"{start}COPY . .\n{WORK}\n", ignore="*.md\n"),
        variant("broken", f"{start}COPY . .\nRUN echo before && false\n"),
        variant("slow", f"{start}COPY . .\nRUN sleep 60\n"),
        variant("caching", f"{start}COPY . .\n{WORK.replace('RUN', CACHE_MOUNT)}\n"),
    )
    return Course("Tiny", (lesson,), {one.id: one for one in variants}, SCENARIOS, (base,))


def tiny_app(folder: Path) -> Path:
    """The app that the tiny variants build."""
    app = folder / "app"
    (app / "tiny").mkdir(parents=True)
    (app / "tiny" / "main.txt").write_text("edition first\n", encoding="utf-8")
    (app / "tiny" / "README.md").write_text("Read me.\n", encoding="utf-8")
    return app
