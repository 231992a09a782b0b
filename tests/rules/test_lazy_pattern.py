"""A pattern that is compiled when it is first used is used like any other."""

import re

import pytest

from karep.rules.lazy_pattern import pattern


def test_it_is_used_like_a_compiled_one() -> None:
    lazy, made = pattern("(a)b", re.IGNORECASE), re.compile("(a)b", re.IGNORECASE)
    for text in ("xABab", "", "ab"):
        assert [one.span() for one in lazy.finditer(text)] == [one.span() for one in made.finditer(text)]
        assert lazy.sub(r"<\1>", text) == made.sub(r"<\1>", text)
        assert bool(lazy.fullmatch(text)) == bool(made.fullmatch(text))
    assert (lazy.pattern, lazy.flags, lazy.groups) == (made.pattern, made.flags, made.groups)


def test_a_mistake_comes_up_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.search("x")
