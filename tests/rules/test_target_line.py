"""Targets as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.periods import SPANS
from karep.rules.target_line import TargetLine, read_target_line, read_target_value, target_text
from karep.rules.vocabulary import MEASURES


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("month visits 40", TargetLine("month", "visits", 40)),
        ("visits 1,200 year", TargetLine("year", "visits", 1200)),
        ("2026-q4 signed 3,000,000", TargetLine("2026-Q4", "signed", 300_000_000)),
        ("2026-W53 Calls 12", TargetLine("2026-W53", "calls", 12)),
        ("month visits 2026", TargetLine("month", "visits", 2026)),
        ("每月 拜访 40", TargetLine("month", "visits", 40)),
        ("季度 签约 300万", TargetLine("quarter", "signed", 300_000_000)),
        ("2026 signed 2.5m EUR", TargetLine("2026", "signed", 250_000_000, "EUR")),
        ("week signed ¥1.2万", TargetLine("week", "signed", 1_200_000, "CNY")),
        ("年 新增联系人 50", TargetLine("year", "people", 50)),
        ("month visits 0", TargetLine("month", "visits", 0)),
        ("month visits", TargetLine("month", "visits", None)),
        ("month visits -4", TargetLine("month", "visits", None)),
        ("month visits 4.5", TargetLine("month", "visits", None)),
        ("month visits $4", TargetLine("month", "visits", None)),
        ("visits 40", TargetLine(None, "visits", 40)),
        ("month 40", TargetLine("month", None, 40)),
        ("", TargetLine(None, None, None)),
    ],
)
def test_what_is_understood(typed: str, meant: TargetLine) -> None:
    assert read_target_line(typed) == meant


@given(
    st.sampled_from([*SPANS, "2026-W47", "2026-11", "2026-Q4", "2026"]),
    st.sampled_from(list(MEASURES)),
    st.integers(0, 10**15),
    st.sampled_from([None, "EUR", "CNY", "JPY"]),
    st.sampled_from(["en", "zh"]),
)
def test_a_target_is_read_back(period: str, measure: str, value: int, currency: str | None, language: str) -> None:
    money = currency if measure == "signed" else None
    assert read_target_line(target_text(period, measure, value, money, language)) == TargetLine(
        period, measure, value, money
    )


@given(st.text(max_size=40), st.sampled_from([None, *MEASURES]))
def test_no_text_breaks_it(text: str, measure: str | None) -> None:
    line, (value, currency) = read_target_line(text), read_target_value(text, measure)
    assert line.value is None or line.value >= 0
    assert value is None or value >= 0
    assert currency is None or measure == "signed"


def test_an_amount_is_never_rounded() -> None:
    assert read_target_value("1.234567", "signed") == read_target_value("1.2.3", "signed") == (None, None)
    assert read_target_value("1.23", "signed") == (123, None)
    assert read_target_value("1.2345万", "signed") == (1_234_500, None)
