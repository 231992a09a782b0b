"""Digits and number words of both languages, and the folding of wide characters that keeps every position."""

from typing import Final

_WIDE: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SPACES: Final = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x2007, 0x2009, 0x202F, 0x3000), " ")
_DASHES: Final = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_TRADITIONAL: Final = dict(
    zip(map(ord, "週禮個後點兩號鐘內這時過間〇。、"), "周礼个后点两号钟内这时过间零.,", strict=True)
)
_ONE_FOR_ONE: Final = {**_SPACES, **_DASHES, **_TRADITIONAL, **_WIDE}
_LOWER: Final = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_FOLDED: Final = {
    **_ONE_FOR_ONE,
    **_LOWER,
    **{code: chr(ord(narrow) + 32) for code, narrow in _WIDE.items() if "A" <= narrow <= "Z"},
}

_CHINESE_DIGITS: Final = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_CHINESE_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_CHINESE_TENS: Final = {"廿": "二十", "卅": "三十"}

_ENGLISH: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip


def fold_width(text: str) -> str:
    """The text in lower case and narrow characters, one for one, so that every position stays where it was.

    Full-width letters, digits and marks become ASCII, every space and dash becomes the plain one, and the
    few traditional characters that occur in dates become simplified. Only A to Z are lowered, because other
    capitals may grow when they are.
    """
    return text.translate(_FOLDED)


def read_number(text: str) -> int | None:
    """The whole number that digits or number words say, or None.

    Understands ``12``, ``十二``, ``二十``, ``廿三``, ``一百零五``, digit by digit ``二零二六`` and ``one`` to
    ``twelve``. Expects text that went through :func:`fold_width`.
    """
    if not text:
        return None
    if text.isascii():
        if text.isdigit():
            return int(text) if len(text) <= 18 else None
        return _ENGLISH.get(text)
    for short, full in _CHINESE_TENS.items():
        text = text.replace(short, full)
    if all(letter in _CHINESE_DIGITS for letter in text):
        # 二三天 is "two or three days", not 23: only years are said digit by digit
        return int("".join(str(_CHINESE_DIGITS[letter]) for letter in text)) if len(text) in (1, 4) else None
    return _read_chinese(text)


def _read_chinese(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for letter in text:
        if letter == "零":
            if digit is not None:
                return None
        elif letter in _CHINESE_DIGITS:
            if digit is not None:
                return None
            digit = _CHINESE_DIGITS[letter]
        elif letter in _CHINESE_UNITS:
            unit = _CHINESE_UNITS[letter]
            if unit >= last_unit or (digit is None and total):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        else:
            return None
    return total + (digit or 0)
