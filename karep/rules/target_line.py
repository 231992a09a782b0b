"""What the rep types to set a target: a period or a kind of period, what is measured, and how much, in both languages.

``month visits 40`` · ``2026-Q4 signed 3,000,000`` · ``每月 拜访 40`` · ``季度 签约 300万``
"""

from typing import Final

from karep.frozen import frozen
from karep.rules.money import format_amount, parse_money
from karep.rules.periods import read_period

SPAN_WORDS: Final = {
    "week": ("week", "weekly", "周", "每周", "星期", "每星期"),
    "month": ("month", "monthly", "月", "月度", "每月"),
    "quarter": ("quarter", "quarterly", "季", "季度", "每季", "每季度"),
    "year": ("year", "yearly", "年", "年度", "每年"),
}
"""How each kind of period is called."""
MEASURE_WORDS: Final = {
    "signed": ("signed", "签约", "已签约", "签约额"),
    "visits": ("visits", "visit", "拜访"),
    "calls": ("calls", "call", "电话"),
    "touches": ("touches", "touch", "沟通记录", "联系", "沟通"),
    "people": ("people", "person", "新联系人", "联系人", "新增联系人"),
}
"""How each of `karep.rules.vocabulary.MEASURES` is called."""


@frozen
class TargetLine:
    """What a line says; what it does not say, or what was not understood, is None."""

    period: str | None
    """One period by its name, or a kind of period."""
    measure: str | None
    """One of `karep.rules.vocabulary.MEASURES`."""
    value: int | None
    """A count, or of what is signed an amount in hundredths; never below 0."""
    currency: str | None = None
    """That of an amount, where one is written."""


def read_target_line(text: str) -> TargetLine:
    """Read a line: the words for period and measure in any order, and everything else is the value."""
    period = measure = None
    rest: list[str] = []
    for word in text.split():
        if period is None and (found := read_target_period(word)):
            period = found
        elif measure is None and (found := read_measure(word)):
            measure = found
        else:
            rest.append(word)
    # a year alone may be the number: “month visits 2026” has its period already, “visits 2026” has none
    value, currency = read_target_value(" ".join(rest), measure)
    return TargetLine(period, measure, value, currency)


def read_target_period(text: str) -> str | None:
    """The period, or the kind of period, that a word names; None when it names none."""
    plain = text.strip().casefold()
    for span, words in SPAN_WORDS.items():
        if plain in words:
            return span
    period = read_period(text)
    return str(period) if period else None


def read_measure(text: str) -> str | None:
    """What is measured, by a word of either language; None when it is no such word."""
    plain = text.strip().casefold()
    return next((name for name, words in MEASURE_WORDS.items() if plain in words), None)


def read_target_value(text: str, measure: str | None) -> tuple[int | None, str | None]:
    """How much: a count, or for what is signed an amount in hundredths with the currency that is written, if one is.

    A count is a whole number and has no currency. What is below 0, or has more than two decimals, is no target.
    """
    money = parse_money(text, exact=True)
    if money is None or money.minor < 0:
        return None, None
    if measure == "signed":
        return money.minor, money.currency or None
    if money.currency or money.minor % 100:
        return None, None
    return money.minor // 100, None


def target_text(period: str, measure: str, value: int, currency: str | None, language: str) -> str:
    """The line that sets this target, in one of the languages; `read_target_line` reads it back."""
    chinese = language == "zh"
    span = SPAN_WORDS.get(period, (period,))
    words = MEASURE_WORDS[measure]
    number = f"{value:,}" if measure != "signed" else f"{format_amount(value, language)} {currency or ''}".strip()
    return " ".join((span[-1] if chinese else span[0], words[-1] if chinese else words[0], number))
