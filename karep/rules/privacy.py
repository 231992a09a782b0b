"""What is nobody else's business: what is hidden while a customer can see the screen, and what never leaves at all."""

import re
from collections.abc import Mapping
from typing import Any, Final

from karep.rules.lazy_pattern import pattern

MASK: Final = "••••"
"""What stands for a text that is hidden from other eyes."""
DOT: Final = "•"
"""What stands for a hidden digit."""
DIGITS_LEFT: Final = 2
"""How many digits of a hidden phone number stay, so that the rep still knows which one it is."""

PHONES: Final = frozenset({"phone", "mobile"})
"""The fields that hold a phone number."""
NEVER_LEAVES: Final = frozenset(
    {
        ("follow_up", "bottom_line"),
        ("touch", "private_note"),
        ("opportunity", "floor_amount"),
        ("opportunity", "floor_terms"),
        ("opportunity", "floor_approver"),
        ("opportunity", "floor_approved_on"),
        ("concession", "price"),
        ("concession", "below_floor"),
        ("concession", "approver"),
    }
)
"""What is in no export, report or print: nouns with their fields."""
_BEFORE_IT_WAS_SAID: Final = frozenset({("concession", "give"), ("concession", "get")})
"""What was written down before the customer knew of it: a history that leaves the program says only that it changed."""

_PRIVATE: Final[Mapping[str, frozenset[str]]] = {
    "account": frozenset({"note"}),
    "person": frozenset(
        {
            *("email", "wechat", "address", "note", "stance", "strength", "birthday", "preferences", "gift_limit"),
            *("pram_plan", "pram_relationship", "pram_agreement", "pram_maintenance"),
            *("credibility", "reliability", "intimacy", "self_orientation", "concerns"),
        },
    ),
    "preference": frozenset({"text"}),
    "occasion": frozenset({"label", "month", "day", "year", "calendar", "leap_month", "leap_rule"}),
    "gift": frozenset({"item", "value", "currency", "approver", "note", "given_on"}),
    "care": frozenset({"text", "reply"}),
    "snooze": frozenset({"reason"}),
    "remark": frozenset({"text"}),
    "rewording": frozenset({"text", "generated"}),
    "touch": frozenset({"purpose", "summary", "outcome", "private_note"}),
    "fact": frozenset({"value"}),
    "follow_up": frozenset({"bottom_line"}),
    "opportunity": frozenset({"note", "floor_amount", "floor_terms", "floor_approver", "floor_approved_on"}),
    "concession": frozenset({"give", "get", "price", "below_floor", "approver"}),
}
"""The fields that can be private. A person's way to be reached, notes and the rep's own opinions always are."""
_PERSONAL_DAYS: Final = ("birthday", "memorial")

_DATE: Final = (
    r"(?<!\d)(?<!\d[-/.])(?:19|20)\d\d(?P<sep>[-/.])(?:0?[1-9]|1[0-2])(?P=sep)(?:0?[1-9]|[12]\d|3[01])(?![-/.]?\d)"
)
_AMOUNT: Final = r"(?<!\d)(?<!\d[,，])[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d{1,2})?(?![,，.]?\d)"
_APART: Final = (
    # blanks and line breaks, what has no width or picture of its own, dashes, dots, commas, brackets, slashes
    r"\s\x00-\x1f\u2400-\u2426\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\-‐‑‒–—―−－﹣_＿.．。·・•‧∙,，()（）\[\]［］/／\\|~～"
)
"""What stands between the digits of one phone number, as a character class of a regular expression."""
_NUMBER: Final = pattern(
    rf"\d(?:[{_APART}]{{0,6}}\d){{6,}}(?:[{_APART}]{{0,3}}(?:转|轉|分机|分機|ext|x|#|＃)[{_APART}:：]{{0,3}}\d+)?",
    re.IGNORECASE,
)
"""Seven digits and more, with an extension; how the number begins does not matter."""
_STAYS: Final = pattern(f"{_DATE}|{_AMOUNT}")
_EXCLAMATIONS: Final = "!！﹗‼❗❕︕"
_SIGNS: Final = rf"[^\w{_EXCLAMATIONS}\u2460-\u24ff\u2776-\u2793\u3200-\u32ff]|_"
"""A sign that is no letter, as a part of a regular expression: bullets, ticks, brackets, quotes, arrows, emoji."""
_COUNTS: Final = (
    r"[\u2460-\u24ff\u2776-\u2793\u3200-\u32ff]"
    r"|\d{1,3}(?=[\s.,:)\]、．：，）】〕\ufe0f\u20e3])"
    r"|(?:[A-Za-z]|[ivxIVX]{2,4}|[一二三四五六七八九十百]{1,4})(?=[.:)\]、．：）】〕])"
)
"""What a line of a list is counted by: ``1.``, ``（1）``, ``①``, ``a)``, ``一、``, ``[x]``."""
_IN_CONFIDENCE: Final = pattern(
    rf"(?:{_SIGNS}|{_COUNTS}){{0,30}}+"
    rf"(?:‼|[{_EXCLAMATIONS}][\s\u200b-\u200f\u2060\ufe0e\ufe0f]{{0,3}}[{_EXCLAMATIONS}])"
)
"""How a line of a note begins that is the rep's own business: signs and a number of a list may stand before it."""
_PICTURES: Final = "␊␋␌␍␤⏎↵"
_BREAKS: Final = pattern(f"([{_PICTURES}])")
"""Pictures of line breaks, which stand where a text was made one line."""
_DIGIT: Final = pattern(r"\d")


def is_private(noun: str, field: str, record: Mapping[str, Any] | None = None) -> bool:
    """Whether a field is hidden from other eyes.

    Args:
        noun: The record's noun.
        field: The name of the field.
        record: What else is known of the record, which decides for some: the ``privacy`` of a preference or a remark
            (internal ones are shown), an occasion's ``kind`` and ``person_id`` (an account's own days are shown), a
            touch's ``kind`` (of its texts only those of gifts are hidden, what was said in confidence always is), a
            fact's ``person_id`` (those of an account are shown). Where it is not known, the field is hidden.
    """
    if field not in _PRIVATE.get(noun, ()):
        return False
    known = record or {}
    if noun in ("preference", "remark"):
        return bool(known.get("privacy") != "internal")
    if noun == "occasion":
        return is_personal_day(known.get("kind"), known.get("person_id"))
    if noun == "touch" and field != "private_note":
        return bool(known.get("kind", "gift") == "gift")
    if noun == "fact":
        return known.get("person_id", "unknown") is not None
    return True


def is_personal_day(kind: str | None, person_id: str | None) -> bool:
    """Whether an important day is a person's own business; one of an unknown kind is taken to be."""
    return bool(person_id) or kind is None or kind in _PERSONAL_DAYS


def is_hidden(noun: str, field: str, record: Mapping[str, Any] | None = None) -> bool:
    """Whether a value, written into a history, is hidden from other eyes: private fields and phone numbers."""
    return field in PHONES or is_private(noun, field, record)


def never_leaves(noun: str, field: str) -> bool:
    """Whether a value is in nothing that leaves the program."""
    return (noun, field) in NEVER_LEAVES


def never_told(noun: str, field: str) -> bool:
    """Whether a history that leaves the program says of a value only that it changed."""
    return never_leaves(noun, field) or (noun, field) in _BEFORE_IT_WAS_SAID


def told_changes(noun: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a journal's entry that may leave the program."""
    return {field: value for field, value in values.items() if not never_told(noun, field)}


def leaving(noun: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record that may leave the program."""
    return {field: value for field, value in values.items() if not never_leaves(noun, field)}


def outward(text: str) -> str:
    """A note without what must stay: its lines that begin with ``!!`` (also in full width)."""
    if not has_confidence(text):
        return text
    return "\n".join(told for line in text.splitlines() if (told := _told(line)) is not None)


def _told(line: str) -> str | None:
    """A line without those of its rows, set apart by pictures of line breaks, that stay; None where all of it stays."""
    rows = _BREAKS.split(line)
    if not any(_IN_CONFIDENCE.match(row) for row in rows[::2]):
        return line
    # each row with the picture before it
    pairs = zip(["", *rows[1::2]], rows[::2], strict=True)
    kept = "".join(before + row for before, row in pairs if not _IN_CONFIDENCE.match(row))
    return kept.lstrip(_PICTURES) or None


def has_confidence(text: str | None) -> bool:
    """Whether a note has a line that `outward` leaves out."""
    if not text or not any(sign in text for sign in _EXCLAMATIONS):
        return False
    return any(_IN_CONFIDENCE.match(row) for line in text.splitlines() for row in _BREAKS.split(line))


def masked_phone(number: str) -> str:
    """A phone number whose digits are hidden but for the last two; what else is in it stays."""
    digits = [match.start() for match in _DIGIT.finditer(number)]
    hidden = set(digits[:-DIGITS_LEFT] if len(digits) > DIGITS_LEFT else digits)
    return "".join(DOT if place in hidden else letter for place, letter in enumerate(number))


def masked_numbers(text: str) -> str:
    """A text in which everything that could be a phone number is masked: seven digits and more, however set apart.

    Dates (2026-11-22) stay, and amounts whose thousands are set apart by commas (1,240,000).
    """
    parts, at = [], 0
    for plain in _STAYS.finditer(text):
        parts += [_masked(text[at : plain.start()]), plain[0]]
        at = plain.end()
    return "".join([*parts, _masked(text[at:])])


def _masked(text: str) -> str:
    return _NUMBER.sub(lambda match: masked_phone(match[0]), text)
