"""From a cell's text to a value. Nothing here raises: what does not fit is an `Unfit` that says why."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from karep.frozen import frozen
from karep.i18n import _
from karep.rules.formula import unguard
from karep.rules.tier_names import read_tier
from karep.rules.vocabulary import ACCOUNT_STATUSES

BLANKS = frozenset(
    (
        "",
        "无",
        "暂无",
        "NULL",
        "null",
        "(null)",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "－",
        "/",
        "\\N",
        "N/A",
        "n/a",
        "#N/A",
    )
)
"""Cells that mean “nothing here”. “Null” in mixed case is not among them: it is a surname."""

_SCIENTIFIC = re.compile(r"[+-]?(?:\d+[.,]\d+[eE]\+?\d+|\d+[eE]\+\d+)")
_WHOLE_FLOAT = re.compile(r"\d+\.0+")
_AMOUNT = re.compile(r"[-+]?\d[\d,.' ]*(?:[eE][-+]?\d{1,2})?")
_UNITS = {"千": 10**3, "万": 10**4, "亿": 10**8, "k": 10**3, "m": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9}
_CURRENCY = re.compile(r"(?:rmb|cny|usd|eur|us\$|hk\$|元|人民币|[$¥￥€£])", re.IGNORECASE)
_LARGEST = 2**63 - 1
_MOST_BOUGHT = 10**17
_MOST_UNITS = 10**9
_GROUPS = {"1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "三": 3, "i": 1, "ii": 2, "iii": 3}
_YES = frozenset(("是", "有", "y", "yes", "true", "1", "t", "√", "✓", "✔", "对"))
_NO = frozenset(("否", "不是", "n", "no", "false", "0", "f", "×", "✗", "✘"))


@frozen
class Unfit:
    """A cell that cannot go where its column belongs.

    ``reason`` is a translated sentence for the report, empty when nothing is lost or odd.
    ``keep`` says whether the text is kept as a named fact; a damaged number is not.
    """

    reason: str
    keep: bool = True


Converter = Callable[[str], "str | int | Unfit"]


def clean(cell: str) -> str:
    """Trim blanks of every width, drop one apostrophe that guards a formula, and turn “nothing here” into ''."""
    text = cell.strip()
    if text in BLANKS:
        return ""
    return unguard(text) if text[0] == "'" else text


def plain(text: str) -> str:
    """Return text for comparing: full-width forms narrowed, small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def phone(text: str) -> str | Unfit:
    """Keep a phone number as it is written; refuse one that a spreadsheet has rounded."""
    if ("E" in text or "e" in text) and _SCIENTIFIC.fullmatch(text):
        return Unfit(
            _("“{text}” is a number that a spreadsheet has rounded; the digits are lost, so it is not stored").format(
                text=text
            ),
            keep=False,
        )
    return _without_decimals(text)


def identifier(text: str) -> str | Unfit:
    """Keep an identifier as text, leading zeros and all; a whole number that became ``100123.0`` loses the ``.0``."""
    return phone(text)


def _without_decimals(text: str) -> str:
    if text.endswith("0") and _WHOLE_FLOAT.fullmatch(text):
        return text.partition(".")[0]
    return text


def money(text: str) -> int | Unfit:
    """Read an amount as minor units (fen, cents): ``1,100.04`` is 110004, ``1.2亿`` is 12000000000."""
    number = _decimal(_CURRENCY.sub("", plain(text)).strip())
    if number is None or abs(number) > _LARGEST // 100:
        return Unfit(_("“{text}” is not an amount; kept as text").format(text=_short(text)))
    return int((number * 100).to_integral_value())


def count(text: str) -> int | Unfit:
    """Read a whole number of people or things: ``2,822``, ``2822.0``, ``300人``."""
    narrow = plain(text).removesuffix("employees").strip().rstrip("人名+")
    number = _decimal(narrow)
    if number is None or number != number.to_integral_value() or not 0 <= number <= _LARGEST:
        return Unfit(_("“{text}” is not a whole number; kept as text").format(text=_short(text)))
    return int(number)


def _decimal(text: str) -> Decimal | None:
    factor = 1
    for unit in sorted(_UNITS, key=len, reverse=True):
        if text.endswith(unit) and text[:-1].strip(" ") and not text.endswith("e" + unit):
            factor, text = _UNITS[unit], text[: -len(unit)].strip()
            break
    if not _AMOUNT.fullmatch(text):
        return None
    digits = _point(text.replace(" ", "").replace("'", ""))
    if digits is None:
        return None
    try:
        number = Decimal(digits) * factor
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number) < 10**20 else None


def _point(text: str) -> str | None:
    """Return the number with a point as decimal mark and no thousands marks, or None when that is unclear."""
    if "," in text and "." in text:
        if text.rfind(",") > text.rfind("."):
            text = text.replace(".", "").replace(",", ".")
        return text.replace(",", "")
    if "," in text:
        return text.replace(",", "") if re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+", text) else None
    if text.count(".") > 1:
        return text.replace(".", "") if re.fullmatch(r"[-+]?\d{1,3}(?:\.\d{3})+", text) else None
    return text


_STATUS_WORDS = {
    "at risk": "at_risk",
    "活跃": "active",
    "预警": "at_risk",
    "有风险": "at_risk",
    "风险": "at_risk",
    "沉睡": "dormant",
    "休眠": "dormant",
    "流失": "lost",
    "已流失": "lost",
}


def purchases(text: str) -> int | Unfit:
    """Read what somebody buys as minor units; nobody buys less than nothing."""
    found = money(text)
    if isinstance(found, int) and not 0 <= found <= _MOST_BOUGHT:
        return Unfit(_("“{text}” is not an amount; kept as text").format(text=_short(text)))
    return found


def units(text: str) -> int | Unfit:
    """Read how many units somebody buys: ``120``, ``120台``, ``120 units``."""
    narrow = plain(text).removesuffix("units").strip().rstrip("台辆件套个只部")
    number = _decimal(narrow)
    if number is None or number != number.to_integral_value() or not 0 <= number <= _MOST_UNITS:
        return Unfit(_("“{text}” is not a whole number; kept as text").format(text=_short(text)))
    return int(number)


def revenue_group(text: str) -> int | Unfit:
    """Read a revenue group: ``2``, ``第二组``, ``group 2``."""
    word = plain(text).removesuffix(".0")
    for part in ("revenue", "group", "第", "营收", "收入", "组", "类"):
        word = word.replace(part, "").strip()
    group = _GROUPS.get(word)
    if group is None:
        sentence = _("“{text}” is no revenue group, which are 1, 2 and 3; kept as text")
        return Unfit(sentence.format(text=_short(text)))
    return group


def flag(text: str) -> int | Unfit:
    """Read 是/否, yes/no, 1/0 as 1 or 0."""
    answer = yes(text)
    if answer is None:
        return Unfit(_("“{text}” is neither yes nor no; kept as text").format(text=_short(text)))
    return int(answer)


def tier(text: str) -> str | Unfit:
    """Take the tiers of the scheme in force in either language; other levels mean something else and stay text."""
    return read_tier(text) or Unfit("")


@lru_cache(maxsize=256)
def status(text: str) -> str | Unfit:
    """Take our own account statuses in either language; others stay text."""
    word = plain(text)
    value = _STATUS_WORDS.get(word, word)
    return value if value in ACCOUNT_STATUSES else Unfit("")


def yes(text: str) -> bool | None:
    """Read 是/否, yes/no, TRUE/FALSE, 1/0; None when it is something else."""
    word = plain(text).removesuffix(".0")
    return True if word in _YES else False if word in _NO else None


def tags(text: str) -> str:
    """Turn a list separated by ``;``, ``,`` or ``、`` into the stored form, separated by a comma."""
    parts = (part.strip() for part in re.split(r"[;；,，、|\n]+", text))
    return ",".join(dict.fromkeys(part for part in parts if part))


_ROLE_WORDS = {
    "decision_maker": ("decision maker", "decision-maker", "决策者", "决策人", "关键决策人", "拍板人"),
    "purchaser": ("purchaser", "buyer", "采购", "采购人", "采购者", "采购负责人"),
    "technical": (
        "technical",
        "technical buyer",
        "technical influencer",
        "技术影响者",
        "技术",
        "技术把关人",
        "技术负责人",
    ),
    "finance": ("finance", "财务", "财务负责人"),
    "user": ("user", "end user", "使用者", "使用人", "最终用户"),
    "gatekeeper": ("gatekeeper", "把关者", "把关人", "守门人"),
    "information": ("information contact", "信息窗口", "信息提供者", "信息联系人"),
    "opinion_leader": ("opinion leader", "意见领袖"),
    "referrer": ("referrer", "转介绍人", "介绍人", "推荐人"),
}
_ROLES = {word: role for role, words in _ROLE_WORDS.items() for word in (role, *words)}


def roles(text: str) -> tuple[tuple[str, ...], bool]:
    """Read roles such as HubSpot's Buying Role where they are the same as ours.

    Returns:
        The roles understood, and whether every word was understood.
    """
    words = [plain(part).replace("_", " ") for part in re.split(r"[;；,，、/]+", text)]
    known = [_ROLES.get(word) or _ROLES.get(word.replace(" ", "_")) for word in words if word]
    return tuple(dict.fromkeys(role for role in known if role)), all(known)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
