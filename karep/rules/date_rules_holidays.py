"""Days said by a holiday, in both languages: 节后, 国庆前, 端午那天, "after Chinese New Year", "before Easter".

- Before is the last workday before the days off, after the first workday after them; what is off is told in
  `karep.rules.holiday_words`. 国庆前三天 and "a week after Easter" are counted from the days off.
- 长假 and 黄金周 are the Spring Festival's or the National Day's, whichever comes.
- 节前 and 节后 alone ("before the holiday", "after the holiday") are those of the coming public holiday of China,
  节后 also of the running one; 年前 and 年后 those of the Spring Festival; "after the holidays" is after 1 January.
- Without a side the day itself is meant: 国庆 is 1 October. Inside a sentence such a name counts only where a day is
  likely (中秋拜访, 端午那天), not in 中秋月饼 or "Christmas party".
- "Labor Day" is the American one where the month is written first, else 1 May.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    END_OF_CLAUSE,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    NUMBER,
    SPACE,
    Asked,
    full_year,
    pick,
    rules_of,
)
from karep.rules.date_rules_chinese import shift, year_of
from karep.rules.holiday_words import PUBLIC, Side, holiday, holiday_day
from karep.rules.numerals import read_number

_CHINESE_NAMES: Final = {
    "元旦": "new_year", "春节": "spring_festival", "过年": "spring_festival", "农历新年": "spring_festival",
    "大年初一": "spring_festival", "正月初一": "spring_festival", "除夕": "chinese_new_years_eve",
    "大年三十": "chinese_new_years_eve", "大年夜": "chinese_new_years_eve", "元宵": "lantern", "正月十五": "lantern",
    "情人": "valentines", "妇女": "womens_day", "三八": "womens_day", "三八妇女": "womens_day", "女神": "womens_day",
    "清明": "qingming", "五一": "labour_day", "五一劳动": "labour_day", "劳动": "labour_day", "儿童": "childrens_day",
    "六一": "childrens_day", "六一儿童": "childrens_day", "母亲": "mothers_day", "父亲": "fathers_day",
    "端午": "dragon_boat", "七夕": "qixi", "中秋": "mid_autumn", "教师": "teachers_day", "重阳": "double_ninth",
    "国庆": "national_day", "十一": "national_day", "万圣": "halloween",
    "双11": "november_11", "双十一": "november_11", "感恩": "thanksgiving", "双12": "december_12",
    "双十二": "december_12", "平安夜": "christmas_eve", "圣诞": "christmas", "腊八": "laba", "复活": "easter",
}  # fmt: skip
_ENGLISH_NAMES: Final = {
    "chinese new year's eve": "chinese_new_years_eve", "chinese new year": "spring_festival",
    "lunar new year": "spring_festival", "spring festival": "spring_festival", "cny": "spring_festival",
    "lantern festival": "lantern", "valentine's day": "valentines", "women's day": "womens_day",
    "qingming": "qingming", "qingming festival": "qingming", "tomb-sweeping day": "qingming",
    "tomb sweeping day": "qingming", "good friday": "good_friday", "easter": "easter", "easter sunday": "easter",
    "easter monday": "easter_monday", "labour day": "labour_day", "may day": "labour_day", "labor day": "us_labor_day",
    "mother's day": "mothers_day", "father's day": "fathers_day", "children's day": "childrens_day",
    "dragon boat": "dragon_boat", "dragon boat festival": "dragon_boat", "mid-autumn": "mid_autumn",
    "mid-autumn festival": "mid_autumn", "mid autumn festival": "mid_autumn", "moon festival": "mid_autumn",
    "teachers' day": "teachers_day", "national day": "national_day", "golden week": "national_day",
    "halloween": "halloween", "singles' day": "november_11", "singles day": "november_11", "double 11": "november_11",
    "double eleven": "november_11", "double 12": "december_12", "thanksgiving": "thanksgiving",
    "thanksgiving day": "thanksgiving", "christmas eve": "christmas_eve", "xmas eve": "christmas_eve",
    "christmas": "christmas", "christmas day": "christmas", "xmas": "christmas", "x-mas": "christmas",
    "boxing day": "boxing_day", "new year's eve": "new_years_eve", "new years eve": "new_years_eve",
    "new year's day": "new_year", "new years day": "new_year",
}  # fmt: skip
_NUMBERS: Final = {
    "618": "june_18", "六一八": "june_18", "315": "consumer_rights", "3.15": "consumer_rights",
    "3·15": "consumer_rights",
}  # fmt: skip
_NEW_YEAR: Final = {
    "new year": "new_year",
    "new year's": "new_year",
    "new years": "new_year",
    "holidays": "the_holidays",
}
_KEYS: Final = {**_CHINESE_NAMES, **_ENGLISH_NAMES, **_NUMBERS, **_NEW_YEAR}
_UNITS: Final = {"day": "天", "week": "周", "month": "月"}


def _named(match: re.Match[str], asked: Asked) -> Iterable[date]:
    """The day of a named holiday, or the day on the side of it that is said."""
    key = _KEYS[match["name"]]
    if key == "us_labor_day" and asked.order != "mdy":
        key = "labour_day"
    year = match.groupdict().get("year")
    if year:
        number = full_year(int(year.lstrip("'"))) if year.isascii() else year_of(year, asked)
        return _days((key,), number, match)
    return _nearest((key,), match, asked)


def _public(match: re.Match[str], asked: Asked) -> Iterable[date]:
    # on the first day after one holiday, 节后 is already said of the next
    left = _side(match["side"]) == "after" and not asked.past
    return _nearest(PUBLIC, match, replace(asked, today=asked.today + timedelta(days=1)) if left else asked)


def _spring(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return _nearest(("spring_festival",), match, asked)


def _week_off(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return _nearest(("spring_festival", "national_day"), match, asked)


def _nearest(keys: tuple[str, ...], match: re.Match[str], asked: Asked) -> list[date]:
    """The coming day, or the latest. Year by year, since those of the Chinese calendar take a while to compute."""
    this = asked.today.year
    # the twelfth lunar month ends in the next solar year, and the workday before the new year is in the last one
    first = this - 1 if keys == ("laba",) else this
    for year in range(this + 1, this - 4, -1) if asked.past else range(first, this + 3):
        if found := pick(_days(keys, year, match), asked):
            return found
    return []


def _days(keys: tuple[str, ...], year: int, match: re.Match[str]) -> list[date]:
    """The day that is said of each of the holidays in the year, ascending."""
    groups = match.groupdict()
    side, number = _side(groups.get("side")), groups.get("number")
    if number:
        unit = groups["unit"].removeprefix("个")
        return _counted(keys, year, side, read_number(number), _UNITS.get(unit, unit))
    return sorted(day for key in keys if (day := holiday_day(key, year, side)) is not None)


def _counted(keys: tuple[str, ...], year: int, side: Side, number: int | None, unit: str) -> list[date]:
    """So many days, weeks … before the first or after the last day off."""
    if number is None:
        return []
    found = [one for key in keys if (one := holiday(key, year)) is not None]
    if side == "after":
        return sorted(shift(one.last, unit, number) for one in found)
    return sorted(shift(one.first, unit, -number) for one in found)


def _side(said: str | None) -> Side:
    if not said:
        return "on"
    return "after" if said[-1] == "后" or said in ("过完", "after", "post", "following") else "before"


# 国庆前往 is a journey, 国庆后天 and 节后续 are other words
_BEFORE: Final = "前(?![往去来台期景提端十面几天])"
_AFTER: Final = "后(?![天续来勤备果院])"
_SIDE: Final = (
    rf"(?P<side>之前|以前|之后|以后|过后|结束后|完后|{_BEFORE}|{_AFTER})"
    rf"(?:的?(?P<number>{NUMBER})(?P<unit>天|个?工作日|周|个?星期|个?礼拜|个月)(?:[之以]?内)?)?(?![{CHINESE_DIGIT}][天周])"
)
_YEAR: Final = rf"(?:(?P<year>[0-9]{{4}}|[{CHINESE_DIGIT}]{{4}}|[今本明后去前])年{SPACE}的?)?"
# 王国庆 is a name, 周五一起 a weekday, 三十一 a number
_SURNAME: Final = (
    "王李张刘陈杨黄赵吴徐孙朱胡郭林罗郑梁谢宋唐韩冯邓曹彭曾肖袁潘蒋蔡杜叶苏魏吕丁沈姚卢"
    "姜崔谭陆汪范廖贾韦邹孟熊秦邱薛闫侯陶黎贺郝龚邵钱严"
)
_START: Final = f"(?<![{_SURNAME}周期拜月第0-9{CHINESE_DIGIT}])(?<![0-9][.])"
# these need 节 behind them: 情人, 教师 and 劳动 alone are people and work
_FEAST: Final = (
    "(?!(?:三八|情人|妇女|女神|劳动|儿童|母亲|父亲|教师|感恩|复活|万圣)(?!节|妇女节))"
    f"(?P<name>{'|'.join(sorted(_CHINESE_NAMES, key=len, reverse=True))})节?"
)
_OFF: Final = "(?:日?(?:假期|长假|小长假|黄金周|放假|假))"
_ON_THE_DAY: Final = "(?:那天|当天|这天|当日|前夕)"
# behind a bare name in a sentence: the end of a clause, or what one does on a day
_LIKELY: Final = (
    rf"(?={SPACE}(?:$|[^\w ]|[a-z0-9早晚])|[上下中]午|上门|给[他她对客]"
    "|[见送去来到交发再约出开办签请谈打走聚拜回](?!货|单|款|放|门红))"
)
# 环节后, 季节前 and 母亲节后 (which has a rule of its own) are not about the coming holiday
_NO_OTHER_FEAST: Final = (
    "(?<![环季细关章调情小音礼枝时脱字骨气名末品使结亲师童女春秋午明阳宵诞庆动树恩活年军党物购酒化术影八夕棍水灯神生士者一两二三四五六七八九十这那每本该"
    "旦圣])(?<!情人)(?<!愚人)(?<!老人)(?<!男人)"
)
# 3年前, 多年后, 去年前 and 成年后 are not about the Spring Festival
_NO_OTHER_YEAR: Final = (
    f"(?<![0-9{CHINESE_DIGIT}千万亿数几多半整周今明后去前本每往年当同近全学青成少老中新幼童晚早历某那这])"
)

_NAMES: Final = (
    "节 元旦 过年 新年 初一 三十 大年夜 元宵 十五 清明 五一 六一 端午 七夕 中秋 重阳 国庆 十一"
    " 双1 双十 平安夜 圣诞 腊八 除夕"
)
_CHINESE: Final = (
    (rf"{_YEAR}{_START}{_FEAST}{_OFF}?{_SIDE}", _named, _NAMES),
    (rf"{_YEAR}{_START}{_FEAST}{_OFF}?{_ON_THE_DAY}", _named, _NAMES),
    (rf"{_YEAR}{_START}(?<![祝迎贺])(?!十一(?!节)){_FEAST}{_LIKELY}", _named, _NAMES),
    (rf"{_NO_OTHER_FEAST}(?:过完?)?(?:节日?{_OFF}?|小长假|放假){_SIDE}", _public, "节 长假 放假"),
    (rf"(?<!小)(?<!产)(?:长假|黄金周){_SIDE}", _week_off, "长假 黄金周"),
    (rf"{_NO_OTHER_YEAR}(?:过完?)?年{_SIDE}", _spring, "年"),
    (r"(?P<side>过完)(?:春节|年)(?![后之以])", _spring, "过完"),
    (
        rf"(?<![0-9a-z·/-])(?<![0-9a-z]\.)(?P<name>618|六一八|315|3[.·]15)(?:大促|活动|晚会|购物节)?(?:{_SIDE}|{_ON_THE_DAY})",
        _named,
        "618 六一八 15",
    ),
)
_CHINESE_ALONE: Final = (
    (rf"{_YEAR}{_START}{_FEAST}{_OFF}?", _named, _NAMES),
    (r"(?P<name>618|六一八|315|3·15)", _named, "618 六一八 15"),
)

_ENGLISH_NAME: Final = f"(?P<name>{'|'.join(sorted(_ENGLISH_NAMES, key=len, reverse=True))})"
_SAID_YEAR: Final = rf"(?:,?{SPACE}(?P<year>20[0-9]{{2}}|'[0-9]{{2}})(?![0-9:]))?"
_BREAK: Final = r"(?: holidays?| break| festival)?"
_COUNT: Final = r"(?:(?P<number>[0-9]{1,3}|an?|one|two|three|four|five|six) (?P<unit>day|week|month)s? )?"
_EDGE: Final = r"(?P<side>before|after|following|pre|post)[ -](?:the )?"
_NEEDS: Final = "before after follow pre post"
_ENGLISH: Final = (
    (rf"{_COUNT}{_EDGE}{_ENGLISH_NAME}{_BREAK}{_SAID_YEAR}(?! ?[0-9])", _named, _NEEDS),
    (rf"{_COUNT}{_EDGE}(?P<name>new year(?:'?s)?){_BREAK}(?! (?:eve|day))", _named, _NEEDS),
    (rf"{_COUNT}{_EDGE}(?P<name>holidays)(?= |$|[^a-z])", _named, _NEEDS),
    (rf"{_COUNT}{_EDGE}(?:public |long |upcoming |coming |next )?holiday", _public, _NEEDS),
    (
        rf"(?<!happy )(?<!merry )(?:this |next |coming )?(?!cny){_ENGLISH_NAME}{_SAID_YEAR}{END_OF_CLAUSE}",
        _named,
        "day eve year easter sunday monday qingming festival boat autumn week halloween double thanks mas",
    ),
    (rf"(?:on|at|by|until|till|over|around|during|this|next) (?P<name>cny){END_OF_CLAUSE}", _named, "cny"),
    (rf"(?:by|until|till|over|around|in) (?:the )?(?P<name>new year){END_OF_CLAUSE}", _named, "new year"),
)
_ENGLISH_ALONE: Final = (
    (rf"(?:(?:the|this|next|coming) )?{_ENGLISH_NAME}{_BREAK}{_SAID_YEAR}", _named, ""),
    (r"(?:the )?(?P<name>new year)", _named, "new year"),
)

RULES: Final = (
    *rules_of(_CHINESE),
    *rules_of(_CHINESE_ALONE, alone=True),
    *rules_of(_ENGLISH, before=NO_WORD_BEFORE, after=NO_WORD_AFTER),
    *rules_of(_ENGLISH_ALONE, before=NO_WORD_BEFORE, after=NO_WORD_AFTER, alone=True),
)
"""The ways to say a day by a holiday; those with a side stand before the name alone."""
