"""What other libraries and the system say went wrong, in the three parts of our own errors.

Errors of libraries are recognised by the names of their classes, so that a command that needs none
of these libraries does not load them.
"""

import errno

from walkthrough.errors import BadInputError, NoUsableEngineError, UnexpectedError, WalkthroughError
from walkthrough.home import data_home

ENGINE_ERRORS = {
    "docker.errors.DockerException",
    "requests.exceptions.RequestException",
    "urllib3.exceptions.HTTPError",
}
STORE_ERROR = "sqlite3.Error"
FILE_ERRORS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


def in_three_parts(error: Exception) -> WalkthroughError | None:
    """The error as its reader should meet it, None for one that nobody foresaw."""
    if isinstance(error, WalkthroughError):
        return error
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    if names & ENGINE_ERRORS:
        return NoUsableEngineError(
            "The engine did not do what it was asked.",
            as_sentence(getattr(error, "explanation", None) or error),
            "See whether it is well with `walkthrough doctor`, then try again.",
        )
    if STORE_ERROR in names:
        return BadInputError(
            f"The store of samples and progress in {data_home()} cannot be used.",
            f"SQLite says: {as_sentence(error)}",
            store_advice(error),
        )
    if isinstance(error, OSError) and error.errno in FILE_ERRORS:
        return BadInputError(
            f"The system refused a file{f': {error.filename}' if error.filename else ''}.",
            as_sentence(error.strerror),
            "Make room or allow it; WALKTHROUGH_HOME chooses another folder for what is kept.",
        )
    return None


def as_ours(error: Exception, what: str, next_step: str) -> WalkthroughError:
    """The error in three parts; one that nobody foresaw says `what` went wrong, and what helps."""
    return in_three_parts(error) or UnexpectedError(
        what, as_sentence(f"{type(error).__name__}: {error}"), next_step
    )


def store_advice(error: Exception) -> str:
    """What helps where SQLite says this of the store."""
    said = str(error)
    if "locked" in said or "busy" in said:
        return "End what else uses the store, or wait for it; then try again."
    if "full" in said:
        return "Make room on the disk, then try again. What was measured before is kept."
    if "malformed" in said or "not a database" in said:
        return (
            "The file is damaged and stays as it is. Move it away to start afresh, or put a copy "
            "of it back."
        )
    return "Allow it to be read and written; WALKTHROUGH_HOME chooses another folder."


def as_sentence(said: object) -> str:
    """What somebody else said, on one line and with a full stop."""
    return f"{' '.join(str(said).split()).rstrip('.')}."
