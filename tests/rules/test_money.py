"""Amounts of money, read and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.money import LARGEST, Money, format_amount, parse_amount, parse_money, read_currency


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1,200,000", 120_000_000), ("1200000", 120_000_000), ("120万", 120_000_000), ("¥1.2万", 1_200_000),
        ("1.5亿", 15_000_000_000), ("1亿2000万", 12_000_000_000), ("5千", 500_000), ("120w", 120_000_000),
        ("$3.2m", 320_000_000), ("5k", 500_000), ("1.5 bn", 150_000_000_000), ("1 million", 100_000_000),
        ("1 200,50", 120_050), ("1.200.000", 120_000_000), ("1.234.567,89", 123_456_789), ("1,234.50", 123_450),
        ("1'200.50", 120_050), ("3,5", 350), ("0", 0), ("0.005", 1), ("-5", -500), ("－5", -500), ("(1,200)", -120_000),
        ("-¥3", -300), ("￥１２０万元", 120_000_000), ("1\u00a0200", 120_000), ("1.200", 120), ("12.345", 1235),
    ],
)  # fmt: skip
def test_amounts(text: str, minor: int) -> None:
    assert parse_amount(text) == minor


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "万", "50%", "1e5", "nan", "inf", "12,0000", "1,20,000", "1.2.3", "--5", "1-2", "3万5", "1万2亿",
     "$5元", "9" * 30, "1" * 5000, "12 34", "五万", "=1+1", "1,200,00"],
)  # fmt: skip
def test_nonsense_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_the_currency_is_kept_when_written() -> None:
    found = [parse_money(text) for text in ("¥5", "5元", "人民币5", "US$5", "5 EUR", "HK$5", "5", "５美元")]
    assert [money.currency for money in found if money] == ["CNY", "CNY", "CNY", "USD", "EUR", "HKD", "", "USD"]


def test_the_long_form() -> None:
    assert format_amount(120_000_000, "zh", currency="CNY") == "¥1,200,000"
    assert format_amount(-320, "en", currency="USD") == "-$3.20"
    assert format_amount(500, "en", currency="CHF") == "CHF 5"
    assert format_amount(0, "en") == "0"


@pytest.mark.parametrize(
    ("minor", "zh", "en"),
    [
        (120_000_000, "120万", "1.2M"),
        (15_000_000_000, "1.5亿", "150M"),
        (999_900, "9,999", "10k"),
        (9_999_999_999, "1亿", "100M"),
        (123_456_789, "123.46万", "1.23M"),
        (-120_000_000, "-120万", "-1.2M"),
        (10**14, "1万亿", "1,000B"),
        (99_950, "999.50", "999.50"),
    ],
)
def test_the_short_form(minor: int, zh: str, en: str) -> None:
    assert format_amount(minor, "zh", short=True) == zh
    assert format_amount(minor, "en", short=True) == en


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(["", "CNY", "USD", "EUR", "GBP", "HKD", "JPY"]))
def test_what_is_shown_reads_back(minor: int, currency: str) -> None:
    for language in ("en", "zh"):
        assert parse_money(format_amount(minor, language, currency=currency)) == Money(minor, currency)


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,' -+()¥$€万亿千kmb元"), st.from_regex(r"[0-9 ,.]{1,70}")))
def test_no_text_raises(text: str) -> None:
    found = parse_amount(text)
    assert found is None or abs(found) <= LARGEST


@given(st.integers(0, 10**15))
def test_a_short_amount_reads_back_nearly(minor: int) -> None:
    for language in ("en", "zh"):
        shown = parse_amount(format_amount(minor, language, short=True))
        assert shown is not None and abs(shown - minor) * 190 <= max(minor, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CNY", "CNY"), (" usd ", "USD"), ("RMB", "CNY"), ("元", "CNY"), ("人民幣", "CNY"), ("€", "EUR"), ("￥", "CNY"),
        ("brl", "BRL"), ("ＣＨＦ", "CHF"), ("120万", None), ("", None), ("XXQ", None), ("CNY 5", None), ("[/b]", None),
    ],
)  # fmt: skip
def test_a_currency_is_known_by_its_code_its_sign_or_its_name(text: str, code: str | None) -> None:
    assert read_currency(text) == code


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = read_currency(text)
    assert code is None or (len(code) == 3 and code.isupper() and read_currency(code) == code)
