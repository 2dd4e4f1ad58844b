"""Compares a TOML file's values with the struct they are meant for, and tells every difference."""

from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from walkthrough.course.finding import Finding
from walkthrough.course.toml_file import Keys, TomlFile

_TYPE_WORDS = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "an array",
    tuple: "an array",
    dict: "a table",
}


def schema_findings(file: TomlFile, struct: type[msgspec.Struct]) -> list[Finding]:
    """Every unknown key, missing key and value of a wrong type."""
    return list(_of_struct(file, (), file.values, struct))


def without_unknown_keys(value: Any, wanted: Any) -> Any:
    """The values without the keys that the struct does not have."""
    struct = _struct_in(wanted)
    if struct is not None and isinstance(value, dict):
        types = {one.encode_name: one.type for one in msgspec.structs.fields(struct)}
        return {
            key: without_unknown_keys(one, types[key]) for key, one in value.items() if key in types
        }
    if get_origin(wanted) is tuple and isinstance(value, list):
        return [without_unknown_keys(one, get_args(wanted)[0]) for one in value]
    return value


def _of_struct(
    file: TomlFile, keys: Keys, value: dict[str, Any], struct: type[msgspec.Struct]
) -> Iterator[Finding]:
    fields = {one.encode_name: one for one in msgspec.structs.fields(struct)}
    for key in value.keys() - fields.keys() - {struct.__struct_config__.tag_field}:
        yield file.finding((*keys, key), f"unknown key `{key}`", f"one of {', '.join(fields)}")
    for key, field in fields.items():
        if key in value:
            yield from _of_value(file, (*keys, key), value[key], field.type)
        elif field.required:
            yield file.finding(keys, f"`{key}` is missing", f"`{key}`, {type_words(field.type)}")


def _of_value(file: TomlFile, keys: Keys, value: Any, wanted: Any) -> Iterator[Finding]:
    tagged = _tagged(wanted)
    if tagged and isinstance(value, dict):
        yield from _of_tagged(file, keys, value, tagged)
        return
    struct = _struct_in(wanted)
    if struct is not None and isinstance(value, dict):
        yield from _of_struct(file, keys, value, struct)
    elif get_origin(wanted) is tuple and isinstance(value, list):
        for index, one in enumerate(value):
            yield from _of_value(file, (*keys, index), one, get_args(wanted)[0])
    else:
        try:
            msgspec.convert(value, wanted)
        except msgspec.ValidationError:
            named = next(one for one in reversed(keys) if isinstance(one, str))
            yield file.finding(keys, f"`{named}` is {_shown(value)}", type_words(wanted))


def _of_tagged(
    file: TomlFile, keys: Keys, value: dict[str, Any], structs: dict[object, type[msgspec.Struct]]
) -> Iterator[Finding]:
    """Findings of a table that is one of several structs, told apart by one of its keys."""
    tag_field = str(next(iter(structs.values())).__struct_config__.tag_field)
    known = f"one of {', '.join(repr(tag) for tag in structs)}"
    tag = value.get(tag_field)
    if tag_field not in value:
        yield file.finding(keys, f"`{tag_field}` is missing", f"`{tag_field}`, {known}")
    elif not isinstance(tag, str) or tag not in structs:
        yield file.finding((*keys, tag_field), f"`{tag_field}` is {_shown(tag)}", known)
    else:
        yield from _of_struct(file, keys, value, structs[tag])


def _tagged(wanted: Any) -> dict[object, type[msgspec.Struct]]:
    """The structs of a union by their tags; none where the type is no such union."""
    structs = [
        one
        for one in _alternatives(wanted)
        if isinstance(one, type) and issubclass(one, msgspec.Struct)
    ]
    return {one.__struct_config__.tag: one for one in structs if len(structs) > 1}


def _struct_in(wanted: Any) -> type[msgspec.Struct] | None:
    for one in _alternatives(wanted):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _alternatives(wanted: Any) -> tuple[Any, ...]:
    return get_args(wanted) if get_origin(wanted) in (Union, UnionType) else (wanted,)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return _TYPE_WORDS[type(value)]
    return repr(value)


def type_words(wanted: Any) -> str:
    """A type as an author reads it: `a string`, `one of 'fresh', 'same'`."""
    one = next(one for one in _alternatives(wanted) if one is not type(None))
    if get_origin(one) is Literal:
        return f"one of {', '.join(repr(value) for value in get_args(one))}"
    if _struct_in(one) is not None:
        return "a table"
    return _TYPE_WORDS[get_origin(one) or one]
