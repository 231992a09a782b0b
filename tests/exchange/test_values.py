"""Converters: what they read, what they refuse, and that they never raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange import values
from karep.exchange.dates import ORDERS, read_date, read_day
from karep.exchange.values import Unfit
from karep.rules import tier_names
from karep.rules.formula import guard
from karep.rules.vocabulary import ACCOUNT_STATUSES, ROLES, TIERS


@pytest.mark.parametrize("cell", ["", " ", "-", "无", "暂无", "N/A", "NULL", "\u3000-\u3000", "\xa0"])
def test_cells_that_mean_nothing_are_empty(cell: str) -> None:
    assert values.clean(cell) == ""


@pytest.mark.parametrize("text", ["=1+1", "+86 138 0000", "@someone", "-x", "＝1"])
def test_the_import_takes_the_guard_off(text: str) -> None:
    assert values.clean(guard(text)) == text


def test_the_surname_null_is_a_name() -> None:
    assert values.clean("Null") == "Null"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'+8613800138000", "+8613800138000"),
        ("'=1+1", "=1+1"),
        ("'＝1", "＝1"),
        ("''+1", "'+1"),
        ("'tis", "'tis"),
        ("\u3000华为\xa0", "华为"),
        ("１２３（中国）", "１２３（中国）"),
    ],
)
def test_guards_and_blanks_go_and_the_rest_stays(cell: str, text: str) -> None:
    assert values.clean(cell) == text


@pytest.mark.parametrize("text", ["1.38E+10", "1.38e10", "1,38E+10", "138E+8"])
def test_a_rounded_phone_is_refused(text: str) -> None:
    refused = values.phone(text)
    assert isinstance(refused, Unfit)
    assert not refused.keep
    assert text in refused.reason


@pytest.mark.parametrize(
    ("text", "kept"),
    [("100123.0", "100123"), ("000720", "000720"), ("12E5", "12E5"), ("0755-8", "0755-8"), ("10.20", "10.20")],
)
def test_identifiers_stay_text(text: str, kept: str) -> None:
    assert values.identifier(text) == kept


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1100.04", 110004),
        ("1,100.04", 110004),
        ("1.100,04", 110004),
        ("1,234,567", 123456700),
        ("$2,000", 200000),
        ("¥1.2亿", 12000000000),
        ("500万元", 500000000),
        ("-3", -300),
        ("0", 0),
        ("１００", 10000),
        ("3.5M", 350000000),
    ],
)
def test_money_is_minor_units(text: str, minor: int) -> None:
    assert values.money(text) == minor


@pytest.mark.parametrize("text", ["12,5", "abc", "1-2", "", "1e99", "9" * 30, "NaN", "Infinity"])
def test_unclear_money_is_kept_as_text(text: str) -> None:
    refused = values.money(text)
    assert isinstance(refused, Unfit)
    assert refused.keep


@pytest.mark.parametrize(("text", "number"), [("2,822", 2822), ("2822.0", 2822), ("300人", 300), ("1,000+", 1000)])
def test_counts(text: str, number: int) -> None:
    assert values.count(text) == number


@pytest.mark.parametrize("text", ["50-100", "1.5", "-3", "many"])
def test_ranges_are_not_counts(text: str) -> None:
    assert isinstance(values.count(text), Unfit)


@pytest.mark.parametrize(
    ("text", "tier"), [("钻石", "diamond"), ("Platinum", "platinum"), ("VIP客户", "vip"), ("金", "gold")]
)
def test_our_tiers_are_known_in_both_languages(text: str, tier: str) -> None:
    assert values.tier(text) == tier
    assert tier in TIERS


def test_levels_of_another_company_are_not_our_tiers() -> None:
    assert values.tier("A（重点客户）") == Unfit("")


def test_every_value_that_a_converter_knows_is_in_the_vocabulary() -> None:
    assert set(values._ROLES.values()) == set(ROLES)
    assert set(values._STATUS_WORDS.values()) <= set(ACCOUNT_STATUSES)
    assert set(tier_names._READ.values()) == set(tier_names._READ_METAL.values()) == set(TIERS)


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("Decision Maker", ("decision_maker",), True),
        ("DECISION_MAKER;END_USER", ("decision_maker", "user"), True),
        ("Champion", (), False),
        ("Champion;Decision maker", ("decision_maker",), False),
        ("使用者、决策人", ("user", "decision_maker"), True),
    ],
)
def test_roles_where_equal(text: str, found: tuple[str, ...], whole: bool) -> None:
    assert values.roles(text) == (found, whole)


@pytest.mark.parametrize(
    ("text", "answer"), [("是", True), ("否", False), ("TRUE", True), ("0.0", False), ("也许", None)]
)
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert values.yes(text) is answer


def test_tags_are_joined_with_commas() -> None:
    assert values.tags("展会; 重点、重点，KA") == "展会,重点,KA"


CELLS = st.text(max_size=40) | st.text(alphabet="0123456789.,eE+-万亿¥$ /年月日:TJanM", max_size=20)


@given(CELLS)
def test_no_converter_raises(text: str) -> None:
    for convert in (
        values.phone,
        values.identifier,
        values.money,
        values.count,
        values.tier,
        values.status,
        values.tags,
    ):
        assert isinstance(convert(text), str | int | Unfit)
    values.yes(text)
    values.roles(text)
    values.clean(text)
    for order in (*ORDERS, None):
        read_day(text, order)
        read_date(text, order)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_amounts_written_with_two_decimals_come_back(minor: int) -> None:
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 100)
    assert values.money(f"{sign}{whole:,}.{part:02}") == minor
