"""What two records of one should say together, and how likely they are the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.merging import (
    NOT_CHOSEN,
    default_values,
    differing_fields,
    is_blank,
    is_placeholder_name,
    joined,
    likeness,
    placeholder_name,
    real_name,
)

OLD, NEW = "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"


def person(name: str = "王建国", changed_at: str = OLD, **values: Any) -> dict[str, Any]:
    base = {"id": f"id-{name}-{changed_at}", "changed_at": changed_at, "account_id": "a", "name": name, "title": None}
    rest = {"mobile": None, "email": None, "reports_to_id": None, "strength": 0, "left_on": None, "placeholder": 0}
    return {**base, **rest, "note": None, **values}


def suggestions(kept: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    return {one.name: one.suggestion for one in differing_fields(kept, other)}


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        ({"title": "总监"}, {}, {"title": "kept"}),
        ({}, {"title": "总监"}, {"title": "other"}),
        ({}, {"strength": 3}, {"strength": "other"}),
        ({"title": "总监"}, {"title": "采购总监"}, {"title": "other"}),
        ({"mobile": "1", "changed_at": NEW}, {"mobile": "2"}, {"mobile": "kept"}),
        ({"mobile": "1"}, {"mobile": "2", "changed_at": NEW}, {"mobile": "other"}),
        ({"note": "a"}, {"note": "b"}, {"note": "both"}),
        ({"note": "ab"}, {"note": "b"}, {"note": "kept"}),
        ({"left_on": "2026-01-01"}, {"account_id": "b"}, {"account_id": "other", "left_on": "other"}),
        ({}, {"account_id": None}, {"account_id": "kept"}),
    ],
)
def test_what_is_suggested(kept: dict[str, Any], other: dict[str, Any], expected: dict[str, str]) -> None:
    assert suggestions(person(**kept), person(**{"id": "other", **other})) == expected


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        (person("采购总监?", NEW, placeholder=1), person("李敏"), "other"),
        (person("李敏"), person("采购总监的人?", NEW, placeholder=1), "kept"),
        (person("王总", NEW), person("王建国"), "other"),
        (person("Ann Lee"), person("Ann", NEW), "kept"),
    ],
)
def test_the_name_that_says_more(kept: dict[str, Any], other: dict[str, Any], expected: str) -> None:
    assert suggestions(kept, other)["name"] == expected


def test_whoever_reports_to_the_other_reports_to_nobody_of_the_two() -> None:
    boss = person("王建国")
    member = person("王总", reports_to_id=boss["id"])
    assert "reports_to_id" not in suggestions(member, boss)


def test_tags_are_joined_without_repeats() -> None:
    assert joined("tags", "VIP、出口", "vip，年框") == "VIP, 出口, 年框"
    assert joined("tags", "a", "a") is None
    assert joined("tags", "a" * 399, "b" * 10) is None, "more than the field holds"
    assert joined("name", "a", "b") is None


TEXT = st.one_of(st.none(), st.text(max_size=5))
ROW = st.fixed_dictionaries({"title": TEXT, "mobile": TEXT, "note": TEXT, "strength": st.integers(0, 5)})


@given(mine=ROW, theirs=ROW)
def test_no_choice_leaves_a_field_empty_that_one_of_them_filled(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    kept, other = person(**mine), person(id="other", **theirs)
    merged = {**kept, **default_values(kept, other)}
    for name in kept:
        assert is_blank(name, merged[name]) <= (is_blank(name, kept[name]) and is_blank(name, other[name]))
    for field in differing_fields(kept, other):
        assert field.name not in NOT_CHOSEN
        assert field.suggestion in field.sides
        blank = is_blank(field.name, field.value(field.suggestion))
        assert not blank or (is_blank(field.name, field.kept) and is_blank(field.name, field.other))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (person("王 建国"), person("王建国"), 3),
        (person("王建国"), person("王建国", account_id="b"), 2),
        (person("王总"), person("王建国"), 1),
        (person("王总"), person("王建国", form_of_address="王总"), 2),
        (person("采购总监?", placeholder=1), person("李敏", title="采购总监"), 2),
        (person("采购总监?", placeholder=1), person("李敏", title="司机"), 0),
        (person("王建国", email="A@b.com"), person("李敏", account_id="b", email="a@b.com"), 3),
        (person("王建国", mobile="+86 138 0013 8000"), person("李敏", mobile="13800138000"), 3),
        (person("王建国"), person("李敏"), 0),
        (person("王芳"), person("王建国"), 1),
    ],
)
def test_how_likely_two_people_are_one(one: dict[str, Any], two: dict[str, Any], expected: int) -> None:
    assert likeness("person", one, two) == likeness("person", two, one) == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ({"name": "Acme, Inc."}, {"name": "acme inc"}, 3),
        ({"name": "华为技术有限公司"}, {"name": "华为技术"}, 2),
        ({"name": "华为技术有限公司"}, {"name": "华为"}, 1),
        ({"name": "A", "website": "https://www.acme.com/x"}, {"name": "B", "website": "acme.com"}, 2),
        ({"name": "A", "email": "x@qq.com"}, {"name": "B", "email": "y@qq.com"}, 0),
        ({"name": "华为"}, {"name": "中兴"}, 0),
    ],
)
def test_how_likely_two_accounts_are_one(one: dict[str, Any], two: dict[str, Any], expected: int) -> None:
    assert likeness("account", one, two) == likeness("account", two, one) == expected


@given(st.text(max_size=20))
def test_a_placeholder_is_shown_with_one_question_mark(name: str) -> None:
    shown = placeholder_name(name)
    assert is_placeholder_name(shown)
    assert placeholder_name(shown) == shown
    assert not is_placeholder_name(real_name(name)) and real_name(shown) == real_name(name)
