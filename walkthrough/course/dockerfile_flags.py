"""The flags of a Dockerfile's instruction: `--from=builder`, `--mount=type=cache,...`. Pure."""

from msgspec import Struct


class Flag(Struct, frozen=True):
    """An instruction's flag: `--from=builder` is `from` and `builder`; a bare one has None."""

    name: str
    value: str | None


def leading_flags(rest: str, escape: str) -> tuple[tuple[Flag, ...], str]:
    """The leading `--name=value` words, quotes and escapes taken away, and what follows them."""
    flags = []
    rest = rest.lstrip()
    while rest.startswith("--"):
        word, rest = _flag_word(rest, escape)
        if word == "--":
            break
        name, equals, value = word[2:].partition("=")
        flags.append(Flag(name, value if equals else None))
        rest = rest.lstrip()
    return tuple(flags), rest.strip()


def _flag_word(rest: str, escape: str) -> tuple[str, str]:
    word = ""
    quote = ""
    position = 0
    while position < len(rest):
        character = rest[position]
        position += 1
        if character == escape:
            word += rest[position : position + 1]
            position += 1
        elif quote:
            quote, word = ("", word) if character == quote else (quote, word + character)
        elif character in "'\"":
            quote = character
        elif character.isspace():
            break
        else:
            word += character
    return word, rest[position:]
