"""Base images replaced in a Dockerfile, and nothing else."""

import pytest

from walkthrough.build.rewrite import rewrite_bases

GO = "walkthrough.local/golang:1.26-alpine-stand-in"
ALPINE = "walkthrough.local/alpine:3.22-stand-in"
BASES = {"golang:1.26-alpine": GO, "alpine:3.22": ALPINE}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("FROM golang:1.26-alpine\n", f"FROM {GO}\n", id="plain"),
        pytest.param("FROM golang:1.26-alpine", f"FROM {GO}", id="no line end"),
        pytest.param("FROM golang:1.26-alpine AS build\n", f"FROM {GO} AS build\n", id="named"),
        pytest.param("from golang:1.26-alpine as b\n", f"from {GO} as b\n", id="lower case"),
        pytest.param("FROM\tgolang:1.26-alpine\tAS  b \n", f"FROM\t{GO}\tAS  b \n", id="tabs"),
        pytest.param("FROM docker.io/library/golang:1.26-alpine\n", f"FROM {GO}\n", id="full name"),
        pytest.param("FROM library/golang:1.26-alpine\n", f"FROM {GO}\n", id="library name"),
        pytest.param("FROM docker.io/golang:1.26-alpine\n", f"FROM {GO}\n", id="hub name"),
        pytest.param(
            "FROM --platform=linux/amd64 golang:1.26-alpine AS b\n",
            f"FROM --platform=linux/amd64 {GO} AS b\n",
            id="platform",
        ),
        pytest.param(
            "FROM --platform=$BUILDPLATFORM golang:1.26-alpine\n",
            f"FROM --platform=$BUILDPLATFORM {GO}\n",
            id="platform variable",
        ),
        pytest.param(
            f"FROM golang:1.26-alpine@sha256:{'a' * 64}\n", f"FROM {GO}\n", id="tag and digest"
        ),
        pytest.param(
            "ARG GO=1.26\nFROM golang:${GO}-alpine\n", f"ARG GO=1.26\nFROM {GO}\n", id="ARG"
        ),
        pytest.param(
            'ARG GO="1.26"\nFROM golang:$GO-alpine\n', f'ARG GO="1.26"\nFROM {GO}\n', id="quotes"
        ),
        pytest.param(
            "ARG A=1 B=26\nARG TAG=${A}.${B}-alpine\nFROM golang:${TAG}\n",
            f"ARG A=1 B=26\nARG TAG=${{A}}.${{B}}-alpine\nFROM {GO}\n",
            id="ARG of ARGs",
        ),
        pytest.param(
            "ARG BASE=golang:1.26-alpine\nFROM ${BASE}\n",
            f"ARG BASE=golang:1.26-alpine\nFROM {GO}\n",
            id="whole reference in an ARG",
        ),
        pytest.param(
            "FROM golang:${GO:-1.26}-alpine\n", f"FROM {GO}\n", id="default of an unset variable"
        ),
        pytest.param(
            "ARG GO=\nFROM golang:${GO:-1.26}-alpine\n",
            f"ARG GO=\nFROM {GO}\n",
            id="default of an empty variable",
        ),
        pytest.param(
            "ARG D=1.26\nFROM golang:${GO:-${D}}-alpine\n",
            f"ARG D=1.26\nFROM {GO}\n",
            id="default that is a variable",
        ),
        pytest.param(
            "ARG FULL=1\nFROM golang:1.26${FULL:+-alpine}\n",
            f"ARG FULL=1\nFROM {GO}\n",
            id="alternative of a set variable",
        ),
        pytest.param(
            "ARG P=$BUILDPLATFORM\nFROM golang:1.26-alpine\n",
            f"ARG P=$BUILDPLATFORM\nFROM {GO}\n",
            id="beside an ARG that only the engine knows",
        ),
        pytest.param(
            "FROM \\\n  # why this one\n\n  golang:1.26-alpine \\\n  AS b\n",
            f"FROM \\\n  # why this one\n\n  {GO} \\\n  AS b\n",
            id="continued",
        ),
        pytest.param(
            "FROM golang:\\\n1.26-alpine AS b\n", f"FROM {GO}\\\n AS b\n", id="split in the middle"
        ),
        pytest.param(
            "# escape=`\nFROM `\n  golang:1.26-alpine\n",
            f"# escape=`\nFROM `\n  {GO}\n",
            id="escape directive",
        ),
        pytest.param(
            "FROM golang:1.26-alpine\r\nRUN a\r\n", f"FROM {GO}\r\nRUN a\r\n", id="Windows lines"
        ),
        pytest.param("\ufeffFROM golang:1.26-alpine\n", f"\ufeffFROM {GO}\n", id="BOM"),
        pytest.param(
            "# FROM golang:1.26-alpine\n\nFROM alpine:3.22\n",
            f"# FROM golang:1.26-alpine\n\nFROM {ALPINE}\n",
            id="comment",
        ),
        pytest.param(
            "FROM golang:1.26-alpine AS golang\nFROM golang\n",
            f"FROM {GO} AS golang\nFROM golang\n",
            id="a stage with an image's name",
        ),
        pytest.param(
            "FROM alpine:3.22 AS alpine\nFROM scratch\nCOPY --from=alpine /a /b\n",
            f"FROM {ALPINE} AS alpine\nFROM scratch\nCOPY --from=alpine /a /b\n",
            id="COPY from a stage",
        ),
        pytest.param(
            "FROM scratch\nCOPY --from=alpine:3.22 /etc/ssl /etc/ssl\n",
            f"FROM scratch\nCOPY --from={ALPINE} /etc/ssl /etc/ssl\n",
            id="COPY from an image",
        ),
        pytest.param(
            "FROM scratch\nCOPY --chown=1 \\\n  --from=alpine:3.22 \\\n  alpine:3.22 /\n",
            f"FROM scratch\nCOPY --chown=1 \\\n  --from={ALPINE} \\\n  alpine:3.22 /\n",
            id="COPY of a file with an image's name",
        ),
        pytest.param(
            'FROM scratch\nCOPY --from="alpine:3.22" a /\n',
            f'FROM scratch\nCOPY --from="{ALPINE}" a /\n',
            id="COPY from a quoted image",
        ),
        pytest.param(
            "FROM alpine:3.22\n"
            "RUN --mount=type=bind,from=golang:1.26-alpine,source=/a,target=/a true\n",
            f"FROM {ALPINE}\nRUN --mount=type=bind,from={GO},source=/a,target=/a true\n",
            id="mount from an image",
        ),
        pytest.param(
            "FROM alpine:3.22\nRUN --mount=from=alpine:3.22,target=/a "
            "--mount=target=/b,from=alpine:3.22 true from=alpine:3.22\n",
            f"FROM {ALPINE}\nRUN --mount=from={ALPINE},target=/a "
            f"--mount=target=/b,from={ALPINE} true from=alpine:3.22\n",
            id="two mounts from one image",
        ),
        pytest.param(
            "FROM alpine:3.22\nRUN <<EOF\nFROM golang:1.26-alpine\nEOF\n",
            f"FROM {ALPINE}\nRUN <<EOF\nFROM golang:1.26-alpine\nEOF\n",
            id="FROM in a here-document",
        ),
        pytest.param(
            "FROM alpine:3.22\nRUN echo \\\nFROM golang:1.26-alpine\n",
            f"FROM {ALPINE}\nRUN echo \\\nFROM golang:1.26-alpine\n",
            id="FROM in a continued command",
        ),
        pytest.param(
            "FROM alpine:3.22\nCOPY <<a <<b /\nx\na\nCOPY --from=alpine:3.22 x /\nb\nRUN true\n",
            f"FROM {ALPINE}\nCOPY <<a <<b /\nx\na\nCOPY --from=alpine:3.22 x /\nb\nRUN true\n",
            id="COPY in a here-document",
        ),
    ],
)
def test_a_base_is_replaced_and_every_other_byte_stays(before: str, after: str) -> None:
    assert rewrite_bases(before, BASES) == after
    assert before.count("\n") == after.count("\n")


@pytest.mark.parametrize(
    "dockerfile",
    [
        pytest.param("FROM golang:1.26\n", id="another tag"),
        pytest.param("FROM golang\n", id="no tag"),
        pytest.param("FROM golang:1.26-alpine3.22\n", id="a longer tag"),
        pytest.param("FROM example.com/golang:1.26-alpine\n", id="another registry"),
        pytest.param("FROM localhost/alpine:3.22\n", id="localhost"),
        pytest.param("FROM localhost:5000/alpine:3.22\n", id="a registry with a port"),
        pytest.param("FROM me/alpine:3.22\n", id="another owner"),
        pytest.param(f"FROM alpine@sha256:{'a' * 64}\n", id="a digest only"),
        pytest.param("FROM scratch\n", id="scratch"),
        pytest.param("ARG GO=1.25\nFROM golang:${GO}-alpine\n", id="an ARG with another value"),
        pytest.param("FROM golang:${GO}-alpine\n", id="an unset ARG"),
        pytest.param("FROM golang:1.26-${TARGETOS}\n", id="the build's platform"),
        pytest.param("ARG V=v1.26\nFROM golang:${V#v}-alpine\n", id="an unknown substitution"),
        pytest.param("FROM scratch\nCOPY --from=0 /a /b\n", id="a stage's number"),
        pytest.param("FROM scratch AS golang\nFROM GOLANG\n", id="a stage in other case"),
        pytest.param("FROM scratch\nCOPY --from=$BASE /a /b\n", id="COPY from a variable"),
        pytest.param("FROM scratch\nRUN echo --from=alpine:3.22\n", id="a command's own flag"),
        pytest.param("FROM scratch\nONBUILD COPY --from=alpine:3.22 a /\n", id="ONBUILD"),
        pytest.param("FROM alpine:3.22 AS\n", id="what cannot be parsed"),
        pytest.param("RUN alpine:3.22\n", id="no FROM"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_replaced_base_stays(dockerfile: str) -> None:
    assert rewrite_bases(dockerfile, BASES) == dockerfile


def test_a_stage_named_like_a_replaced_image_is_still_that_stage() -> None:
    dockerfile = "FROM alpine AS tool\nFROM scratch\nCOPY --from=tool /a /b\n"
    assert rewrite_bases(dockerfile, {"tool": "x", "alpine": "y"}) == (
        "FROM y AS tool\nFROM scratch\nCOPY --from=tool /a /b\n"
    )


def test_a_name_that_is_given_later_is_an_image_in_an_earlier_stage() -> None:
    dockerfile = "FROM alpine\nFROM scratch AS alpine\n"
    assert rewrite_bases(dockerfile, {"alpine": "y"}) == "FROM y\nFROM scratch AS alpine\n"


def test_a_build_argument_decides_which_image_it_is() -> None:
    dockerfile = "ARG GO=1.25\nFROM golang:${GO}-alpine\n"
    assert GO in rewrite_bases(dockerfile, BASES, {"GO": "1.26"})
    assert GO not in rewrite_bases("FROM golang:${GO}-alpine\n", BASES, {"GO": "1.26"})


def test_images_whose_names_begin_alike_are_not_mixed_up() -> None:
    dockerfile = "FROM a\nRUN --mount=from=a,target=/x --mount=from=a:1,target=/y true\n"
    assert rewrite_bases(dockerfile, {"a:1": "one", "a": "latest"}) == (
        "FROM latest\nRUN --mount=from=latest,target=/x --mount=from=one,target=/y true\n"
    )


def test_nothing_to_replace_leaves_the_file() -> None:
    assert rewrite_bases("FROM alpine:3.22\n", {}) == "FROM alpine:3.22\n"
