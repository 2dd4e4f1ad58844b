"""Why a run ended early: the Dockerfile line, the end of that step's log, what to try. Pure."""

from textual.content import Content

from walkthrough.course.dockerfile import parse
from walkthrough.tui.commands import BY_ID
from walkthrough.tui.foreign_text import harmless
from walkthrough.tui.ink import FAILED, FAINT, MUTED, PLAIN, RULE, STRONG, WORSE
from walkthrough.tui.lines import cut, line, wrap
from walkthrough.tui.run_state import RunState

LABEL_CELLS = 6
AGAIN = f"{BY_ID['lesson.build'].shown} builds what is missing."
LOG_INDENT = "    "
LOG_LINES = {True: 8, False: 4}
WHY_LINES = {True: 6, False: 2}
DOCKERFILE_LINES = {True: 4, False: 2}


def problem_lines(run: RunState, width: int, tall: bool) -> list[Content]:
    """What happened, where, why and what to try; nothing where all is well."""
    error = run.error
    if error is None:
        return []
    stopped = error.exit_code == 130
    reason, log = _reason_and_log(error.why)
    ink = WORSE if stopped else FAILED
    return [
        *wrap(line((harmless(_headline(run, error.what)), ink)), width),
        *_dockerfile_lines(run, width, DOCKERFILE_LINES[tall]),
        *_labelled("why", reason, PLAIN, width)[: WHY_LINES[tall]],
        *_log_end(log[-LOG_LINES[tall] :], width),
        *_labelled("next", f"{error.next_step} {AGAIN}".splitlines(), PLAIN, width),
        Content(""),
    ]


def problem_text(run: RunState) -> str:
    """The same in full, to be copied; empty where all is well."""
    error = run.error
    if error is None:
        return ""
    place = f"Dockerfile line {run.failed_line}: " if run.failed_line is not None else ""
    return harmless_lines(f"{place}{error.what}\n{error.why}\n{error.next_step}")


def harmless_lines(text: str) -> str:
    """Several lines of foreign text, each harmless."""
    return "\n".join(harmless(one) for one in text.splitlines())


def _headline(run: RunState, what: str) -> str:
    line_number = run.failed_line
    if line_number is None or f"line {line_number}" in what:
        return what
    return f"Line {line_number}: {what}"


def _reason_and_log(why: str) -> tuple[list[str], list[str]]:
    """A failed build's reason, and the end of its log, which is indented."""
    told = [harmless(one) for one in why.splitlines()] or [""]
    reason = [one for one in told if not one.startswith(LOG_INDENT)]
    return reason, [one.removeprefix(LOG_INDENT) for one in told if one.startswith(LOG_INDENT)]


def _dockerfile_lines(run: RunState, width: int, most: int) -> list[Content]:
    """The instruction that failed, as it stands in the Dockerfile."""
    number = run.failed_line
    if number is None or run.current is None:
        return []
    dockerfile = run.variants[run.current.planned.variant_id].dockerfile
    source = dockerfile.splitlines()
    if not 0 < number <= len(source):
        return []
    instructions = parse(dockerfile).instructions
    end = next((one.end_line for one in instructions if one.line <= number <= one.end_line), number)
    end = min(end, number + most - 1)
    return [
        cut(line(("▌", FAILED), (f"{at:>4}  ", MUTED), (source[at - 1], STRONG)), width)
        for at in range(number, end + 1)
    ]


def _log_end(log: list[str], width: int) -> list[Content]:
    return [
        cut(
            line((f"{'log' if not place else '':<{LABEL_CELLS}}", FAINT), ("▎ ", RULE), text), width
        )
        for place, text in enumerate(log)
    ]


def _labelled(label: str, rows: list[str], ink: str, width: int) -> list[Content]:
    lines: list[Content] = []
    for row in rows:
        wrapped = wrap(line((row, ink)), width - LABEL_CELLS)
        lines += [
            line((f"{'' if lines or place else label:<{LABEL_CELLS}}", FAINT), piece)
            for place, piece in enumerate(wrapped)
        ]
    return lines
