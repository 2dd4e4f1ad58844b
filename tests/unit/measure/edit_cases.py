"""What an edit of one of the course's projects makes run again, and why: the whole table.

It serves two tests: one hands the steps to what is tested, the other lets a real engine decide
which steps run again.
"""

from tests.unit.measure.edit_cases_builds import BUILDS, INSTRUCTIONS
from tests.unit.measure.edit_cases_files import FILES, NOTHING_RAN

CASES = NOTHING_RAN + FILES + INSTRUCTIONS + BUILDS
