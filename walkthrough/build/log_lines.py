"""A step's output cut into lines, from pieces that end anywhere."""

import codecs

LONGEST_LINE = 16 * 1024


class LineCutter:
    """Cuts one stream of one step into lines.

    What a carriage return overwrites on a terminal is left out; a line longer than 16,384
    characters is cut; bytes that are no UTF-8 become U+FFFD.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""

    def feed(self, piece: bytes) -> list[str]:
        """The lines that this piece completes."""
        text = self._rest + self._decoder.decode(piece)
        *lines, self._rest = text.split("\n")
        if len(self._rest) > LONGEST_LINE:
            lines.append(self._rest)
            self._rest = ""
        return [cut for line in lines for cut in _as_shown(line)]

    def end(self) -> list[str]:
        """The last line, where the output did not end with a line end."""
        rest = self._rest + self._decoder.decode(b"", final=True)
        self._rest = ""
        return _as_shown(rest) if rest else []


def _as_shown(line: str) -> list[str]:
    if "\r" in line:
        line = line.rstrip("\r").rpartition("\r")[2]
    if len(line) <= LONGEST_LINE:
        return [line]
    return [line[start : start + LONGEST_LINE] for start in range(0, len(line), LONGEST_LINE)]
