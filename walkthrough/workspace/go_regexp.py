"""Go's regular expressions in Python's terms, as far as an ignore pattern can contain them.

An ignore pattern is turned into a Go regular expression by the docker client, which gives some
patterns a meaning that nobody planned (`[\\d]` is a digit, `[*]` is not a star). To agree with
the client here too, the same expression is read by Go's rules
(https://pkg.go.dev/regexp/syntax) and said again for Python.
"""

import re
import sys
import unicodedata
from functools import cache

Ranges = list[tuple[int, int]]

PERL_CLASSES: dict[str, str] = {"d": "09", "w": "09AZ__az", "s": "\t\n\f\r  "}

POSIX_CLASSES: dict[str, str] = {
    "alnum": "09AZaz",
    "alpha": "AZaz",
    "ascii": "\x00\x7f",
    "blank": "\t\t  ",
    "cntrl": "\x00\x1f\x7f\x7f",
    "digit": "09",
    "graph": "!~",
    "lower": "az",
    "print": " ~",
    "punct": "!/:@[`{~",
    "space": "\t\r  ",
    "upper": "AZ",
    "word": "09AZaz__",
    "xdigit": "09AFaf",
}

CONTROL_ESCAPES = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
ANCHORS = {"A": r"\A", "z": r"\Z", "b": r"\b", "B": r"\B"}


MOST_REPEATS = 1000
REPEAT = re.compile(r"\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}")


class GoSyntaxError(ValueError):
    """Go refuses to compile the expression, and why."""


class UnknownScriptError(ValueError):
    """The expression names a Unicode script, which Go knows and Python does not."""


def compile_go(expression: str) -> re.Pattern[str]:
    """Compile a Go regular expression made of literals, classes, repeats, `.*` and `(.*/)?`.

    Search with it, as Go does. Raises GoSyntaxError where Go would refuse the expression and
    UnknownScriptError for `\\p{Greek}` and the like.
    """
    return re.compile(_Reader(expression).whole(), re.ASCII)


class _Reader:
    """Reads an expression from left to right and says it again in Python's terms."""

    def __init__(self, expression: str) -> None:
        self.text = expression
        self.at = 0

    def whole(self) -> str:
        said: list[str] = []
        while self.at < len(self.text):
            repeat = REPEAT.match(self.text, self.at)
            character = self.take()
            if character == "[":
                said.append(self.character_class())
            elif character == "\\":
                said.append(self.escape())
            elif repeat:
                said.append(_repeat(repeat, said[-1] if said else ""))
                self.at = repeat.end()
            elif character == "$":
                said.append(r"\Z")
            elif character in "^().*?|":
                said.append(character)
            else:
                said.append(re.escape(character))
        return "".join(said)

    def take(self) -> str:
        if self.at >= len(self.text):
            raise GoSyntaxError("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def ahead(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def escape(self) -> str:
        character = self.take()
        if character in ANCHORS:
            return ANCHORS[character]
        if character == "Q":
            return self.quoted()
        self.at -= 1
        ranges = self.class_escape()
        if ranges is not None:
            return _python_class(ranges)
        return re.escape(chr(self.escaped_character()))

    def quoted(self) -> str:
        literal, _, rest = self.text[self.at :].partition(r"\E")
        self.at = len(self.text) - len(rest)
        return re.escape(literal)

    def class_escape(self) -> Ranges | None:
        """What `\\d`, `\\W` or `\\pL` stand for; None where another escape stands here."""
        kind = self.text[self.at : self.at + 1]
        if kind.lower() in PERL_CLASSES and kind:
            self.at += 1
            ranges = _ranges(PERL_CLASSES[kind.lower()])
        elif kind in ("p", "P"):
            self.at += 1
            ranges = _unicode_class(self.braced() if self.ahead("{") else self.take())
        else:
            return None
        return ranges if kind.islower() else _complement(ranges)

    def escaped_character(self) -> int:
        character = self.take()
        if character in CONTROL_ESCAPES:
            return CONTROL_ESCAPES[character]
        if character == "x":
            digits = self.braced() if self.ahead("{") else self.take() + self.take()
            return self.number(digits, 16)
        if character in "01234567":
            digits = character
            while len(digits) < 3 and self.text[self.at : self.at + 1] in tuple("01234567"):
                digits += self.take()
            if digits in tuple("1234567"):
                raise GoSyntaxError(f"\\{digits} is a back reference, which Go does not have")
            return self.number(digits, 8)
        if character.isascii() and not character.isalnum():
            return ord(character)
        raise GoSyntaxError(f"\\{character} means nothing")

    def braced(self) -> str:
        name, found, _ = self.text[self.at + 1 :].partition("}")
        if not found:
            raise GoSyntaxError("its `{` has no end")
        self.at += len(name) + 2
        return name

    def number(self, digits: str, base: int) -> int:
        allowed = "0123456789abcdefABCDEF" if base == 16 else "01234567"
        if not digits or any(digit not in allowed for digit in digits):
            raise GoSyntaxError(f"\\x{digits} is no number")
        code = int(digits, base)
        if code > sys.maxunicode:
            raise GoSyntaxError(f"\\x{digits} is no character")
        return code

    def character_class(self) -> str:
        negated = self.ahead("^")
        if negated:
            self.at += 1
        ranges: Ranges = []
        first = True
        while first or not self.ahead("]"):
            first = False
            ranges += self.class_item()
        self.at += 1
        return _python_class(_complement(ranges) if negated else ranges)

    def class_item(self) -> Ranges:
        if self.ahead("[:"):
            name, found, _ = self.text[self.at + 2 :].partition(":]")
            if found:
                self.at += len(name) + 4
                return _posix(name)
        if self.ahead("\\"):
            self.at += 1
            ranges = self.class_escape()
            if ranges is not None:
                return ranges
            self.at -= 1
        low = self.class_character()
        high = low
        if self.ahead("-") and not self.ahead("-]") and self.at + 1 < len(self.text):
            self.at += 1
            high = self.class_character()
        if high < low:
            raise GoSyntaxError(f"the range {chr(low)}-{chr(high)} runs backwards")
        return [(low, high)]

    def class_character(self) -> int:
        character = self.take()
        return self.escaped_character() if character == "\\" else ord(character)


def _ranges(pairs: str) -> Ranges:
    return [(ord(pairs[at]), ord(pairs[at + 1])) for at in range(0, len(pairs), 2)]


def _posix(name: str) -> Ranges:
    plain = name.removeprefix("^")
    if plain not in POSIX_CLASSES:
        raise GoSyntaxError(f"[:{name}:] is no class")
    ranges = _ranges(POSIX_CLASSES[plain])
    return ranges if plain == name else _complement(ranges)


def _complement(ranges: Ranges) -> Ranges:
    """All other characters, neighbouring ranges joined."""
    outside: Ranges = []
    start = 0
    for low, high in sorted(ranges):
        if low > start:
            outside.append((start, low - 1))
        start = max(start, high + 1)
    if start <= sys.maxunicode:
        outside.append((start, sys.maxunicode))
    return outside


def _python_class(ranges: Ranges) -> str:
    if not ranges:
        return r"(?!)"
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"


def _repeat(found: re.Match[str], repeated: str) -> str:
    low, _, high = found.groups()
    if repeated in ("", "|", "("):
        raise GoSyntaxError(f"{found[0]} has nothing to repeat")
    if repeated in ("*", "?") or REPEAT.fullmatch(repeated):
        raise GoSyntaxError(f"{repeated}{found[0]} repeats a repeat")
    if max(int(low), int(high or low)) > MOST_REPEATS or (high and int(high) < int(low)):
        raise GoSyntaxError(f"{found[0]} is no number of repeats")
    return "" if repeated == "^" else found[0]


def _unicode_class(name: str) -> Ranges:
    plain = name.removeprefix("^")
    if plain == "Any":
        ranges: Ranges = [(0, sys.maxunicode)]
    elif len(plain) <= 2:
        ranges = _category(plain)
    else:
        raise UnknownScriptError(name)
    return ranges if plain == name else _complement(ranges)


@cache
def _category(name: str) -> Ranges:
    categories = (unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1))
    ranges = [
        (code, code)
        for code, found in enumerate(categories)
        if name and found.startswith(name) and found != "Cn"
    ]
    if not ranges:
        raise GoSyntaxError(f"\\p{{{name}}} is no class")
    return _complement(_complement(ranges))
