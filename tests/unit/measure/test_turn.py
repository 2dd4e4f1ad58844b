"""One measured build at a time, whoever asks."""

import os
import subprocess
import sys
from pathlib import Path

from walkthrough.measure.turn import Turn

HOLD = """
import sys, time
from pathlib import Path
from walkthrough.measure.turn import Turn
turn = Turn(Path(sys.argv[1]), "engine")
assert list(turn.take()) == []
print("taken", flush=True)
time.sleep(60)
"""


def test_a_second_copy_is_told_who_measures(tmp_path: Path) -> None:
    first, second = Turn(tmp_path, "ABC:DEF"), Turn(tmp_path, "ABC:DEF")
    assert list(first.take()) == []
    waiting = second.take()
    assert f"process {os.getpid()}, measuring since" in next(waiting)
    first.give_back()
    assert list(waiting) == []
    second.give_back()


def test_engines_have_turns_of_their_own(tmp_path: Path) -> None:
    one, other = Turn(tmp_path, "one"), Turn(tmp_path, "other")
    assert (list(one.take()), list(other.take())) == ([], [])
    one.give_back()
    other.give_back()


def test_a_killed_copy_gives_its_turn_back(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "taken\n"
        turn = Turn(tmp_path, "engine")
        waiting = turn.take()
        assert f"process {holder.pid}" in next(waiting)
        holder.kill()
        holder.wait()
    assert list(waiting) == []
    turn.give_back()


def test_a_session_that_was_killed_in_its_turn_is_known_to_the_next_until_it_is_forgotten(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD.replace('"engine"', '"engine", "one"'), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "taken\n"
        holder.kill()
        holder.wait()
    for session in ("two", "three"):
        turn = Turn(tmp_path, "engine", session)
        assert list(turn.take()) == []
        assert turn.killed == ("one",)
        turn.give_back()
    assert list(turn.take()) == []
    turn.forget_killed()
    turn.give_back()
    assert list(turn.take()) == []
    assert turn.killed == ()
    turn.give_back()
