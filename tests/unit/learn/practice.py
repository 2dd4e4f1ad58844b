"""A small exercise for tests of everything around the checks."""

from walkthrough.course.exercise import Exercise, Hint, Reason
from walkthrough.course.exercise_checks import Builds, Serves, Stops

START = "FROM alpine:3.22\nENTRYPOINT a && b\n"
SOLUTION = 'FROM alpine:3.22\n# one process\nENTRYPOINT \\\n  ["a"]\n'
EXERCISE = Exercise(
    lesson_id="first",
    title="The first",
    task="Make it stop.",
    edits=("Dockerfile",),
    checks=(
        Builds(id="builds", why="It has to."),
        Serves(id="serves", why="It has to."),
        Stops(id="stops", why="It has to."),
    ),
    hints=(
        Hint("Who gets the signal?", ("stops",)),
        Hint("Look at the port.", ("serves",)),
        Hint("The shell gets it.", ("stops",)),
        Hint("Use the exec form.", ("stops",)),
    ),
    reasons=(Reason("ENTRYPOINT", "One process gets the signal."),),
    start_fails=("stops",),
    start={"Dockerfile": START},
    solution={"Dockerfile": SOLUTION},
)
