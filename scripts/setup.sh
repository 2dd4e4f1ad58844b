#!/bin/sh
# Make .venv with the locked versions and walkthrough itself in it. Quick when nothing changed.
# PYTHON chooses the interpreter; otherwise the first of python3, python3.14 ... python3.11 that
# is new enough and can make virtual environments.
set -eu
cd "$(dirname "$0")/.."

environment=.venv
stamp=$environment/.setup-complete

main() {
    wanted=$(fingerprint)
    if [ -x $environment/bin/python ] && [ "$(cat $stamp 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    rm -f $stamp
    if ! $environment/bin/python -c 'import pip' 2>/dev/null || moved; then
        python=$(find_python)
        say "Making $environment with $("$python" --version)"
        rm -rf $environment
        "$python" -m venv $environment
    fi
    say "Installing the locked versions into $environment"
    pip_install --require-hashes -r constraints.txt
    pip_install --no-build-isolation --no-deps -e .
    echo "$wanted" >$stamp
    say "Set up: $environment/bin/walkthrough opens the course, as make tour does."
}

# The stamp holds for these files at this place only: an editable install knows its path.
fingerprint() {
    { cat constraints.txt pyproject.toml && pwd; } | cksum
}

# Whether the environment was made in another folder: its scripts name that one.
moved() {
    ! grep -q "$PWD/$environment" $environment/bin/activate 2>/dev/null
}

pip_install() {
    $environment/bin/python -m pip install --quiet --no-input --disable-pip-version-check "$@"
}

find_python() {
    candidates="${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}"
    new_enough=
    for candidate in $candidates; do
        is_new_enough "$candidate" || continue
        if can_make_environments "$candidate"; then
            command -v "$candidate"
            return
        fi
        new_enough=${new_enough:-$(command -v "$candidate")}
    done
    [ -n "$new_enough" ] || fail_without_python
    install_venv "$new_enough"
    can_make_environments "$new_enough" || fail_without_venv "$new_enough"
    echo "$new_enough"
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

can_make_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

install_venv() {
    if ! is_debian || [ "$(id -u)" -ne 0 ] || ! is_distributions "$1"; then
        fail_without_venv "$1"
    fi
    package=$(venv_package "$1")
    say "Installing $package from the distribution: $1 cannot make virtual environments"
    {
        apt-get -qq update &&
            DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package" >/dev/null
    } >&2 || fail "$package cannot be installed, and $1 makes no virtual environments without it." \
        "apt-get failed; it says why above." \
        "put that right, run apt-get install $package, then this again; PYTHON=/path/to/python3 chooses another Python"
}

is_debian() {
    [ -r /etc/debian_version ] && command -v apt-get >/dev/null
}

is_distributions() {
    case $1 in /usr/bin/* | /bin/*) return 0 ;; *) return 1 ;; esac
}

venv_package() {
    "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

fail_without_python() {
    if [ -n "${PYTHON:-}" ]; then
        fail "walkthrough needs Python 3.11 or newer." "PYTHON is $PYTHON, which is not." \
            "unset PYTHON, or name a newer one"
    fi
    seen=$(python3 --version 2>/dev/null || echo "no python3")
    if is_debian; then
        next="install python3.11 or newer and its -venv package with apt-get, or upgrade to Debian 12 or Ubuntu 24.04"
    else
        next="install Python 3.11 or newer: https://www.python.org/downloads/"
    fi
    fail "walkthrough needs Python 3.11 or newer." "There is $seen on PATH." \
        "$next; PYTHON=/path/to/python3 chooses one."
}

fail_without_venv() {
    if is_debian && is_distributions "$1"; then
        next="sudo apt-get install $(venv_package "$1")"
    elif is_debian; then
        next="choose Debian's with PYTHON=/usr/bin/python3 after sudo apt-get install python3-venv"
    else
        next="install Python's venv and ensurepip modules from where this Python came from"
    fi
    fail "$1 cannot make virtual environments." "Its venv or ensurepip module is missing." "$next"
}

say() {
    echo "$1" >&2
}

fail() {
    printf '%s\n  why:  %s\n  next: %s\n' "$1" "$2" "$3" >&2
    exit 1
}

main
