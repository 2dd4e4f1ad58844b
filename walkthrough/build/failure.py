"""A failed build in plain words: what went wrong, in which step, at which line, what to try."""

import re
from collections.abc import Sequence

from walkthrough.build.hints import HEREDOC_HINT, hint_for
from walkthrough.build.model import BuildFailed, Step
from walkthrough.build.steps import text_of
from walkthrough.course.dockerfile import Dockerfile

CANCELLED = "The build was cancelled."

_WRAPPING = re.compile(
    r"^(?:failed to solve(?: with frontend \S+)?|failed to create LLB definition|"
    r"failed to compute cache key|failed to load cache key|rpc error: code = \w+ desc =?|"
    r"failed to build LLB|error from sender):?\s+"
)
_PARSE_ERROR = re.compile(
    r"dockerfile parse error(?: on)? line (?P<line>\d+): (?P<reason>.*)", re.S
)
_EXIT_CODE = re.compile(
    r"(?:executor failed running .*|process \".*\" did not complete successfully): "
    r"exit code: (?P<code>\d+)",
    re.S,
)
_NOT_IN_CONTEXT = re.compile(
    r"(?:failed to calculate checksum of ref .*: )?"
    r"\"/?(?P<path>[^\"]*)\"(?: not found)?: not found$"
)
_NO_FOLDER_FOR_IT = re.compile(r"failed to walk \S*/buildkit-mount\d+/(?P<path>.*?): lstat ")
_NOT_PULLED = re.compile(
    r"failed to do request: \w+ \"(?P<address>[^\"]+)\": (?P<reason>.*)"
    r"|failed to resolve source metadata for (?P<image>\S+): (?P<other_reason>.*)",
    re.S,
)
_UNKNOWN_INSTRUCTION = "unknown instruction"


def failure(
    message: str,
    time_s: float,
    step: Step | None = None,
    log_tail: Sequence[str] = (),
    dockerfile: Dockerfile | None = None,
) -> BuildFailed:
    """The end of a build that the engine ended with `message`.

    `step` is the one that failed, with its line, and `log_tail` its last lines; `dockerfile` is
    None where it cannot be parsed.
    """
    bare = _unwrapped(message)
    parse_error = _PARSE_ERROR.search(bare)
    line = int(parse_error["line"]) if parse_error else (step.line if step else None)
    hint = hint_for(message, "\n".join(log_tail))
    if parse_error and _UNKNOWN_INSTRUCTION in bare and _in_heredoc(line, dockerfile):
        hint = HEREDOC_HINT
    return BuildFailed(
        time_s=time_s,
        reason=_reason(bare, step),
        hint=hint,
        step=step,
        dockerfile_line=line,
    )


def cancelled(time_s: float) -> BuildFailed:
    """The end of a build that was cancelled."""
    return BuildFailed(time_s, CANCELLED, cancelled=True)


def _unwrapped(message: str) -> str:
    """The message without the layers of the engine that passed it on."""
    bare = message.strip()
    while found := _WRAPPING.match(bare):
        bare = bare[found.end() :]
    return bare


def _reason(bare: str, step: Step | None) -> str:
    command = text_of(step.name) if step else ""
    if found := _PARSE_ERROR.search(bare):
        return f"Line {found['line']} of the Dockerfile: {found['reason']}."
    if command and (found := _EXIT_CODE.search(bare)):
        return f"{command} ended with exit code {found['code']}."
    if found := _NOT_IN_CONTEXT.search(bare) or _NO_FOLDER_FOR_IT.search(bare):
        where = "the image" if "--from=" in command else "the build context"
        return f"{command or 'The build'}: {found['path']} is not in {where}."
    if found := _NOT_PULLED.search(bare):
        what = found["image"] or command.removeprefix("[internal] load metadata for ")
        reason = found["reason"] or found["other_reason"]
        return f"{what or found['address']} could not be had: {reason}."
    return bare[:1].upper() + bare[1:]


def _in_heredoc(line: int | None, dockerfile: Dockerfile | None) -> bool:
    if line is None or dockerfile is None:
        return False
    return any(one.heredocs and one.line < line <= one.end_line for one in dockerfile.instructions)
