"""Dockerfiles are read as an engine's own parser reads them."""

import pytest

from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
from walkthrough.course.dockerfile_flags import Flag


def test_stages_have_names_bases_platforms_and_lines() -> None:
    read = parse(
        "ARG GO=1.26\n"
        "\n"
        "FROM --platform=$BUILDPLATFORM golang:${GO} AS Builder\n"
        "RUN true\n"
        "from alpine:3.22@sha256:0123 as runtime\n"
        "FROM builder\n"
        "COPY --from=builder /a /b\n"
    )
    assert [(one.name, one.base, one.platform, one.line) for one in read.stages] == [
        ("builder", "golang:${GO}", "$BUILDPLATFORM", 3),
        ("runtime", "alpine:3.22@sha256:0123", None, 5),
        (None, "builder", None, 6),
    ]
    assert [one.index for one in read.stages] == [0, 1, 2]
    assert [one.keyword for one in read.instructions][:2] == ["ARG", "FROM"]
    assert [one.line for one in read.stages[0].instructions] == [4]


def test_continued_lines_are_one_instruction_with_its_first_and_last_line() -> None:
    read = parse("FROM a\nRUN one \\\n  # a comment\n\n  && two \\  \n  && three\nRUN four\n")
    run, last = read.stages[0].instructions
    assert run.value == "one   && two   && three"
    assert (run.line, run.end_line) == (2, 6)
    assert (last.line, last.end_line) == (7, 7)


def test_a_from_may_be_continued() -> None:
    (stage,) = parse("FROM \\\n  golang:1.26 \\\n  AS builder\n").stages
    assert (stage.base, stage.name, stage.line, stage.end_line) == ("golang:1.26", "builder", 1, 3)


def test_two_escape_characters_at_the_end_are_no_continuation() -> None:
    read = parse("FROM a\nRUN dir C:\\\\\nRUN b\n")
    assert [one.value for one in read.stages[0].instructions] == ["dir C:\\\\", "b"]


def test_the_escape_directive_changes_the_continuation() -> None:
    read = parse("# escape=`\nFROM a\nRUN dir C:\\\nRUN one `\n  two\n")
    assert read.escape == "`"
    assert [one.value for one in read.stages[0].instructions] == ["dir C:\\", "one   two"]


def test_directives_are_read_at_the_top_only() -> None:
    read = parse("# Syntax = docker/dockerfile:1 \n#check=skip=all\n# Hello\n# escape=`\nFROM a\n")
    assert [(one.name, one.value, one.line) for one in read.directives] == [
        ("syntax", "docker/dockerfile:1", 1),
        ("check", "skip=all", 2),
    ]
    assert read.escape == "\\"


def test_an_unknown_directive_ends_the_directives() -> None:
    assert parse("# hello=world\n# escape=`\nFROM a\n").escape == "\\"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "# escape=`\nFROM a AS b\nRUN one `\n  two\nRUN <<EOF\necho\nEOF\nRUN three\n"
    plain, windows = parse(text), parse("\ufeff" + text.replace("\n", "\r\n"))
    assert [(one.keyword, one.value, one.line, one.end_line) for one in windows.instructions] == [
        (one.keyword, one.value, one.line, one.end_line) for one in plain.instructions
    ]
    assert windows.stages[0].name == "b"


def test_heredocs_belong_to_their_instruction() -> None:
    read = parse(
        "FROM a\n"
        "COPY <<one <<-'two words' /to/\n"
        "FROM inside\n"
        "one\n"
        "\tindented\n"
        "\ttwo words\n"
        "RUN cat\n"
    )
    copy, run = read.stages[0].instructions
    assert [(one.name, one.content, one.expand, one.chomp) for one in copy.heredocs] == [
        ("one", "FROM inside\n", True, False),
        ("two words", "\tindented\n", False, True),
    ]
    assert (copy.line, copy.end_line) == (2, 6)
    assert run.line == 7
    assert len(read.stages) == 1


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("RUN <<EOF", "EOF"),
        ("RUN <<-EOF", "EOF"),
        ('RUN <<"EOF"', "EOF"),
        ("RUN <<E'O'F", "EOF"),
        ("RUN << EOF", "EOF"),
        ("RUN <<- EOF", "EOF"),
        ("RUN 3<<EOF", "EOF"),
        ("RUN <<EOF python3 > out", "EOF"),
        ("RUN --mount=type=cache,target=/x <<EOF", "EOF"),
        ("RUN <<eo\\'f", "eo'f"),
        ("ADD <<a.txt /b", "a.txt"),
        ("ONBUILD RUN <<EOF", "EOF"),
    ],
)
def test_ways_to_begin_a_heredoc(line: str, name: str) -> None:
    read = parse(f"FROM a\n{line}\nFROM b\n{name}\nRUN last\n")
    first, last = read.stages[0].instructions
    assert [one.name for one in first.heredocs] == [name]
    assert (first.end_line, last.line) == (4, 5)


@pytest.mark.parametrize(
    "line",
    [
        'RUN "<<EOF"',
        "RUN echo '<<EOF'",
        "RUN cat<<EOF",
        "RUN cat <<<EOF",
        "RUN cat <<",
        "RUN \\<<EOF",
        'RUN ["cat", "<<EOF"]',
        "USER <<EOF",
        "ENV A=<<EOF",
        "RUN echo 'never closed <<EOF",
    ],
)
def test_what_looks_like_a_heredoc_and_is_none(line: str) -> None:
    read = parse(f"FROM a\n{line}\nRUN next\n")
    assert [one.heredocs for one in read.stages[0].instructions] == [(), ()]


def test_flags_are_apart_from_the_value() -> None:
    (run, copy) = (
        parse(
            "FROM a\n"
            "RUN --mount=type=cache,target=/m \\\n"
            "    --mount=target=. --network=none go build --tags x\n"
            'COPY --link --from="builder" --chown=1:1 /a /b\n'
        )
        .stages[0]
        .instructions
    )
    assert run.flag_values("mount") == ("type=cache,target=/m", "target=.")
    assert run.flag_values("network") == ("none",)
    assert run.value == "go build --tags x"
    assert copy.flags == (Flag("link", None), Flag("from", "builder"), Flag("chown", "1:1"))
    assert copy.value == "/a /b"


def test_the_array_form_is_told_from_the_shell_form() -> None:
    read = parse('FROM a\nCMD ["a", "b c"]\nCMD [ -f x ]\nCMD a b\n')
    assert [one.array for one in read.stages[0].instructions] == [("a", "b c"), None, None]


def test_the_instruction_of_an_onbuild_is_read_too() -> None:
    (onbuild,) = parse("FROM a\nonbuild copy --from=b /c /d\n").stages[0].instructions
    assert onbuild.keyword == "ONBUILD"
    assert onbuild.trigger is not None
    assert (onbuild.trigger.keyword, onbuild.trigger.value) == ("COPY", "/c /d")
    assert onbuild.trigger.flag_values("from") == ("b",)


def test_the_last_line_needs_no_line_end() -> None:
    assert parse("FROM a\nRUN b").stages[0].instructions[0].value == "b"
    assert parse("FROM a\nRUN b \\").stages[0].instructions[0].value == "b"


def test_another_frontend_may_have_other_instructions() -> None:
    read = parse("# syntax=example.com/frontend\nFROM a\nINCLUDE b\n")
    assert read.stages[0].instructions[0].keyword == "INCLUDE"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no instructions"),
        ("\n# only a comment\n", 2, "no instructions"),
        ("ARG A=1\n", 1, "no FROM"),
        ("RUN true\nFROM a\n", 1, "RUN stands before the first FROM"),
        ("FROM a\n\nRUNN true\n", 3, "unknown instruction 'RUNN'"),
        ("FROM a\n&& b\n", 2, "unknown instruction '&&'"),
        ("FROM\n", 1, "FROM needs an argument"),
        ("FROM a b\n", 1, "an image, AS and a name"),
        ("FROM a AS\n", 1, "an image, AS and a name"),
        ("FROM a AS 1st\n", 1, "'1st' cannot name a stage"),
        ("FROM a\nCOPY b\n", 2, "a source and a destination"),
        ("FROM a\nENV PATH\n", 2, "ENV needs a name and a value"),
        ("FROM a\nCMD [1]\n", 2, "strings only"),
        ("FROM a\nRUN <<EOF\ntrue\n", 2, "EOF is never ended"),
        ("FROM a\nRUN <<EOF\n  EOF\n", 2, "EOF is never ended"),
        ("FROM a\nONBUILD FROM b\n", 2, "FROM is not allowed after ONBUILD"),
        ("FROM a\nONBUILD ONBUILD RUN b\n", 2, "ONBUILD is not allowed after ONBUILD"),
        ("# escape=/\nFROM a\n", 1, "cannot be '/'"),
        ("# escape=`\n# escape=`\nFROM a\n", 2, "second `# escape=`"),
    ],
)
def test_what_no_engine_would_build_is_refused_with_its_line(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(UnparsableDockerfileError) as refused:
        parse(text)
    assert refused.value.line == line
    assert reason in refused.value.reason
    assert f"line {line}" in refused.value.what
