"""The ways to say how often, in Chinese and English. Expects no language: both are tried on every text.

A unit alone (“每月”, "every year") is often a word of the trade: 每月用量, "monthly report". Inside a longer text it
counts only where nothing but a mark, a blank or the name of an act (打电话, 拜访) follows.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    ENGLISH_MONTH,
    ENGLISH_WEEKDAY,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    SPACE,
    month_number,
    weekday_number,
)
from karep.rules.numerals import fold_width, read_number
from karep.rules.repeat_rule import LAST, MONTH_LENGTHS, QUARTER_FIRSTS, QUARTER_LASTS, WORKDAYS, Repeat, Unit, valid
from karep.rules.scripts import simplified

LONGEST_PHRASE: Final = 120
LONGEST_TEXT: Final = 20_000

Found = tuple[Repeat, int, int]
"""A repeat, and from where to where it stands in the text."""
Reader = Callable[[dict[str, str], date], Repeat | None]

_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "天": ("day", 1), "日": ("day", 1), "周": ("week", 1), "星期": ("week", 1), "礼拜": ("week", 1),
    "月": ("month", 1), "季度": ("month", 3), "季": ("month", 3), "年": ("year", 1),
    "d": ("day", 1), "day": ("day", 1), "w": ("week", 1), "week": ("week", 1), "fortnight": ("week", 2),
    "m": ("month", 1), "month": ("month", 1), "quarter": ("month", 3), "y": ("year", 1), "year": ("year", 1),
}  # fmt: skip
_ADVERBS: Final[dict[str, tuple[Unit, int]]] = {
    "daily": ("day", 1), "weekly": ("week", 1), "biweekly": ("week", 2), "bi-weekly": ("week", 2),
    "fortnightly": ("week", 2), "monthly": ("month", 1), "bimonthly": ("month", 2), "bi-monthly": ("month", 2),
    "quarterly": ("month", 3), "half-yearly": ("month", 6), "yearly": ("year", 1), "annually": ("year", 1),
}  # fmt: skip
_NTH: Final = {
    "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "首": 1, "末": LAST,
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": LAST,
}  # fmt: skip


def _number(word: str) -> int:
    """A number of units; 0 for what is none, which no repeat accepts."""
    if not word:
        return 1
    return {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "半": 0}.get(word) or read_number(word) or 0


def _span(said: dict[str, str]) -> Repeat:
    """The unit and how many of it."""
    if said.get("adverb"):
        unit, every = _ADVERBS[said["adverb"]]
        return Repeat(unit, every)
    word = said.get("unit", "").removeprefix("个") or "月"
    number = said.get("number", "")
    if number == "半" and word in ("年", "月"):
        return Repeat("month", 6) if word == "年" else Repeat("day", 15)
    if said.get("skip"):
        number = {"": "2", "一": "2", "1": "2"}.get(number, number)
    unit, times = _UNITS[word]
    return Repeat(unit, _number(number) * times)


def _plain(said: dict[str, str], today: date) -> Repeat | None:
    return valid(_span(said))


def _after(said: dict[str, str], today: date) -> Repeat | None:
    return valid(replace(_span(said), after=True))


def _workdays(said: dict[str, str], today: date) -> Repeat | None:
    return Repeat("week", weekdays=WORKDAYS)


def _today(said: dict[str, str], today: date) -> Repeat | None:
    span = _span(said)
    return valid(replace(span, weekdays=(today.weekday(),)) if span.unit == "week" else span.pinned(today))


def _weekdays(said: dict[str, str], today: date) -> Repeat | None:
    span = _span({**said, "unit": said.get("unit") or "周"})
    words = re.findall(rf"[一二三四五六日天末1-7]|{ENGLISH_WEEKDAY}", _NOT_DAYS.sub("", said["days"]))
    days = {5 if word == "末" else weekday_number(word) for word in words}
    return valid(replace(span, weekdays=tuple(sorted(days)))) if span.unit == "week" else None


def _nth_weekday(said: dict[str, str], today: date) -> Repeat | None:
    span = _span(said)
    found = replace(span, nth=_NTH[said["nth"]], weekdays=(weekday_number(said["weekday"]),))
    if month := _month(said):
        found = replace(found, unit="year", months=(month,))
        return valid(found) if span.unit == "year" or not said.get("unit") else None
    return valid(found) if span.unit == "month" else None


def _month_day(said: dict[str, str], today: date) -> Repeat | None:
    day = read_number(said["day"]) or 99
    return valid(replace(_span(said), month_day=day))


def _year_day(said: dict[str, str], today: date) -> Repeat | None:
    month = _month(said)
    if not 1 <= month <= 12:
        return None
    part, span = said.get("part", ""), _span({**said, "unit": said.get("unit") or "年"})
    length = MONTH_LENGTHS[month - 1]
    day = _edge(part, length) if part or not said.get("day") else read_number(said["day"]) or 99
    return valid(replace(span, months=(month,), month_day=day)) if span.unit == "year" else None


def _period_edge(said: dict[str, str], today: date) -> Repeat | None:
    """The beginning, middle or end of every month, quarter or year."""
    span, part = _span(said), said["part"]
    if span.unit == "month" and span.every == 3 and said.get("unit") not in ("月", "个月", "month"):
        day = _edge(part, LAST)
        months = {1: QUARTER_FIRSTS, LAST: QUARTER_LASTS}.get(day, ())
        return valid(Repeat("year", months=months, month_day=day)) if months else None
    if span.unit == "year":
        day = _edge(part, 31)
        month, day = {31: (12, 31), 15: (6, 30)}.get(day, (1, 1))
        return valid(replace(span, months=(month,), month_day=day))
    return valid(replace(span, month_day=_edge(part, LAST))) if span.unit == "month" else None


def _edge(part: str, last: int) -> int:
    if part in ("底", "末", "终", "最后一天", "end", "last day"):
        return last
    return 15 if part.startswith("中") else 1


def _month(said: dict[str, str]) -> int:
    word = said.get("month") or ""
    if not word:
        return 0
    return month_number(word) if word[0].isascii() and word[0].isalpha() else read_number(word) or 0


# --- patterns ----------------------------------------------------------------------------------------------------

_NOT_DAYS: Final = re.compile("周|星期|礼拜|and|&|以?及")
_HAN: Final = f"(?:[0-9]{{1,4}}|[{CHINESE_DIGIT}]{{1,5}})"
_SMALL: Final = f"(?:[0-9]{{1,2}}|[{CHINESE_DIGIT}]{{1,3}})"
_WEEK: Final = "(?:周|星期|礼拜)"
_EACH: Final = rf"(?:每{SPACE}(?P<skip>间?隔)?(?P<number>半|{_HAN})?{SPACE}|(?P<skip2>隔))"
_OF: Final = rf"{SPACE}的?{SPACE}(?:逢|在)?"
# 每周一起吃饭, 每周一共三家 and 每周四川客户 name no Monday and no Thursday
_DAY_LETTER: Final = "(?:[二三五六日末]|一(?!共|起|般|直|样|些)|四(?!川)|天(?!津))"
_JOINT: Final = rf"{SPACE}[、,和及与]?{SPACE}"
_DAYS: Final = (
    rf"(?P<days>{_WEEK}{_DAY_LETTER}(?:{_JOINT}{_WEEK}{_DAY_LETTER}|{_DAY_LETTER})*"
    rf"|{_WEEK}[1-7](?![0-9]))(?![0-9{CHINESE_DIGIT}]{{0,2}}[次个天月])"
)
_NTH_DAY: Final = (
    rf"(?:第?(?P<nth>[一二三四1-4首])个?|最后一?个?(?P<nth_last>)){SPACE}{_WEEK}(?P<weekday>{_DAY_LETTER})"
)
_MORE_DAYS: Final = rf"(?!{SPACE}[、,和及与]{SPACE}{_SMALL}[号日])"
_LABEL: Final = r"(?:(?:重复|循环|周期)[::]? ?)?"

_DONE: Final = "(?:完成|做完|办完|结束|关闭)(?:之后|以后|后)"
_ACTS: Final = (
    "拜访|打|电话|通话|联系|跟进|回访|回顾|对账|寄|发|送|约|问|提醒|检查|复盘|开会|例会|汇报|见|去|看|聊|请|盘点|催|走访"
    "|巡|联络|沟通|更新|复查|总结"
)
_SPAN: Final = rf"(?P<number>半|{_HAN}){SPACE}(?P<unit>天|日|{_WEEK}|个?月|个?季度|年)"
_NO_MORE: Final = f"(?![0-9{CHINESE_DIGIT}的第])"
_EDGE: Final = "(?P<part>底|末|终|初|最后一天|中旬|中)"
_CHINESE: Final = (
    (
        rf"每?(?:次|回)?{_DONE}(?:再|每)?(?:隔|过)?{SPACE}{_SPAN}(?:之?后|以后)?(?:再来一次|再来|重复)?",
        _after,
    ),
    (
        rf"{_SPAN}(?:之后|以后|后)再来(?:一次)?(?=$|[\s,.;:!、)])",
        _after,
    ),
    (r"每个?工作日", _workdays),
    (rf"{_EACH}个?(?P<unit>{_WEEK}|月|年){_OF}今天", _today),
    (rf"每(?:个|逢)?{_DAYS}", _weekdays),
    (rf"{_EACH}个?(?P<unit>{_WEEK}){_OF}{_DAYS}", _weekdays),
    (rf"{_EACH}(?P<unit>个?月|个?季度){_OF}{_NTH_DAY}", _nth_weekday),
    (rf"{_EACH}(?P<unit>年){_OF}(?P<month>{_SMALL})月份?{_OF}{_NTH_DAY}", _nth_weekday),
    (rf"{_EACH}(?P<unit>个?月|个?季度){_OF}(?P<day>{_SMALL})[号日]{_MORE_DAYS}", _month_day),
    (rf"{_EACH}(?P<unit>个?月|个?季度|季|年){_OF}{_EDGE}(?!期|途|间|标)", _period_edge),
    (rf"{_EACH}(?P<unit>年){_OF}(?P<month>{_SMALL})月份?{SPACE}(?P<day>{_SMALL})[号日]", _year_day),
    (rf"{_EACH}(?P<unit>年){_OF}(?P<month>{_SMALL})月份?{_OF}{_EDGE}?{_NO_MORE}", _year_day),
    (rf"{_EACH}(?P<unit>个?(?:{_WEEK}|月|季度)|天|日|季|年){SPACE}[一1]次", _plain),
)
_BARE_CHINESE: Final = (rf"{_EACH}(?P<unit>个?(?:{_WEEK}|月|季度)|天|日|季|年)", _plain)
_AFTER_BARE: Final = rf"(?=$|[\s,.;:!、()]|{_ACTS})"

_N: Final = "(?P<number>[0-9]{1,4}|other|second|2nd|third|3rd|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT: Final = "(?P<unit>day|week|fortnight|month|quarter|year)s?"
_EVERY: Final = rf"(?:every|each) (?:{_N} )?{_UNIT}"
_ADVERB: Final = f"(?P<adverb>{'|'.join(sorted(_ADVERBS, key=len, reverse=True))})"
_SAID: Final = rf"(?:{_EVERY}|{_ADVERB})"
_ON: Final = r",? (?:on )?(?:the )?"
_DAY_LIST: Final = rf"(?P<days>{ENGLISH_WEEKDAY}s?(?:(?:, ?| ?& ?| and |, and ){ENGLISH_WEEKDAY}s?{NO_WORD_AFTER})*)"
_NTH_WORD: Final = "(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last)"
_ORDINAL: Final = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)"
_EACH_MONTH: Final = rf"of (?:every|each) (?:{_N} )?(?P<unit>month)s?"
_COMPLETION: Final = (
    "after (?:(?:it is|it's|being|each|every|the last(?: one)? is) )?"
    "(?:done|completion|completed|finished|finishing|closing|closed)"
)
_SHORT_UNIT: Final = "(?P<unit>days?|weeks?|months?|quarters?|years?|[dwmy])"
_MONTH_AND_DAY: Final = (
    rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{ENGLISH_MONTH})"
    rf"|(?P<month2>{ENGLISH_MONTH}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?(?!:))"
)
_PERIOD_PART: Final = "(?P<part>end|last day|beginning|start|first day)"
_ENGLISH: Final = (
    (rf"(?:every )?\+?(?P<number>[0-9]{{1,4}}|an?|two|three|four|five|six) ?{_SHORT_UNIT} {_COMPLETION}", _after),
    (rf"{_COMPLETION},?:? ?\+?(?P<number>[0-9]{{1,4}}) ?{_SHORT_UNIT}", _after),
    (r"(?:every|each) (?:workday|weekday|working day|business day)", _workdays),
    (rf"{_EVERY} (?:on )?(?:today|this day)", _today),
    (rf"(?:every|each) {_DAY_LIST}", _weekdays),
    (rf"(?:every|each) (?P<number>other|second|2nd|[0-9]{{1,3}}) {_DAY_LIST}(?! of)", _weekdays),
    (r"(?:on )?(?P<days>(?:mon|tues|wednes|thurs|fri|satur|sun)days)", _weekdays),
    (rf"{_SAID},? (?:on )?{_DAY_LIST}", _weekdays),
    (rf"(?:every|each) {_NTH_WORD} (?P<weekday>{ENGLISH_WEEKDAY}) of (?:the|every|each|a) month", _nth_weekday),
    (rf"(?:every|each) (?P<nth>first|1st|third|3rd|fourth|4th|last) (?P<weekday>{ENGLISH_WEEKDAY})", _nth_weekday),
    (rf"(?:on )?(?:the )?{_NTH_WORD} (?P<weekday>{ENGLISH_WEEKDAY}) {_EACH_MONTH}", _nth_weekday),
    (rf"{_SAID}{_ON}{_NTH_WORD} (?P<weekday>{ENGLISH_WEEKDAY})(?: of (?P<month>{ENGLISH_MONTH}))?", _nth_weekday),
    (rf"(?:every|each) {_ORDINAL}(?: (?:day )?of (?:the|every|each) month)?", _month_day),
    (rf"(?:on )?(?:the )?{_ORDINAL} {_EACH_MONTH}", _month_day),
    (rf"{_SAID}{_ON}{_ORDINAL}(?! (?:of )?{ENGLISH_MONTH})", _month_day),
    (rf"(?:at )?(?:the )?{_PERIOD_PART} of (?:every|each) (?:{_N} )?{_UNIT}", _period_edge),
    (r"(?:every|each) (?P<unit>month|quarter|year)(?:[ -]|'s )(?P<part>end)", _period_edge),
    (rf"{_SAID}{_ON}(?P<part>last day|first day)", _period_edge),
    (rf"(?:every|each) {_MONTH_AND_DAY}", _year_day),
    (rf"{_SAID}{_ON}{_MONTH_AND_DAY}", _year_day),
)
_BARE_ENGLISH: Final = ((_EVERY, _plain), (rf"once (?:a|per) {_UNIT}", _plain), (_ADVERB, _plain))
_ENGLISH_END: Final = r"(?= ?(?:$|[\n,.;:!?()]))"
_ENGLISH_BEGIN: Final = r"(?:^|(?<=[,.;:!?(])|(?<=[,.;:!?(] ))"
_ALONE: Final = (
    (rf"\+?(?P<number>[0-9]{{1,4}}) ?{_SHORT_UNIT}", _after),
    (rf"\+?(?P<number>{_HAN}){SPACE}(?P<unit>天|{_WEEK}|个月|年)(?:之?后)?", _after),
)


def _compiled() -> tuple[tuple[re.Pattern[str], Reader, bool], ...]:
    """Every pattern, what reads it, and whether it counts only when it is all that was typed."""
    rules: list[tuple[re.Pattern[str], Reader, bool]] = []
    for pattern, read in _CHINESE:
        rules.append((re.compile(_LABEL + pattern), read, False))
    rules.append((re.compile(_LABEL + _BARE_CHINESE[0] + _AFTER_BARE), _BARE_CHINESE[1], False))
    for pattern, read in _ENGLISH:
        rules.append((re.compile(f"{NO_WORD_BEFORE}(?:repeats?:? )?(?:{pattern}){NO_WORD_AFTER}"), read, False))
    for pattern, read in _BARE_ENGLISH:
        rules.append((re.compile(f"{NO_WORD_BEFORE}(?:repeats?:? )?(?:{pattern}){_ENGLISH_END}"), read, False))
    rules.append((re.compile(f"{_ENGLISH_BEGIN}{_EVERY}{NO_WORD_AFTER}"), _plain, False))
    for pattern, read in (*_ALONE, _BARE_CHINESE):
        rules.append((re.compile(f"(?:repeats?:? |{_LABEL})(?:{pattern})"), read, True))
    return tuple(rules)


_RULES: Final = _compiled()


def whole_reading(text: str, today: date) -> Repeat | None:
    """What the whole text says, marks at its end aside, or None."""
    if len(text) > LONGEST_PHRASE * 4:
        return None
    phrase = _folded(text).strip().rstrip(".,;!。，；！、 ").strip()
    if not phrase or len(phrase) > LONGEST_PHRASE:
        return None
    for pattern, read, _alone in _RULES:
        match = pattern.fullmatch(phrase)
        if match and (found := read(_groups(match), today)):
            return found
    return None


def all_readings(text: str, today: date = date(2000, 1, 1)) -> Iterator[Found]:
    """Every repeat that a rule finds first in a text, with its place, in no order."""
    folded = _folded(text[:LONGEST_TEXT])
    for pattern, read, alone in _RULES:
        if alone or read is _today:
            continue
        for match in pattern.finditer(folded):
            if found := read(_groups(match), today):
                yield found, match.start(), match.end()
                break


def _folded(text: str) -> str:
    """Narrow, in small letters and simplified characters; every place in the text stays where it was."""
    folded = fold_width(simplified(text))
    return folded if len(folded) == len(text) else fold_width(text)


def _groups(match: "re.Match[str]") -> dict[str, str]:
    """What was said, by name; the second of two places for the same thing goes by the name of the first."""
    said = {name: text for name, text in match.groupdict().items() if text is not None}
    for second in ("month", "day", "skip"):
        if f"{second}2" in said:
            said[second] = said[f"{second}2"]
    if "nth_last" in said:
        said["nth"] = "last"
    if "unit" in said and said["unit"] not in _UNITS:
        said["unit"] = said["unit"].removeprefix("个").rstrip("s")
    return said
