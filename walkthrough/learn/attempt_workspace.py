"""An attempt laid out as a build context: the app, what repositories carry, the reader's files."""

import secrets
import shutil
from pathlib import Path, PurePosixPath

from walkthrough.course.exercise import DOCKERFILE, Exercise
from walkthrough.course.model import Edit, Variant
from walkthrough.errors import BadInputError
from walkthrough.learn.reader_files import ReaderFiles
from walkthrough.workspace.context import Context
from walkthrough.workspace.edit import apply_edit
from walkthrough.workspace.layout import lay_out
from walkthrough.workspace.tree import app_files


class AttemptWorkspace:
    """A folder of its own below `workspaces` that holds one attempt until `remove`."""

    def __init__(
        self, exercise: Exercise, dockerfile: str, files: ReaderFiles, app: Path, workspaces: Path
    ) -> None:
        """Raises BadInputError where the reader's files change the app itself."""
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
        self._workspace = lay_out(variant, app, workspaces / f"{name}-{secrets.token_hex(4)}")
        self.root = self._workspace.root
        for path, file in files.items():
            if path != DOCKERFILE:
                target = self.root / PurePosixPath(path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.content)
                target.chmod(0o755 if file.executable else 0o644)

    def edit(self, edit: Edit) -> None:
        """Make an edit, with a value that no build has seen."""
        apply_edit(self._workspace, edit, secrets.token_hex(8))

    def context(self) -> Context:
        """The build context as it stands now. Raises BadInputError for a bad ignore file."""
        return Context(self.root, DOCKERFILE, self._dockerfile)

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.root, ignore_errors=True)


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
