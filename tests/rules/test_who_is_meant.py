"""Whom a rep means among the people of an account."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.forms_of_address import forms_of_address
from karep.rules.who_is_meant import who_is


@dataclass(frozen=True)
class Someone:
    name: str
    form_of_address: str | None = None
    title: str | None = None
    department: str | None = None


PEOPLE = [
    Someone("曾国梁", None, "总经理"),
    Someone("曾小明", None, "采购专员"),
    Someone("王建设", None, "动力科科长", "设备部"),
    Someone("王芳", "王姐", "出纳"),
    Someone("李国栋", None, "设备处处长"),
    Someone("李敏"),
    Someone("张宁", None, "综合办主任"),
    Someone("欧阳敏", None, "生产经理"),
    Someone("欧文", None, "经理"),
    Someone("周倩"),
    Someone("Dr. Susan Lee", "Dr. Lee", "Vice President"),
    Someone("Willem de Rook", None, "Owner"),
    Someone("Ana Reyes"),
    Someone("Lim Shu Wen", "Shu Wen"),
    Someone("采购总监?", None, "采购总监"),
]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("曾总", ["曾国梁"]),
        ("曾", ["曾国梁", "曾小明"]),
        ("王工", ["王建设"]),
        ("王科长", ["王建设"]),
        ("王科", ["王建设"]),
        ("王姐", ["王芳"]),
        ("李处", ["李国栋"]),
        ("李处长", ["李国栋"]),
        ("李总", ["李敏"]),
        ("张主任", ["张宁"]),
        ("欧阳", ["欧阳敏"]),
        ("欧阳经理", ["欧阳敏"]),
        ("欧经理", ["欧文"]),
        ("小周", ["周倩"]),
        ("阿周", ["周倩"]),
        ("周女士", ["周倩"]),
        ("国梁", ["曾国梁"]),
        ("Ｄｒ．Ｌｅｅ", ["Dr. Susan Lee"]),
        ("dr lee", ["Dr. Susan Lee"]),
        ("Ms. Reyes", ["Ana Reyes"]),
        ("Herr de Rook", ["Willem de Rook"]),
        ("Mr. Lim", ["Lim Shu Wen"]),
        ("ana", ["Ana Reyes"]),
        ("Susan", ["Dr. Susan Lee"]),
        ("Shu Wen", ["Lim Shu Wen"]),
        ("采购总监", ["采购总监?"]),
        ("owner", ["Willem de Rook"]),
        ("rey", ["Ana Reyes"]),
        ("赵总", []),
        ("曾处", []),
        ("Mr. Nobody", []),
        ("e", []),
        ("", []),
        ("  ", []),
        ("?!", []),
    ],
)
def test_who_is_meant(word: str, names: list[str]) -> None:
    assert [one.name for one in who_is(word, PEOPLE)] == names


@given(st.text(max_size=20), st.lists(st.text(max_size=12), max_size=4))
def test_any_word_is_answered_and_a_name_always_means_its_bearer(word: str, names: list[str]) -> None:
    people = [Someone(name) for name in names]
    assert set(who_is(word, people)) <= set(people)
    for one in people:
        found = who_is(one.name, people)
        assert not found or one in found


@pytest.mark.parametrize(
    ("name", "title", "forms"),
    [
        ("曾国梁", "总经理", {"曾总", "曾经理", "曾老板"}),
        ("欧阳敏", "副总裁", {"欧阳总"}),
        ("王建设", "动力科科长", {"王工", "王科"}),
        ("李敏", None, set()),
        ("Ana Reyes", "总经理", set()),
        ("采购总监?", "", set()),
    ],
)
def test_how_somebody_is_spoken_of(name: str, title: str | None, forms: set[str]) -> None:
    assert set(forms_of_address(name, title)) == forms


@given(name=st.text(min_size=1, max_size=4), title=st.text(max_size=8))
def test_who_is_spoken_of_is_meant(name: str, title: str) -> None:
    one = Someone(name, None, title)
    assert all(one in who_is(form, [one]) for form in forms_of_address(name, title))
