"""The same surroundings for every test, wherever the tests are started from.

A shell without job control starts background processes with Ctrl-C ignored, and children inherit
that; what a terminal is said to be able to do decides what is printed, and so does `CI`.
"""

import os
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["TERM"] = "xterm-256color"
NOT_OURS = "CI NO_COLOR FORCE_COLOR COLUMNS LINES TTY_COMPATIBLE TTY_INTERACTIVE"
for name in NOT_OURS.split():
    os.environ.pop(name, None)
