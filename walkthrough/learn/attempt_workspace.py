"""An attempt laid out as a build context: the app, what repositories carry, the reader's files."""

import secrets
from pathlib import Path, PurePosixPath

from walkthrough.course.exercise import DOCKERFILE, Exercise
from walkthrough.course.model import Edit, Variant
from walkthrough.errors import BadInputError
from walkthrough.learn.reader_files import ReaderFile, ReaderFiles
from walkthrough.workspace.context import Context
from walkthrough.workspace.edit import apply_edit
from walkthrough.workspace.layout import lay_out
from walkthrough.workspace.tree import app_files
from walkthrough.workspace.work_folder import WorkFolder


class AttemptWorkspace:
    """A folder of its own below `workspaces` that holds one attempt until `remove`.

    It is locked meanwhile: a check looks at it without the engine's turn, while others clean up.
    """

    def __init__(
        self, exercise: Exercise, dockerfile: str, files: ReaderFiles, app: Path, workspaces: Path
    ) -> None:
        """Raises BadInputError where the reader's files change the app itself, or stand in the
        way of one of its folders."""
        refuse_changed_app(exercise, files, app)
        name = f"exercise-{exercise.lesson_id}"
        variant = Variant(
            id=name,
            lesson_id=exercise.lesson_id,
            title=exercise.title,
            summary="",
            dockerfile_name=DOCKERFILE,
            dockerfile=dockerfile,
            app=exercise.app,
        )
        self._dockerfile = dockerfile
        self._folder = WorkFolder(workspaces / f"{name}-{secrets.token_hex(4)}")
        try:
            self._workspace = lay_out(variant, app, self._folder.path)
            self.root = self._workspace.root
            for path, file in files.items():
                if path != DOCKERFILE:
                    self._add(path, file)
        except BaseException:
            self.remove()
            raise

    def edit(self, edit: Edit) -> None:
        """Make an edit, with a value that no build has seen."""
        apply_edit(self._workspace, edit, secrets.token_hex(8))

    def context(self) -> Context:
        """The build context as it stands now. Raises BadInputError for a bad ignore file."""
        return Context(self.root, DOCKERFILE, self._dockerfile)

    def _add(self, path: str, file: ReaderFile) -> None:
        target = self.root / PurePosixPath(path)
        above = [one for one in target.parents if one.is_file()]
        if above or target.is_dir():
            clash = above[0] if above else target
            here, there = ("file", "folder") if above else ("folder", "file")
            raise BadInputError(
                f"{clash.relative_to(self.root).as_posix()} is a {here} of the app, "
                f"and the exercise's folder has a {there} of that name.",
                "A check puts the app and your files into one folder.",
                "Rename yours, or move it out of the exercise's folder.",
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(0o755 if file.executable else 0o644)

    def remove(self) -> None:
        """Remove the folder and its lock."""
        self._folder.remove()


def refuse_changed_app(exercise: Exercise, files: ReaderFiles, app: Path) -> None:
    """Raise BadInputError where one of the files is another than the app's of the same name."""
    for path, entry in app_files(app / exercise.app):
        file = files.get(path)
        if file is None or path in exercise.edits or entry.is_symlink():
            continue
        if file.content != Path(entry.path).read_bytes():
            raise BadInputError(
                f"{path} is part of the app, and the exercise's folder has another one.",
                f"This exercise is about {', '.join(exercise.edits)}; "
                "the app is put beside them for the check.",
                f"Remove {path} from the exercise's folder.",
            )
