"""Amounts of money: read as people write them, kept as whole hundredths (fen, cents), shown in both languages."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from unicodedata import normalize

from karep.frozen import frozen
from karep.rules.lazy_pattern import pattern

LARGEST: Final = 2**63 - 1
"""The largest number of hundredths that the store can hold."""


@frozen
class Money:
    """An amount in hundredths of its currency; ``currency`` is an ISO code, or "" when none was written."""

    minor: int
    currency: str


_CURRENCIES: Final = {
    "hk$": "HKD", "us$": "USD", "nt$": "TWD", "s$": "SGD", "a$": "AUD", "rmb": "CNY", "人民币": "CNY", "元": "CNY",
    "块": "CNY", "¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "美元": "USD",
    "美金": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD",
    **{code.lower(): code for code in (
        "CNY", "USD", "EUR", "GBP", "HKD", "JPY", "TWD", "SGD", "AUD", "CHF", "KRW", "INR", "CAD", "SEK", "NOK", "DKK",
    )},
}  # fmt: skip
_SCALES: Final = {
    "百": 10**2, "千": 10**3, "万": 10**4, "w": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_WORD: Final = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_AMOUNT: Final = pattern(
    rf"(?P<before>{_WORD})?\s?(?P<sign>[+-])?\s?(?P<inner>{_WORD})?\s?"
    rf"(?P<number>[0-9][0-9 ,.']*)\s?(?P<scale>{_SCALE})?\s?"
    rf"(?:(?P<number2>[0-9][0-9.]*)\s?(?P<scale2>万|千|百))?\s?(?P<after>{_WORD})?整?"
)
_GROUPED: Final = pattern(
    r"(?P<whole>[0-9]{1,3}(?:(?P<mark>[ ,.'])[0-9]{3})(?:(?P=mark)[0-9]{3})*)(?P<rest>[.,][0-9]+)?"
)
_DOTTED: Final = pattern(r"[0-9]+(?:\.[0-9]*)?")
_COMMA: Final = pattern(r"[0-9]+,[0-9]{1,2}")
_TRADITIONAL: Final = str.maketrans("萬億圓塊幣−–—’，．", "万亿元块币---',.")
_LONGEST: Final = 60


_ISO: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB "
    "RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD "
    "UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_CODES: Final = frozenset(_ISO.split())
"""The currencies in use by their ISO 4217 codes."""


def read_currency(text: str) -> str | None:
    """The ISO code of the currency that the whole text names (``cny``, ``RMB``, ``元``, ``€``), or None."""
    plain = normalize("NFKC", text[:_LONGEST]).translate(_TRADITIONAL).casefold().strip()
    code = plain.upper()
    return _CURRENCIES.get(plain) or (code if code in _CODES else None)


def parse_money(text: str, *, exact: bool = False) -> Money | None:
    """The amount and currency that the whole text says, or None where it says none.

    Understands ``1,200,000``, ``1 200,50``, ``1.200.000``, ``¥1.2万``, ``120万``, ``1亿2000万``, ``$3.2m``,
    ``(500)`` for minus 500. One comma before exactly three digits separates thousands; one full stop always
    separates decimals. More than two decimals are rounded half up, and with `exact` they say no amount. ``¥`` is CNY.
    Never raises.
    """
    if len(text) > _LONGEST:
        return None
    plain = normalize("NFKC", text).translate(_TRADITIONAL).casefold().strip()
    negative = plain.startswith("(") and plain.endswith(")")
    match = _AMOUNT.fullmatch(plain[1:-1].strip() if negative else plain)
    if match is None:
        return None
    currencies = {_CURRENCIES[word] for word in match.group("before", "inner", "after") if word}
    amount = _amount(match)
    if amount is None or len(currencies) > 1:
        return None
    hundredths = amount * 100
    if hundredths > LARGEST or (exact and hundredths % 1):
        return None
    minor = int(hundredths.quantize(Decimal(1), ROUND_HALF_UP))
    return Money(-minor if negative or match["sign"] == "-" else minor, currencies.pop() if currencies else "")


def parse_amount(text: str) -> int | None:
    """The hundredths that the whole text says, whatever the currency, or None where it says no amount."""
    money = parse_money(text)
    return None if money is None else money.minor


def _amount(match: re.Match[str]) -> Decimal | None:
    number = _number(match["number"].strip())
    if number is None:
        return None
    amount = number * _SCALES[match["scale"] or ""] if match["scale"] else number
    if match["number2"]:
        # 1亿2000万: the smaller part must be smaller than one of the larger unit
        second = _number(match["number2"])
        scale, scale2 = _SCALES.get(match["scale"] or "", 0), _SCALES[match["scale2"]]
        if second is None or second * scale2 >= scale:
            return None
        amount += second * scale2
    return amount


def _number(text: str) -> Decimal | None:
    if len(text) > 40:
        return None
    if match := _GROUPED.fullmatch(text):
        mark, rest = match["mark"], match["rest"] or ""
        lone_dot = mark == "." and text.count(".") == 1 and not rest
        if not lone_dot and rest[:1] != mark:
            return Decimal(match["whole"].replace(mark, "") + rest.replace(",", "."))
    if _DOTTED.fullmatch(text):
        return Decimal(text)
    if _COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


_SIGNS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}
_SHORT: Final = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "en": ((10**9, "B"), (10**6, "M"), (10**3, "k")),
}


def format_amount(minor: int, language: str, *, currency: str = "", short: bool = False) -> str:
    """The amount with thousands, and with decimals only where there are any: ``¥1,200,000``, ``-$3.20``.

    ``short`` rounds to at most two decimals of 万 and 亿 in Chinese, of k, M and B in English: ``¥120万``,
    ``$1.2M``. The long form reads back unchanged through :func:`parse_money`.
    """
    sign = "-" if minor < 0 else ""
    mark = _SIGNS.get(currency, f"{currency} " if currency else "")
    return f"{sign}{mark}{_short(abs(minor), language) if short else _long(abs(minor))}"


def _long(minor: int) -> str:
    whole, rest = divmod(minor, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"


def _short(minor: int, language: str) -> str:
    units = _SHORT["zh" if language == "zh" else "en"]
    for size, word in units:
        hundredths = (minor * 2 + size) // (2 * size)
        # 99,999,999 rounds to 10,000万, which is 1亿; but 9,999 needs no rounding to be short
        if hundredths >= 100 and (minor >= size * 100 or size != units[-1][0]):
            whole, rest = divmod(hundredths, 100)
            return f"{whole:,}{f'.{rest:02}'.rstrip('0') if rest else ''}{word}"
    return _long(minor)
