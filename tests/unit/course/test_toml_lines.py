"""Every key of a TOML file is found at its line, however the file is written."""

from walkthrough.course.toml_lines import key_lines, line_of

TEXT = '''\
# a comment with = and [brackets]
title = "a [b] = # c"
text = """
two = 2
"""
raw = \'\'\'
[[table]]
\'\'\'
list = [
  "a", # first
  { x = 1, y = [1, 2] },
]

[one.two]
"quoted key" = 1979-05-27
three.four = true

[[many]]
id = "a"
[many.inner]
deep = 1
[[many]]
id = 'b'
[[many.more]]
id = 1
[[many.more]]
id = 2
'''


def test_keys_stand_where_they_are_written() -> None:
    lines = key_lines(TEXT)
    assert [lines[(name,)] for name in ("title", "text", "raw", "list")] == [2, 3, 6, 9]
    assert lines[("list", 1, "y", 1)] == 11
    assert lines[("one", "two", "quoted key")] == 15
    assert lines[("one", "two", "three", "four")] == 16
    assert lines[("many", 0, "id")] == 19
    assert lines[("many", 0, "inner", "deep")] == 21
    assert lines[("many", 1, "more", 1, "id")] == 27
    assert ("two",) not in lines
    assert ("table",) not in lines


def test_a_missing_key_is_told_at_the_table_that_lacks_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("many", 1, "title")) == 22
    assert line_of(lines, ("nothing",)) == 1
