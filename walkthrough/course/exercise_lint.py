"""What the linter has to say about exercises, without building them."""

import re
from collections.abc import Iterator, Sequence, Set
from pathlib import Path, PurePosixPath

from walkthrough.course.exercise import (
    DOCKERFILE,
    AnswersFile,
    ExerciseFile,
    Files,
    RightAnswer,
    WrongAnswer,
)
from walkthrough.course.exercise_checks import (
    AnyCheck,
    Builds,
    ContextBelow,
    ContextWithout,
    EditKeeps,
    ImageBelow,
    LayersWithout,
    ModulesDownloaded,
    TimeBelow,
)
from walkthrough.course.exercise_load import (
    answer_folder,
    exercise_folder,
    read_declared,
    texts_below,
)
from walkthrough.course.exercise_reasons import instructions_added
from walkthrough.course.finding import Finding
from walkthrough.course.pack import LessonFolder, Pack
from walkthrough.course.schema import schema_findings
from walkthrough.course.toml_file import Keys, TomlFile, read_toml

TITLE_LENGTH = 30
TASK_LINES, TASK_COLUMNS = 18, 76
DOCKERFILE_COLUMNS = 51
HINTS = 3
RIGHT, WRONG = 4, 6
QUICK_WRONG = 2
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def exercise_findings(pack: Pack, folder: LessonFolder, app: Path) -> Iterator[Finding]:
    """Everything wrong with one lesson's exercise; nothing for a lesson without one."""
    below = exercise_folder(folder.name)
    if not (pack.root / below).is_dir():
        return
    file = read_toml(pack.root, f"{below}/exercise.toml")
    answers = read_toml(pack.root, f"{below}/answers.toml")
    texts: dict[str, Files] = {}
    for name in ("start", "solution"):
        texts[name] = {}
        yield from _texts(pack.root, f"{below}/{name}", texts[name])
        if DOCKERFILE not in texts[name]:
            yield Finding(f"{below}/{name}/{DOCKERFILE}", 1, "is missing", "the Dockerfile")
    if isinstance(file, Finding):
        yield file
        return
    yield from schema_findings(file, ExerciseFile)
    _, exercise = read_declared(pack.root, file.name, ExerciseFile)
    if exercise is None:
        return
    yield from _exercise(pack, file, exercise, app)
    yield from _edited(file, exercise, texts)
    yield from _reasons(file, exercise, texts)
    if isinstance(answers, Finding):
        yield answers
        return
    yield from schema_findings(answers, AnswersFile)
    _, declared = read_declared(pack.root, answers.name, AnswersFile)
    if declared is not None:
        yield from _answers(pack.root, below, answers, declared, exercise)


def _texts(root: Path, folder: str, into: Files) -> Iterator[Finding]:
    """Read a folder's texts into `into`; what is wrong with them."""
    for name, text in texts_below(root, folder):
        if isinstance(text, Finding):
            yield text
            continue
        into[name] = text
        if b"\r" in (root / folder / name).read_bytes():
            yield Finding(f"{folder}/{name}", 1, "has lines that end with CR LF", "LF alone")
        if PurePosixPath(name).name != DOCKERFILE:
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > DOCKERFILE_COLUMNS:
                what = f"the line has {len(line)} columns"
                yield Finding(f"{folder}/{name}", number, what, f"at most {DOCKERFILE_COLUMNS}")


def _exercise(pack: Pack, file: TomlFile, exercise: ExerciseFile, app: Path) -> Iterator[Finding]:
    if not exercise.title.strip() or len(exercise.title) > TITLE_LENGTH:
        yield file.finding(
            ("title",), "the title is empty or long", f"1 to {TITLE_LENGTH} characters"
        )
    lines = exercise.task.strip().split("\n")
    if not exercise.task.strip() or len(lines) > TASK_LINES:
        yield file.finding(
            ("task",), f"the task has {len(lines)} lines", f"1 to {TASK_LINES}: a screen"
        )
    if any(len(line) > TASK_COLUMNS for line in lines):
        yield file.finding(("task",), "the task has a long line", f"at most {TASK_COLUMNS} columns")
    if not (app / exercise.app).is_dir():
        what = f"the sample app has no folder {exercise.app!r}"
        yield file.finding(("app",), what, '"." or a folder of the sample app')
    ids = [one.id for one in exercise.check]
    for index, check in enumerate(exercise.check):
        keys: Keys = ("check", index)
        if _ID.fullmatch(check.id) is None:
            expected = "lower-case letters, digits and single hyphens, a letter first"
            yield file.finding((*keys, "id"), f"{check.id!r} is no id", expected)
        if ids.index(check.id) < index:
            what = f"a second check has the id {check.id!r}"
            yield file.finding((*keys, "id"), what, "an id of its own")
        if not check.why.strip():
            yield file.finding((*keys, "why"), "`why` is empty", "why it matters")
        yield from _check(pack, file, keys, check)
    if sum(isinstance(one, Builds) for one in exercise.check) != 1:
        yield file.finding(("check",), "no check, or several, are `builds`", "exactly one")
    yield from _known(file, ("start_fails",), exercise.start_fails, ids)
    if not exercise.start_fails:
        yield file.finding(("start_fails",), "the start fails nothing", "a check's id")
    for index, hint in enumerate(exercise.hint):
        yield from _known(file, ("hint", index, "for"), hint.checks, ids)
    for check_id in exercise.start_fails:
        helpful = [one for one in exercise.hint if not one.checks or check_id in one.checks]
        if check_id in ids and len(helpful) < HINTS:
            what = f"{len(helpful)} hints are for {check_id!r}"
            yield file.finding(("hint",), what, f"{HINTS} or more, from a question on")


def _check(pack: Pack, file: TomlFile, keys: Keys, check: AnyCheck) -> Iterator[Finding]:
    match check:
        case ContextBelow() | ImageBelow():
            relative = bool(check.of) and check.fraction is not None and check.bytes is None
            absolute = check.bytes is not None and not check.of and check.fraction is None
            if not relative and not absolute:
                yield file.finding(keys, "it says no limit, or two", "`bytes`, or `of`, `fraction`")
            if check.of and pack.declared_variants and check.of not in pack.declared_variants:
                known = ", ".join(sorted(pack.declared_variants))
                what = f"unknown variant {check.of!r}"
                yield file.finding((*keys, "of"), what, f"one of {known}")
        case ContextWithout() | LayersWithout():
            if not check.paths and not check.content:
                yield file.finding(keys, "it looks for nothing", "`paths` or `content`")
        case EditKeeps() | ModulesDownloaded() | TimeBelow():
            scenarios = pack.course.scenario if pack.course else ()
            edits = [one.id for one in scenarios if one.edit is not None]
            if check.scenario not in edits:
                what = f"no scenario {check.scenario!r} has an edit"
                yield file.finding((*keys, "scenario"), what, f"one of {', '.join(edits)}")


def _edited(file: TomlFile, exercise: ExerciseFile, texts: dict[str, Files]) -> Iterator[Finding]:
    start, solution = texts["start"], texts["solution"]
    known = start.keys() | solution.keys()
    for index, name in enumerate(exercise.edits):
        if name not in known:
            what = f"{name!r} is neither in start nor in solution"
            yield file.finding(("edits", index), what, f"one of {', '.join(sorted(known))}")
    for name in sorted(known):
        if start.get(name) != solution.get(name) and name not in exercise.edits:
            what = f"the solution changes {name!r}, which is not to be edited"
            yield file.finding(("edits",), what, f"{name!r} too")
    if start == solution:
        yield file.finding((), "the start is the solution", "a start that is wrong")


def _reasons(file: TomlFile, exercise: ExerciseFile, texts: dict[str, Files]) -> Iterator[Finding]:
    start, solution = texts["start"], texts["solution"]
    for index, reason in enumerate(exercise.reason):
        lines = solution.get(reason.file, "").split("\n")
        if not any(line.lstrip().startswith(reason.line) for line in lines):
            what = f"no line of the solution's {reason.file} begins with {reason.line!r}"
            yield file.finding(("reason", index, "line"), what, "how one of its lines begins")
    for name in sorted(solution):
        reasons = [one for one in exercise.reason if one.file == name]
        added = instructions_added(name, start.get(name, ""), solution[name])
        for instruction in added:
            text = instruction.lines
            if not any(line.lstrip().startswith(one.line) for one in reasons for line in text):
                what = f"no reason is given for {text[0]!r} of the solution's {name}"
                yield file.finding(("reason",), what, "a [[reason]] for what the solution adds")


def _answers(
    root: Path, below: str, file: TomlFile, declared: AnswersFile, exercise: ExerciseFile
) -> Iterator[Finding]:
    solution = {name for name, _ in texts_below(root, f"{below}/solution")}
    yield from _kind(root, below, file, "right", declared.right, RIGHT, solution)
    yield from _kind(root, below, file, "wrong", declared.wrong, WRONG, solution)
    if sum(one.quick for one in declared.wrong) < QUICK_WRONG:
        what = "too few of the wrong answers are quick"
        yield file.finding(("wrong",), what, f"{QUICK_WRONG} or more with `quick = true`")
    ids = [one.id for one in exercise.check]
    for index, wrong in enumerate(declared.wrong):
        yield from _known(file, ("wrong", index, "caught_by"), (wrong.caught_by,), ids)
    known = {("right", one.name) for one in declared.right}
    known |= {("wrong", one.name) for one in declared.wrong}
    for found in sorted((root / below / "answers").glob("*/*")):
        if found.is_dir() and (found.parent.name, found.name) not in known:
            what = f"answers.toml does not declare {found.parent.name}/{found.name}"
            yield Finding(file.name, 1, what, f"a [[{found.parent.name}]], or no such folder")


def _kind(
    root: Path,
    below: str,
    file: TomlFile,
    key: str,
    answers: Sequence[RightAnswer | WrongAnswer],
    wanted: int,
    solution: Set[str],
) -> Iterator[Finding]:
    if len(answers) < wanted:
        yield file.finding((key,), f"{len(answers)} answers are {key}", f"{wanted} or more")
    names = [one.name for one in answers]
    for index, answer in enumerate(answers):
        keys: Keys = (key, index)
        folder = answer_folder(below, answer)
        if names.index(answer.name) < index:
            yield file.finding((*keys, "name"), f"{answer.name!r} is there twice", "a new name")
        over: Files = {}
        yield from _texts(root, folder, over)
        if not over and not answer.without:
            what = f"{folder} has no file"
            yield file.finding((*keys, "name"), what, "the files that differ, or `without`")
        for name in answer.without:
            if name not in solution:
                what = f"the solution has no {name!r} to leave out"
                yield file.finding((*keys, "without"), what, "files of the solution")


def _known(
    file: TomlFile, keys: Keys, names: Sequence[str], ids: Sequence[str]
) -> Iterator[Finding]:
    for name in names:
        if name not in ids:
            yield file.finding(keys, f"unknown check {name!r}", f"one of {', '.join(ids)}")
