"""Finds the lines of a TOML file's keys, which the standard library's parser does not give. Pure.

It reads only what `tomllib` has already accepted, so it looks at nothing but structure.
"""

import re

Keys = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|(?!""")[^\\])*"""(?:"{0,2})'
    r"|'''(?:(?!''').)*'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_KEY = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*""")
_BARE = re.compile(r"[^,\]}\n#]+")


def key_lines(text: str) -> dict[Keys, int]:
    """The line (1-based) of every key, table and array element, by its path from the top."""
    return _Scan(text).lines


def line_of(lines: dict[Keys, int], keys: Keys) -> int:
    """The line of a key, or of the nearest table around it where the key is not there."""
    for length in range(len(keys), 0, -1):
        if keys[:length] in lines:
            return lines[keys[:length]]
    return 1


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._last_index: dict[Keys, int] = {}
        self.lines: dict[Keys, int] = {}
        table: Keys = ()
        while self._skip(_BLANK) < len(text):
            if text[self._position] == "[":
                table = self._header()
            else:
                self._entry(table)

    def _header(self) -> Keys:
        line = self._line()
        brackets = 2 if self._text.startswith("[[", self._position) else 1
        self._position += brackets
        path: Keys = ()
        for key in self._key():
            path = (*self._current(path), key)
        self._position += brackets
        self.lines.setdefault(path, line)
        if brackets == 2:
            self._last_index[path] = self._last_index.get(path, -1) + 1
        path = self._current(path)
        self.lines[path] = line
        return path

    def _current(self, path: Keys) -> Keys:
        """The path itself, or its newest element where it is an array of tables."""
        return (*path, self._last_index[path]) if path in self._last_index else path

    def _entry(self, table: Keys) -> None:
        line = self._line()
        path = table
        for key in self._key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._position += len("=")
        self._value(path)

    def _value(self, path: Keys) -> None:
        self._skip(_BLANK)
        self.lines.setdefault(path, self._line())
        opening = self._text[self._position]
        if opening == "[":
            self._position += 1
            index = 0
            while self._text[self._skip(_BLANK)] != "]":
                self._value((*path, index))
                index += 1
            self._position += 1
        elif opening == "{":
            self._position += 1
            while self._text[self._skip(_BLANK)] != "}":
                self._entry(path)
            self._position += 1
        else:
            self._skip(_STRING if opening in "\"'" else _BARE)

    def _key(self) -> list[str]:
        keys = []
        while (match := _KEY.match(self._text, self._position)) is not None:
            keys.append(match[1].strip("\"'"))
            self._position = match.end()
            if not self._text.startswith(".", self._position):
                break
            self._position += 1
        return keys

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._position)
        self._position = match.end() if match else self._position
        return self._position

    def _line(self) -> int:
        return self._text.count("\n", 0, self._position) + 1
