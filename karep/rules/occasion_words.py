"""Days that come back every year, as a rep types them: 5月3日, 1985-05-03, "3 May", 农历八月十五, "lunar 8-15"."""

import re
from typing import Final

from karep.frozen import frozen
from karep.rules.lunar import describe_lunar
from karep.rules.numerals import fold_width, read_number


@frozen
class YearDay:
    """A day of the year, in either calendar; the day or the year may be unknown."""

    month: int
    day: int | None = None
    year: int | None = None
    calendar: str = "solar"
    """``solar`` or ``lunar``."""
    leap_month: bool = False


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST: Final = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_LUNAR: Final = re.compile(r"^(?P<year>[0-9〇零一二三四五六七八九]{2,4}年)?(?:农历|阴历|旧历|lunar)[\s:：]*")
_NAMED_MONTHS: Final = {"正月": "1月", "冬月": "11月", "腊月": "12月"}
_EVES: Final = frozenset(("除夕", "大年三十", "年三十", "大年夜", "chinese new year's eve", "chinese new year’s eve"))
"""The last day of the lunar year, which is the 29th of the twelfth month where that has no 30th."""
_NUMBER: Final = "[0-9〇零一二三四五六七八九十廿卅两]+"
_CHINESE: Final = re.compile(
    rf"(?:(?P<year>{_NUMBER})年)?(?P<leap>闰)?(?P<month>{_NUMBER})月(?:份|初?(?P<day>{_NUMBER})[日号]?)?"
)
_NUMERIC: Final = re.compile(
    r"(?:(?P<year>[0-9]{4})[-/.])?(?P<leap>leap )?(?P<month>[0-9]{1,2})(?:[-/.](?P<day>[0-9]{1,2}))?"
)
_COMPACT: Final = re.compile(r"(?P<year>(?:18|19|20|21)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<leap>)")
_MONTH_WORD: Final = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH: Final = (
    re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH_WORD}(?:,? (?P<year>[0-9]{{4}}))?(?P<leap>)"),
    re.compile(rf"{_MONTH_WORD}(?: (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?)?(?:,? (?P<year>[0-9]{{4}}))?(?P<leap>)"),
)


def parse_year_day(text: str) -> YearDay | None:
    """The day that the whole text says, or None when it says none that exists. Never raises.

    A two-part number is month and day (5-3 is 3 May), as in Chinese and ISO dates; English month names stand in
    either order.
    """
    folded = fold_width(text).strip().lower()
    calendar = "lunar" if _LUNAR.match(folded) else "solar"
    folded = _LUNAR.sub(lambda found: found["year"] or "", folded)
    if folded in _EVES or (calendar == "lunar" and folded in ("new year's eve", "new year’s eve")):
        return YearDay(12, 30, calendar="lunar")
    for word, month in _NAMED_MONTHS.items():
        if word in folded:
            folded, calendar = folded.replace(word, month), "lunar"
    if re.search(r"月初[一二三四五六七八九十]|月廿|闰", folded):
        calendar = "lunar"
    for pattern in (_COMPACT, _CHINESE, _NUMERIC, *_ENGLISH):
        match = pattern.fullmatch(folded)
        if match:
            return _year_day(match, calendar)
    return None


def describe_year_day(day: YearDay, language: str) -> str:
    """The day in words that `parse_year_day` reads back: "3 May 1985", "1985年5月3日", "1971年农历腊月十四"."""
    if language == "zh":
        year = f"{day.year}年" if day.year else ""
        if day.calendar == "lunar":
            return year + describe_lunar(day.month, day.day, day.leap_month, language)
        rest = f"{day.day}日" if day.day else ""
        return f"{year}{day.month}月{rest}"
    if day.calendar == "lunar":
        parts = [str(one) for one in (day.year, day.month, day.day) if one]
        return f"lunar {parts[0] + '-' if day.year else ''}{'leap ' if day.leap_month else ''}" + "-".join(
            parts[1 if day.year else 0 :]
        )
    name = _MONTHS[day.month - 1].title()
    return " ".join(str(one) for one in (day.day, name, day.year) if one)


def _year_day(match: re.Match[str], calendar: str) -> YearDay | None:
    month = _MONTHS.index(match["month"]) + 1 if match["month"] in _MONTHS else read_number(match["month"])
    day = read_number(match["day"]) if match["day"] else None
    year = read_number(match["year"]) if match["year"] else None
    leap = bool(match["leap"])
    longest = 30 if calendar == "lunar" else _LONGEST.get(month or 0, 31)
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= longest):
        return None
    if (match["day"] and day is None) or (year is not None and not 1800 <= year <= 2200):
        return None
    if (
        year is not None
        and calendar == "solar"
        and (month, day) == (2, 29)
        and (year % 4 or (not year % 100 and year % 400))
    ):
        return None
    return YearDay(month, day, year, "lunar" if leap else calendar, leap)
