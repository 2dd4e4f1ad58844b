"""A line of a Dockerfile in words: what it does, and what makes its step run again."""

import pytest

from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.report.explained.lines import LineWords, explained
from walkthrough.report.explained.phrases import plain

BUILDER = """\
FROM golang:1.26-alpine AS builder
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download -x
COPY . .
RUN go build -o app .
"""
STEP = "FROM alpine:3.22\n"


def looked_at(
    dockerfile: str,
    line: int,
    ignore: str | None = None,
    target: str | None = None,
    build_args: dict[str, str] | None = None,
) -> LineWords:
    built = Variant(
        "mine",
        "lesson",
        "Mine",
        "",
        "Dockerfile",
        dockerfile,
        ignore,
        ".",
        target,
        build_args or {},
    )
    return explained(built)[line - 1]


def does(dockerfile: str, line: int, ignore: str | None = None) -> str:
    return plain(looked_at(dockerfile, line, ignore).does)


def again(dockerfile: str, line: int, ignore: str | None = None) -> str:
    return plain(looked_at(dockerfile, line, ignore).again)


@pytest.mark.parametrize("name", sorted(load_course().variants))
def test_every_line_of_the_course_says_what_it_does_and_when_it_runs_again(name: str) -> None:
    variant = load_course().variants[name]
    lines = explained(variant)
    assert len(lines) == len(variant.dockerfile.rstrip("\n").split("\n"))
    for number, line in enumerate(lines, start=1):
        assert line.first <= number <= line.last
        for words in (plain(line.does), plain(line.again)):
            assert words.endswith(".")
            assert words[0].isupper() or words[0] in "./$" or words.startswith("go.")
            assert "  " not in words
            assert "{}" not in words
            assert len(words) < 330


def test_a_base_image_is_where_a_stage_begins() -> None:
    assert "builder, which becomes the image, with the files of golang" in does(BUILDER, 1)
    assert "behind golang:1.26-alpine has other files" in again(BUILDER, 1)
    assert "that becomes the image" in does("FROM alpine:3.22\n", 1)
    staged = f"{BUILDER}FROM builder AS test\nFROM scratch\nCOPY --from=builder /src/app /\n"
    assert "stage test where builder ended" in does(staged, 7)
    assert "BuildKit leaves it out" in does(staged, 7)
    assert "BuildKit leaves it out" not in does(staged, 1)
    assert "becomes the image, with nothing" in does(staged, 8)
    assert "Nothing can change" in again(staged, 8)
    platform = "FROM --platform=linux/arm64 alpine:3.22\n"
    assert "the one for linux/arm64" in does(platform, 1)


def test_the_target_is_the_stage_that_becomes_the_image() -> None:
    staged = "FROM alpine:3.22 AS dev\nCMD sh\nFROM alpine:3.22\n"
    assert "becomes the image" in plain(looked_at(staged, 1, target="dev").does)
    assert "BuildKit leaves it out" in plain(looked_at(staged, 3, target="dev").does)
    assert "counts for --target dev only" in does(staged, 2)


def test_paths_are_told_from_the_root_where_the_file_says_so() -> None:
    nested = f"{STEP}WORKDIR /srv\nWORKDIR app\nCOPY x ./y/\n"
    assert "/srv/app the folder" in does(nested, 3)
    assert "into /srv/app/y/." in does(nested, 4)
    assert does(f"{STEP}COPY x y\n", 2).endswith("to y.")
    assert "into /y/" in does("FROM scratch\nCOPY x y/\n", 2)
    assert "When the path changes or the base image changes" in again(nested, 2)


def test_copying_everything_tells_what_counts() -> None:
    assert "There is no .dockerignore" in does(BUILDER, 5)
    assert "What .dockerignore names is not part" in does(BUILDER, 5, ignore=".git")
    assert "any file of it changes in content, name or permissions" in again(BUILDER, 5)
    assert "COPY go.mod go.sum ./ in line 3" in again(BUILDER, 5)
    assert "What .dockerignore names does not count." in again(BUILDER, 5, ignore=".git")


def test_copying_some_files_names_them() -> None:
    assert does(BUILDER, 3) == "Copies go.mod and go.sum from the build context into /src."
    assert again(BUILDER, 3).startswith("When go.mod or go.sum changes")
    assert "No other file counts." in again(BUILDER, 3)
    assert "what is in docs/" in does(f"{STEP}COPY docs/ /docs/\n", 2)
    assert "what *.md matches" in does(f"{STEP}COPY *.md /docs/\n", 2)
    assert "Copies a b from the build context to /c" in does(f'{STEP}COPY ["a b", "/c"]\n', 2)


def test_copying_from_a_stage_or_an_image_depends_on_the_bytes_there() -> None:
    staged = f"{BUILDER}FROM alpine:3.22\nCOPY --from=0 /src/app /app\nCOPY --from=nginx:1 /etc /\n"
    assert "/src/app out of the stage builder to /app" in does(staged, 8)
    assert "Made anew with the same bytes, it stays CACHED." in again(staged, 8)
    assert "out of the image nginx:1" in does(staged, 9)


def test_the_manner_of_a_copy_is_told() -> None:
    manner = f"{STEP}COPY --chown=1:2 --chmod=755 --link --exclude=*.md --parents a/b /\n"
    told = does(manner, 2)
    for part in ("belong to 1:2", "permissions are 755", "Without *.md", "folders are made"):
        assert part in told
    assert "does not depend on the steps above" in told
    assert "base image" not in again(manner, 2)


def test_adding_fetches_and_unpacks() -> None:
    assert "Adds https://go.dev/x.tar.gz to /x" in does(
        f"{STEP}ADD https://go.dev/x.tar.gz /x\n", 2
    )
    assert "what" in again(f"{STEP}ADD https://go.dev/x /x\n", 2)
    assert "archive from the context is unpacked" in does(f"{STEP}ADD x.tar.gz /x/\n", 2)
    text = f"{STEP}COPY <<END /etc/motd\nhello\nEND\n"
    assert does(text, 3) == "Copies the text up to END to /etc/motd."
    assert "this text changes" in again(text, 2)


def test_a_command_names_the_copy_that_repeats_it() -> None:
    assert does(BUILDER, 6).startswith("Compiles the program: go build -o app . runs in a shell.")
    assert "a step above it runs again, such as COPY . . in line 5" in again(BUILDER, 6)
    assert "such as COPY go.mod go.sum ./ in line 3" in again(BUILDER, 4)
    assert "the base image changes" in again(f"{STEP}RUN true\n", 2)


def test_a_command_may_do_without_a_shell() -> None:
    assert does(f'{STEP}RUN ["/bin/true", "-x"]\n', 2).startswith(
        "Runs /bin/true -x without a shell."
    )
    assert "the script of 2 lines up to END" in does(f"{STEP}RUN <<END\na\nb\nEND\n", 3)


def test_a_command_that_fetches_does_not_see_newer_versions() -> None:
    assert "Installs packages" in does(f"{STEP}RUN apk add git\n", 2)
    assert "A newer version on the network does not count." in again(f"{STEP}RUN apk add git\n", 2)
    assert "newer" not in again(BUILDER, 6)


def test_a_command_depends_on_the_variables_above_it() -> None:
    file = f"{STEP}ARG VERSION=1\nENV MODE=fast\nRUN true\nARG LATER\n"
    assert "VERSION or MODE gets another value" in again(file, 4)
    assert "LATER" not in again(file, 4)


def test_only_the_mounts_on_the_line_are_told_in_full() -> None:
    file = (
        f"{STEP}WORKDIR /src\n"
        "RUN --mount=target=. \\\n"
        "  --mount=type=cache,target=/go/pkg/mod \\\n"
        "  go build -o /app .\n"
    )
    context, cache, command = (does(file, number) for number in (3, 4, 5))
    assert "The build context is at /src while the command runs" in context
    assert "no layer holds a copy" in context
    assert "/go/pkg/mod is a folder that the builder keeps from build to build" in cache
    assert "while the command runs" not in cache
    assert "What it writes becomes a layer." in command
    for told in (context, cache, command):
        assert "with the context mounted and a cache mount" in told
    assert "any file of the context changes" in again(file, 5)
    assert "What lies in a cache mount does not count." in again(file, 5)


@pytest.mark.parametrize(
    ("mount", "told", "repeats"),
    [
        ("type=cache,target=/c,id=go,sharing=locked", "Two builds at once take turns.", "does not"),
        ("type=cache,target=/c,sharing=private", "get one each", "does not count"),
        ("type=cache,target=/c,id=go,ro", "id go is the same folder. It cannot be", "not count"),
        (
            "source=go.mod,target=/x/go.mod",
            "go.mod of the context is at /x/go.mod",
            "go.mod changes",
        ),
        ("target=/x,rw", "What it writes there is thrown away.", "any file of the context"),
        ("type=bind,from=tools,target=/t", "All of the image tools is at /t", "what tools holds"),
        ("type=bind,from=one,src=/a,dst=/t", "/a of the stage one is at /t", "what one holds"),
        ("type=tmpfs,target=/tmp", "/tmp is an empty folder in memory", "its own text changes"),
        (
            "type=secret,id=token",
            "The secret token is the file /run/secrets/token",
            "the secret does",
        ),
        ("type=secret,id=t,env=T", "The secret t is the variable T", "Another value of the secret"),
        ("type=secret,id=t,target=/k", "is the file /k while it runs", "Another value of the"),
        ("type=secret,id=t,env=T,target=/k", "the variable T and the file /k", "Another value"),
        ("type=ssh", "keys of your SSH agent", "its own text changes"),
        ("type=new,target=/x", "A mount of the type new.", "its own text changes"),
    ],
)
def test_each_kind_of_mount_is_told(mount: str, told: str, repeats: str) -> None:
    file = f"FROM scratch AS one\nFROM alpine:3.22\nRUN --mount={mount} true\n"
    assert told in does(file, 3)
    assert repeats in again(file, 3)


def test_a_command_may_have_less_network_or_more_rights() -> None:
    file = f"{STEP}RUN --network=none --security=insecure true\n"
    assert "no network" in does(file, 2)
    assert "all rights" in does(file, 2)


def test_a_variable_repeats_commands_only() -> None:
    file = f"{STEP}ENV PORT=8088\nCOPY x /\nRUN true\nEXPOSE 8088\n"
    assert "Sets PORT to 8088 for the RUN lines below and for every container" in does(file, 2)
    assert "run again, from line 4 on" in again(file, 2)
    assert again(f"{STEP}ENV PORT 8088\n", 2).startswith("Nothing.")
    assert "Sets A and B" in does(f"{STEP}ENV A=1 B='x y'\n", 2)


def test_a_build_argument_tells_its_value_and_who_uses_it() -> None:
    file = "ARG TAG=3.22\nFROM alpine:$TAG\nARG VERSION=dev\nLABEL version=${VERSION}\n"
    assert "set TAG for the FROM lines. Without that it is 3.22." in does(file, 1)
    assert "another base image" in again(file, 1)
    assert "for the rest of this stage. Without that it is dev." in does(file, 3)
    given = looked_at(file, 3, build_args={"VERSION": "1.0"})
    assert "This build gives it 1.0." in plain(given.does)
    assert "Another value changes LABEL in line 4." in again(file, 3)
    assert "Without that it is empty." in does(f"{STEP}ARG X\n", 2)
    assert "from line 3 on" in again(f"{STEP}ARG X\nRUN true\n", 2)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("EXPOSE 8088", "listens on port 8088. It opens nothing"),
        ("EXPOSE 80 443/udp", "listens on ports 80 and 443/udp"),
        ("USER 10001:10001", "as user 10001 and group 10001, not as root. A number needs no entry"),
        ("USER root", "as user root."),
        ('ENTRYPOINT ["./app", "-v"]', "A container starts ./app -v itself, as process 1."),
        ("ENTRYPOINT ./app", "A container starts a shell, and the shell ./app."),
        ("ENTRYPOINT []", "Takes back what the base image would start."),
        ('CMD ["./app"]', "Another command in docker run replaces it."),
        ("CMD ./app", "The shell is process 1"),
        ("LABEL org.x.title=a version=1", "Writes title and version into the image's description"),
        ("HEALTHCHECK NONE", "Takes back"),
        ("HEALTHCHECK --interval=5s CMD wget -q /", "runs wget -q / in each container every 5s"),
        ("STOPSIGNAL SIGINT", "docker stop sends SIGINT to process 1."),
        ('VOLUME ["/data"]', "keeps /data outside"),
        ("ONBUILD COPY . .", "Does nothing here: COPY . . runs in builds whose FROM"),
        ("MAINTAINER Ada", "Names Ada as the author."),
        ('SHELL ["/bin/ash", "-c"]', "below uses /bin/ash -c."),
    ],
)
def test_a_setting_says_what_it_sets_and_repeats_no_step(line: str, told: str) -> None:
    assert told in does(f"{STEP}{line}\n", 2)
    assert again(f"{STEP}{line}\n", 2).startswith("Nothing.")


def test_a_user_and_a_shell_repeat_the_commands_below() -> None:
    for line in ("USER 1", 'SHELL ["/bin/ash", "-c"]'):
        assert "run again, from line 3 on" in again(f"{STEP}{line}\nRUN true\n", 2)


def test_an_entrypoint_gets_its_arguments_from_the_command() -> None:
    file = f'{STEP}ENTRYPOINT ["./app"]\nCMD ["-v"]\n'
    assert "Its arguments come from CMD" in does(file, 2)
    assert "Gives -v to ENTRYPOINT" in does(file, 3)


def test_comments_and_empty_lines_count_only_as_part_of_the_context() -> None:
    commented = f"# why\n\n{BUILDER}"
    assert does(commented, 1) == "For people. The builder does not read it."
    assert "COPY . . in line 7 runs again" in again(commented, 1)
    assert looked_at(commented, 2).title == "Empty line, line 2"
    assert again("# why\nFROM scratch\nCOPY a /\n", 1) == "Nothing."


def test_lines_that_are_continued_belong_together() -> None:
    file = f"{STEP}RUN one \\\n  # why\n  && two\n"
    assert {looked_at(file, line).title for line in (2, 3, 4)} == {"RUN, lines 2 to 4"}
    assert "A comment, taken out before the lines are joined." in does(file, 3)
    assert looked_at(file, 4).step_line == 2
    assert looked_at(f"{STEP}EXPOSE 80\n", 2).step_line is None


def test_directives_are_no_comments() -> None:
    file = "# syntax=docker/dockerfile:1\n# escape=\\\n# check=skip=all\nFROM scratch\n"
    assert "asks a registry for docker/dockerfile:1" in does(file, 1)
    assert "continues a line" in does(file, 2)
    assert "build checks" in does(file, 3)


def test_an_instruction_that_is_not_known_is_not_guessed() -> None:
    file = "# syntax=example/own:1\nFROM scratch\nINVENT x\n"
    assert "Only the frontend of the # syntax line knows INVENT" in does(file, 3)


def test_a_long_command_ends_at_a_word() -> None:
    told = does(f"{STEP}RUN echo {'word ' * 60}\n", 2)
    assert "word … runs in a shell" in told or "word … in a shell" in told
