"""The ways to say a day in Chinese. Weeks begin on Monday, so 下周三 is the Wednesday of the next ISO week."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from karep.rules.calendar_steps import (
    add_months,
    add_workdays,
    coming_day_of_month,
    coming_month_day,
    coming_weekday,
    latest_month_day,
    month_end,
    quarter_end,
    quarter_start,
    valid_day,
    week_start,
)
from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    CHINESE_WEEKDAY,
    NO_NUMBER_BEFORE,
    NUMBER,
    SMALL,
    SPACE,
    WEEKDAY_OF_A_WEEK,
    Asked,
    Span,
    full_year,
    pick_span,
    rules_of,
    weekday_number,
)
from karep.rules.numerals import read_number

_NEAR_DAYS: Final = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "今明": 1, "后": 2, "明后": 2, "大后": 3}
_STEPS: Final = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "": 0, "下": 1, "下下": 2}
_YEARS: Final = {"前": -2, "去": -1, "今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
_STEP: Final = "(?P<step>上上|上|这|本|下下|下)"
_YEAR: Final = rf"(?P<year>[0-9]{{4}}|(?<![0-9])[0-9]{{2}}|[{CHINESE_DIGIT}]{{4}}|[今本明后去前])年{SPACE}"
_RECURRING: Final = "每逐隔逢"
# 之前天天, 目前天气 and 售后天天 hold no near day
_NOT_BEFORE_QIAN: Final = "[大之以目当提眼从先面年月周节庆秋旦午号]"
_NOT_BEFORE_HOU: Final = "[大之以今最然随售节庆秋午年月周号先]"
# 前天的报价 says which offer, 前天的会 and 前天的方案汇报 say when
_THING: Final = "报价|方案|邮件|样品|图纸|合同|资料|微信|消息|问题|事|订单|发?货|价|数据|单|话|文件|答复|回复|东西|人"
_NOT_OF_A_THING: Final = rf"(?!(?<=[前昨今].)的(?:{_THING})(?!汇报|[的]?会|评审|讨论|谈判|交流|宣讲))"
# 下周总 is a person called by a title, 本周期 is not a week
_NOT_A_WEEK: Final = (
    rf"(?!{WEEKDAY_OF_A_WEEK}|[七八九0-9末内]|[之以]内|期|边|围|密|转|年|岁"
    "|总|工(?!作)|董|经理|主任|老师|先生|女士|书记)"
)
# 3号楼, 3号泵, 3日内 and 3日元 are no days of a month
_NOT_A_DAY: Final = (
    "(?!楼|线|机|厂|库|门|馆|院|位|码|桌|车|店|柜|仓|井|炉|工程|产品|文件|方案|标|游|元|内|之|后|以|本|常|均|语|系"
    "|泵|罐|塔|窑|槽|池|缸|箱|模|轴|阀|管|站|口|岗|样|坑|床|矿|屏|图|钢|油|球|电|地[块铁]|高炉|锅炉|转炉|压缩|反应|变压"
    "|设备|风机|生产线|产线|配方|客户|会议室|展[馆位台厅]|项目|工[位地厂]|航站|登机|出口|入口|通道|选手|人物|技[师术]|字|公交)"
)


def _near_day(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [asked.today + timedelta(days=_NEAR_DAYS[match["near"]])]


def _weekday(match: re.Match[str], asked: Asked) -> Iterable[date]:
    weekday = 5 if match["weekday"] == "末" else weekday_number(match["weekday"])
    step = match["step"]
    if step and not (match["weekday"] == "末" and step in "这本"):
        return [week_start(asked.today, _STEPS[step]) + timedelta(days=weekday)]
    if match["weekday"] == "末" and asked.today.weekday() == 6 and not asked.past:
        return [asked.today]
    return [coming_weekday(weekday, asked.today, past=asked.past)]


def _week(match: re.Match[str], asked: Asked) -> Iterable[date]:
    monday = week_start(asked.today, _STEPS[match["step"]])
    if match["part"] == "中":
        return [monday + timedelta(days=2)]
    if match["part"] == "初" or match["step"] not in "这本":
        return [monday]
    return [week_deadline(asked)]


def week_deadline(asked: Asked) -> date:
    """What "this week" means as a date: its Friday, or its Sunday on a weekend; looking back, its Monday."""
    monday = week_start(asked.today)
    if asked.past:
        return monday
    return monday + timedelta(days=4 if asked.today.weekday() <= 4 else 6)


_FIRST_DAYS: Final = 5
"""How long the beginning of a month (月初) lasts."""


def month_part(first: date, part: str) -> Span:
    """The beginning (初), the middle (中) or the end (底, 末) of the month that begins on ``first``.

    The beginning is said for the 1st and lasts until the 5th; the middle is the 15th, the end the last day.
    """
    if part == "初":
        return Span(first, first, first.replace(day=_FIRST_DAYS))
    day = first.replace(day=15) if part == "中" else month_end(first)
    return Span(day, day, day)


def _stepped_month_part(match: re.Match[str], asked: Asked) -> Iterable[date]:
    first = add_months(asked.today.replace(day=1), _STEPS[match["step"] or ""])
    if match["step"]:
        return [month_part(first, match["part"]).said]
    return pick_span([month_part(add_months(first, step), match["part"]) for step in (-1, 0, 1)], asked)


def _month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    if match["step"] in "这本":
        return [asked.today.replace(day=1) if asked.past else month_end(asked.today)]
    return [add_months(asked.today.replace(day=1), _STEPS[match["step"]])]


def _day_of_stepped_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    first = add_months(asked.today.replace(day=1), _STEPS[match["step"]])
    return valid_day(first.year, first.month, read_number(match["day"]) or 0)


def _named_month_part(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month = read_number(match["month"]) or 0
    years = [year_of(match["year"], asked)] if match["year"] else [asked.today.year + step for step in (-1, 0, 1)]
    parts = [month_part(first, match["part"]) for year in years for first in valid_day(year, month, 1)]
    return [part.said for part in parts] if match["year"] else pick_span(parts, asked)


def year_of(word: str, asked: Asked) -> int:
    """The year of digits or of a word (明), read against today; -1 for what is none."""
    if word in _YEARS:
        return asked.today.year + _YEARS[word]
    return full_year(read_number(word) or -1)


def _month_day(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month, day = read_number(match["month"]) or 0, read_number(match["day"]) or 0
    if match["year"]:
        return valid_day(year_of(match["year"], asked), month, day)
    return either_way(month, day, asked)


def either_way(month: int, day: int, asked: Asked) -> tuple[date, ...]:
    """The coming and the latest day of a month and day, the one asked for first.

    The other one, which only a weekday can choose, is offered within half a year: farther off, a weekday
    that does not agree is a slip of the pen.
    """
    coming, latest = coming_month_day(month, day, asked.today), latest_month_day(month, day, asked.today)
    likely, other = (latest, coming) if asked.past else (coming, latest)
    return likely + tuple(near for near in other if likely and abs((near - asked.today).days) <= 183)


def _day_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return coming_day_of_month(read_number(match["day"]) or 0, asked.today, past=asked.past)


def _year_part(match: re.Match[str], asked: Asked) -> Iterable[date]:
    ends = {"初": (1, 1), "中": (6, 30)}
    month, day = ends.get(match["part"], (12, 31))
    if match["year"]:
        return valid_day(year_of(match["year"], asked), month, day)
    return either_way(month, day, asked)[:1]


def _whole_year(match: re.Match[str], asked: Asked) -> Iterable[date]:
    ends_now = match["year"] in "今本" and not asked.past
    return valid_day(year_of(match["year"], asked), *((12, 31) if ends_now else (1, 1)))


def _quarter(match: re.Match[str], asked: Asked) -> Iterable[date]:
    step = _STEPS[match["step"] or ""]
    if match["end"] or (not step and not asked.past):
        back = asked.past and not match["step"] and quarter_end(asked.today) > asked.today
        return [quarter_end(asked.today, step - back)]
    return [quarter_start(asked.today, step)]


def _offset(match: re.Match[str], asked: Asked) -> Iterable[date]:
    sign = -1 if (match["after"] or "").endswith("前") else 1
    unit = match["unit"].removeprefix("个")
    if match["number"] == "半":
        half = {"月": ("天", 15), "年": ("月", 6)}.get(unit)
        return [shift(asked.today, half[0], sign * half[1])] if half else []
    number = read_number(match["number"])
    return [] if number is None else [shift(asked.today, unit, sign * number)]


def shift(day: date, unit: str, number: int) -> date:
    """The day that lies that many days, workdays, weeks, months, quarters or years (天…年) later."""
    match unit:
        case "月":
            return add_months(day, number)
        case "季度" | "季":
            return add_months(day, number * 3)
        case "年":
            return add_months(day, number * 12)
        case "工作日":
            return add_workdays(day, max(-999, min(999, number)))
        case "小时":
            return day + timedelta(days=number // 24)
        case "天" | "日":
            return day + timedelta(days=number)
    return day + timedelta(days=number * 7)


def _days_ago(match: re.Match[str], asked: Asked) -> Iterable[date]:
    # 3日前 is "by the 3rd" in a plan and "three days ago" in a record
    number = read_number(match["number"])
    return [asked.today - timedelta(days=number)] if asked.past and number is not None else []


_UNIT: Final = "个?工作日|天|个?(?:周|星期|礼拜)|个?季度|个月|年"
_AMOUNT: Final = rf"(?P<number>半|{NUMBER}){SPACE}"
# 收货后30天内 and 近3天内 are not counted from today
_BARE_NUMBER: Final = rf"(?<!第)(?<![0-9]\.)(?<!后的)(?<!后 )(?<!之内){NO_NUMBER_BEFORE}"
_PARTS: Final = "(?P<part>底|末|初)"
_ANY_PART: Final = "(?P<part>底|末|初|中(?!旬))"
_ONCE: Final = "(?<![上下每])"
_NO_YEAR: Final = f"(?<![今明后去前本每往年0-9{CHINESE_DIGIT}])(?P<year>)"
_WEEKS: Final = "周 期 拜"
_BY_NUMBER: Final = rf"(?<![第周期拜月年号街路道巷弄村厦座栋占])(?<![0-9][./-])(?<!月 )(?<!胡同){NO_NUMBER_BEFORE}"

_ANYWHERE: Final = (
    (r"(?P<near>今|昨|明)(?=[晚早夜](?!点))", _near_day, "今 昨 明"),
    (
        rf"(?P<near>大前|(?<!{_NOT_BEFORE_QIAN})前|昨|今|明|大后|(?<!{_NOT_BEFORE_HOU})后)(?:天|日(?!头条|之星))"
        rf"{_NOT_OF_A_THING}",
        _near_day,
        "天 日",
    ),
    (r"(?P<near>明后|今明)(?:两|二|2)?天", _near_day, "明后 今明"),
    (
        rf"(?<![上下一第{_RECURRING}0-9{CHINESE_DIGIT}])(?<!每个){_STEP}个?{CHINESE_WEEKDAY}"
        rf"(?P<weekday>{WEEKDAY_OF_A_WEEK}|末|[1-7](?![0-9]))",
        _weekday,
        _WEEKS,
    ),
    (
        rf"(?<![上下一第个周这本{_RECURRING}0-9{CHINESE_DIGIT}])(?<!周的)(?P<step>){CHINESE_WEEKDAY}"
        r"(?P<weekday>[一二三四五六日天]|末(?!愉快|快乐)|[1-7](?![0-9]))",
        _weekday,
        _WEEKS,
    ),
    (rf"(?<![以上下一]){_STEP}个?{CHINESE_WEEKDAY}(?P<part>[初中])?{_NOT_A_WEEK}", _week, _WEEKS),
    (rf"{_ONCE}{_STEP}个?月{SPACE}的?{_ANY_PART}", _stepped_month_part, "月"),
    (rf"(?<![上下个每这本年0-9{CHINESE_DIGIT}])(?P<step>)月{_PARTS}", _stepped_month_part, "月"),
    (rf"{_ONCE}(?P<step>上上|上|下下|下)个月(?![底末初中内之以0-9上下第最])", _month, "月"),
    (rf"(?:{_YEAR})?{NO_NUMBER_BEFORE}(?P<month>{SMALL})月份?{_ANY_PART}", _named_month_part, "月"),
    (rf"{_YEAR}年?(?P<part>底|末|终(?!于)|初|中(?!旬))", _year_part, "年"),
    (rf"{_NO_YEAR}年(?P<part>底|末)", _year_part, "年"),
    (rf"{_ONCE}{_STEP}?(?(step)个?)(?<![第{CHINESE_DIGIT}0-9])季度?(?P<end>末|底)", _quarter, "季"),
    (
        rf"(?<![近前后])(?:再?过)?{_BARE_NUMBER}{_AMOUNT}(?P<unit>{_UNIT}|日)"
        r"(?P<after>之后|以后|过后|后|之内|以内|内)(?!期|台)",
        _offset,
        "后 内",
    ),
    (rf"{_BARE_NUMBER}(?P<number>24|48|72){SPACE}个?(?P<unit>小时)(?P<after>之内|以内|内)", _offset, "小时"),
    (rf"{_BARE_NUMBER}{_AMOUNT}(?P<unit>{_UNIT})(?P<after>之前|以前|前)", _offset, "前"),
    (rf"再?过{_AMOUNT}(?P<unit>{_UNIT})(?P<after>)", _offset, "过"),
    (rf"{NO_NUMBER_BEFORE}(?P<number>{NUMBER})日(?:之前|以前|前)", _days_ago, "日"),
)
_DATED: Final = (
    (
        rf"{_ONCE}{_STEP}个?月{SPACE}的?{SPACE}(?P<day>{SMALL})[日号]{_NOT_A_DAY}",
        _day_of_stepped_month,
        "月",
    ),
    (
        rf"(?<!农历)(?<!阴历)(?:{_YEAR}|{NO_NUMBER_BEFORE}(?<!年))(?P<month>{SMALL})月(?:份的?)?{SPACE}"
        rf"(?P<day>{SMALL})[日号](?!楼|线|机)",
        _month_day,
        "月",
    ),
    (rf"{_BY_NUMBER}(?P<day>{SMALL})[日号]{_NOT_A_DAY}", _day_of_month, "日 号"),
)
_ALONE: Final = (
    (rf"{_STEP}个?月", _month, "月"),
    (r"(?P<step>)月(?P<part>中)", _stepped_month_part, "月"),
    (rf"(?:{_YEAR})?{NO_NUMBER_BEFORE}(?P<month>{SMALL})月{SPACE}(?P<day>{SMALL})", _month_day, "月"),
    (r"(?P<year>)年(?P<part>初|终|中)", _year_part, "年"),
    (r"(?P<year>[今本明后去前])年", _whole_year, "年"),
    (rf"{_STEP}个?季度?(?P<end>)", _quarter, "季"),
)

RULES: Final = (
    *rules_of(_ANYWHERE),
    *rules_of(_DATED, dated=True, strict=True),
    *rules_of(_ALONE, alone=True),
)
"""Every way to say a day in Chinese; which one counts is decided by where and how much of the text it reads."""
