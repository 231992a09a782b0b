"""Dates in words, in both languages."""

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from karep.rules.date_words import When, find_when, parse_when
from karep.rules.day_words import describe_day

SATURDAY = date(2026, 11, 21)
WEDNESDAY = date(2026, 11, 18)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CHINESE_WEEKDAYS = "一二三四五六日"
ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day_of(text: str, today: date = WEDNESDAY, **options: object) -> str:
    when = parse_when(text, today, **options)  # type: ignore[arg-type]
    if when is None:
        return "-"
    return f"{when.day}{f' {when.time:%H:%M}' if when.time else ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", "2026-11-18"), ("明天", "2026-11-19"), ("后天", "2026-11-20"), ("大后天", "2026-11-21"),
        ("昨天", "2026-11-17"), ("大前天", "2026-11-15"), ("周五", "2026-11-20"), ("周三", "2026-11-18"),
        ("周二", "2026-11-24"), ("周五前", "2026-11-20"), ("周五之前", "2026-11-20"), ("下周三", "2026-11-25"),
        ("下下周一", "2026-11-30"), ("本周五", "2026-11-20"), ("这周一", "2026-11-16"), ("上周五", "2026-11-13"),
        ("星期天", "2026-11-22"), ("礼拜日", "2026-11-22"), ("下星期二", "2026-11-24"), ("下个礼拜二", "2026-11-24"),
        ("周末", "2026-11-21"), ("下周末", "2026-11-28"), ("下周", "2026-11-23"), ("本周内", "2026-11-20"),
        ("11月3日", "2027-11-03"), ("11月20日", "2026-11-20"), ("11月20号前", "2026-11-20"), ("3号", "2026-12-03"),
        ("18号", "2026-11-18"), ("下个月15号", "2026-12-15"), ("上个月20号", "2026-10-20"), ("本月25日", "2026-11-25"),
        ("月底", "2026-11-30"), ("月底前", "2026-11-30"), ("下月底", "2026-12-31"), ("月初", "2026-12-01"),
        ("3月底", "2027-03-31"), ("十二月三日", "2026-12-03"), ("二〇二七年三月五日", "2027-03-05"),
        ("明年3月5日", "2027-03-05"), ("2026年12月1日", "2026-12-01"), ("季度末", "2026-12-31"),
        ("下季度末", "2027-03-31"), ("四季度末", "2026-12-31"), ("年底", "2026-12-31"), ("明年底", "2027-12-31"),
        ("两周后", "2026-12-02"), ("3天后", "2026-11-21"), ("三天后", "2026-11-21"), ("3天前", "2026-11-15"),
        ("一周内", "2026-11-25"), ("2个月后", "2027-01-18"), ("半个月后", "2026-12-03"), ("半年后", "2027-05-18"),
        ("过两天", "2026-11-20"), ("3个工作日内", "2026-11-23"), ("週三", "2026-11-18"), ("3號", "2026-12-03"),
        ("11月26日 周四", "2026-11-26"), ("周四（11月26日）", "-"), ("11月26日（周四）", "2026-11-26"),
        ("２０２６－１２－０１", "2026-12-01"), ("最晚周五", "2026-11-20"),
        ("today", "2026-11-18"), ("Tomorrow", "2026-11-19"), ("day after tomorrow", "2026-11-20"),
        ("yesterday", "2026-11-17"), ("fri", "2026-11-20"), ("wed", "2026-11-18"), ("next wed", "2026-11-25"),
        ("next fri", "2026-11-27"), ("this friday", "2026-11-20"), ("last fri", "2026-11-13"),
        ("wed next week", "2026-11-25"), ("sat", "2026-11-21"), ("next week", "2026-11-23"), ("eow", "2026-11-20"),
        ("eom", "2026-11-30"), ("end of month", "2026-11-30"), ("end of next month", "2026-12-31"),
        ("end of the year", "2026-12-31"), ("end of march", "2027-03-31"), ("+3d", "2026-11-21"),
        ("-1d", "2026-11-17"), ("+2w", "2026-12-02"), ("+1m", "2026-12-18"), ("3d", "2026-11-21"),
        ("in 2 weeks", "2026-12-02"), ("in 3 days", "2026-11-21"), ("in a month", "2026-12-18"),
        ("two weeks ago", "2026-11-04"), ("in 3 working days", "2026-11-23"), ("3 Dec", "2026-12-03"),
        ("Dec 3", "2026-12-03"), ("December 3rd, 2027", "2027-12-03"), ("3rd of Dec", "2026-12-03"),
        ("3-Dec-2026", "2026-12-03"), ("3 Dec '27", "2027-12-03"), ("the 3rd", "2026-12-03"),
        ("by Fri", "2026-11-20"), ("Thu 26 Nov", "2026-11-26"), ("26 Nov (Thu)", "2026-11-26"),
        ("2026-12-01", "2026-12-01"), ("2026/12/1", "2026-12-01"), ("2026.12.1", "2026-12-01"),
        ("20261201", "2026-12-01"), ("26/12/1", "2026-12-01"),
    ],
)  # fmt: skip
def test_days_in_words(text: str, expected: str) -> None:
    assert day_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明天下午3点", "2026-11-19 15:00"), ("明天3点半", "2026-11-19 15:30"), ("周五 15:00 前", "2026-11-20 15:00"),
        ("下周三10点", "2026-11-25 10:00"), ("今晚8点", "2026-11-18 20:00"), ("明早九点一刻", "2026-11-19 09:15"),
        ("上午10点", "2026-11-18 10:00"), ("中午", "2026-11-18 12:00"), ("周五下午", "2026-11-20"),
        ("3pm", "2026-11-18 15:00"), ("noon", "2026-11-18 12:00"), ("15:00", "2026-11-18 15:00"),
        ("3:00", "2026-11-18 03:00"), ("tomorrow at 3", "2026-11-19 15:00"), ("tonight at 8", "2026-11-18 20:00"),
        ("3pm tomorrow", "2026-11-19 15:00"), ("at 10:00 on Friday", "2026-11-20 10:00"),
        ("tomorrow morning at 9", "2026-11-19 09:00"), ("2026-12-01 14:30", "2026-12-01 14:30"),
        ("2026-12-01T14:30", "2026-12-01 14:30"), ("周三十点半", "2026-11-18 10:30"),
        ("fri 12am", "2026-11-20 00:00"), ("fri noon", "2026-11-20 12:00"),
    ],
)  # fmt: skip
def test_times_in_words(text: str, expected: str) -> None:
    assert day_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2月30日", "2026年2月29日", "11月31日", "13月1日", "32号", "0号", "13/13", "2026-02-30", "20261301", "25:00",
        "明天25:00", "fri 13pm", "下午8:75", "上午15点", "晚上12点", "周八", "下周八", "31 Feb 2027", "29 Feb 2027",
        "Feb 30", "0 Dec", "Thu 27 Nov", "11月26日 周三", "99999天后", "9999年后", "+9999y", "二三天后", "每周三",
        "every friday", "周三到周五", "asap",
        "二十五点 周五", "尽快", "", "  ", "。", "3", "2026", "农历八月十五日", "x" * 500,
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_refused(text: str) -> None:
    assert day_of(text) == "-"


def test_the_order_of_day_and_month_is_the_one_asked_for() -> None:
    assert [day_of("3/12", order=order) for order in ("ymd", "dmy", "mdy")] == [
        "2027-03-12",
        "2026-12-03",
        "2027-03-12",
    ]
    assert [day_of("3/12/2026", order=order) for order in ("ymd", "dmy", "mdy")] == [
        "-",
        "2026-12-03",
        "2026-03-12",
    ]
    assert [day_of("25/12/2026", order=order) for order in ("ymd", "dmy", "mdy")] == ["2026-12-25", "2026-12-25", "-"]
    assert day_of("3.12.26", order="dmy") == "2026-12-03"


def test_looking_back_takes_the_latest_day() -> None:
    said = ["周五", "周三", "fri", "11月20日", "11月3日", "3号", "20号", "3 Dec", "月底", "年底", "3日前"]
    assert [day_of(text, past=True) for text in said] == [
        "2026-11-13", "2026-11-18", "2026-11-13", "2025-11-20", "2026-11-03", "2026-11-03", "2026-10-20",
        "2025-12-03", "2026-10-31", "2025-12-31", "2026-11-15",
    ]  # fmt: skip


def test_this_week_on_a_weekend_ends_on_sunday() -> None:
    assert day_of("eow", SATURDAY) == "2026-11-22"
    assert day_of("本周内", SATURDAY) == "2026-11-22"


def test_29_february_is_the_coming_one_only_where_it_exists() -> None:
    assert day_of("2月29日", date(2027, 6, 1)) == "2028-02-29"
    assert day_of("2月29日", date(2026, 6, 1)) == "-"


def test_a_month_later_keeps_within_the_month() -> None:
    assert day_of("+1m", date(2026, 1, 31)) == "2026-02-28"
    assert day_of("一个月后", date(2028, 1, 31)) == "2028-02-29"


LOG_LINE = "曾总 王工 现场 谈框架合同 异议:价格 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:A公司"


def test_the_first_date_in_a_text_is_found_with_its_span() -> None:
    found = find_when(LOG_LINE, WEDNESDAY)
    assert found is not None
    assert found.when == When(date(2026, 11, 20), None, "周五前")
    assert LOG_LINE[found.start : found.end] == "周五前"
    rest = find_when(LOG_LINE[found.end :], WEDNESDAY)
    assert rest is not None and rest.when == When(date(2026, 11, 25), time(10), "下周三10点")


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("quote by Fri; next: Wed 10:00", "by Fri"),
        ("ready next wed 3pm or so", "next wed 3pm"),
        ("定于２０２６－１２－０１上午１０点见", "２０２６－１２－０１上午１０点"),
        ("他说3天后给图纸", "3天后"),
        ("周五前往上海", "周五"),
        ("call me tomorrow", "tomorrow"),
        ("İ 明天", "明天"),
    ],
)
def test_dates_inside_sentences(text: str, matched: str) -> None:
    found = find_when(text, WEDNESDAY)
    assert found is not None
    assert (found.when.matched, text[found.start : found.end]) == (matched, matched)


@pytest.mark.parametrize(
    "text",
    [
        "见一下周总", "去了3号楼和5号线", "提了3点意见", "今年采购300万", "占1/3", "he sat in the sun", "a friend",
        "约25:00", "2月30日开会", "2025年2月29日", "每周三例会", "every friday call", "以上周期", "今日头条", "3.5版",
        "电话13800138000", "第3周", "本周期", "+86 138", "版本 1.2.3", "下周八",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert find_when(text, WEDNESDAY) is None


WORDS = (
    "下 周 三 五 上 本 个 月 底 年 季度 末 今 明 天 后 前 内 号 日 点 半 上午 晚 3 12 2026 31 99 : - / . + d w "
    "next last fri wed week of end in ago dec the at pm 农历 初 过 两 ， （ ） ２ 零 十"
)
PIECES = st.sampled_from(WORDS.split(" "))


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map(" ".join)))
@example("\x00" * 50)
@example("9" * 400)
@settings(max_examples=600)
def test_no_text_raises_and_spans_are_true(text: str) -> None:
    for today in (WEDNESDAY, date(2028, 2, 29)):
        for past in (False, True):
            when = parse_when(text, today, past=past)
            assert when is None or when.matched in text
            found = find_when(text, today, past=past)
            assert found is None or text[found.start : found.end] == found.when.matched


@given(DAYS, DAYS, st.sampled_from(["en", "zh"]))
@example(date(2028, 2, 29), date(2027, 12, 15), "en")
@example(date(2028, 2, 29), date(2028, 3, 15), "zh")
def test_a_described_day_reads_back(day: date, today: date, language: str) -> None:
    when = parse_when(describe_day(day, today, language), today, past=day < today)
    assert when is not None and when.day == day


@given(DAYS, st.integers(-200, 200), st.sampled_from(["en", "zh"]))
def test_a_near_day_reads_back_without_a_year(today: date, distance: int, language: str) -> None:
    day = today + timedelta(days=distance)
    words = describe_day(day, today, language)
    when = parse_when(words, today, past=distance < 0)
    assert when is not None and when.day == day
    assert (str(day.year) in words) == (abs(distance) > 183)


@given(DAYS, st.integers(0, 6), st.integers(-2, 2))
def test_every_weekday_of_the_weeks_around(today: date, weekday: int, step: int) -> None:
    monday = today - timedelta(days=today.weekday())
    expected = monday + timedelta(days=7 * step + weekday)
    prefix = {-2: "上上", -1: "上", 0: "本", 1: "下", 2: "下下"}[step]
    for word in ("周", "星期", "礼拜"):
        assert day_of(f"{prefix}{word}{CHINESE_WEEKDAYS[weekday]}", today) == str(expected)
    if abs(step) < 2:
        english = f"{('last', 'this', 'next')[step + 1]} {ENGLISH_WEEKDAYS[weekday]}"
        assert day_of(english, today) == str(expected)


@given(DAYS, st.integers(0, 6))
def test_a_weekday_alone_is_within_a_week(today: date, weekday: int) -> None:
    for words in (f"周{CHINESE_WEEKDAYS[weekday]}", ENGLISH_WEEKDAYS[weekday], ENGLISH_WEEKDAYS[weekday][:3]):
        coming, latest = parse_when(words, today), parse_when(words, today, past=True)
        assert coming is not None and latest is not None
        assert coming.day.weekday() == latest.day.weekday() == weekday
        assert 0 <= (coming.day - today).days < 7
        assert -7 < (latest.day - today).days <= 0


@given(DAYS, st.integers(1, 999))
def test_days_counted_forward_and_back(today: date, number: int) -> None:
    later, earlier = str(today + timedelta(days=number)), str(today - timedelta(days=number))
    for words in (f"{number}天后", f"+{number}d", f"in {number} days", f"{number}天之内", f"{number} days from now"):
        assert day_of(words, today) == later
    for words in (f"{number}天前", f"-{number}d", f"{number} days ago"):
        assert day_of(words, today) == earlier


@given(DAYS, st.times())
def test_written_dates_read_back(day: date, at: time) -> None:
    for form in (f"{day:%Y-%m-%d %H:%M}", f"{day.year}年{day.month}月{day.day}日 {at.hour}:{at.minute:02}"):
        when = parse_when(form.replace("00:00", f"{at:%H:%M}"), WEDNESDAY)
        assert when == When(day, at.replace(second=0, microsecond=0), form.replace("00:00", f"{at:%H:%M}"))


def test_a_described_day_is_short_and_in_the_language() -> None:
    today = date(2026, 11, 21)
    said = [
        (describe_day(today + timedelta(days=n), today, "en"), describe_day(today + timedelta(days=n), today, "zh"))
        for n in (-1, 0, 1, 5, 400)
    ]
    assert said == [
        ("yesterday", "昨天"),
        ("today", "今天"),
        ("tomorrow", "明天"),
        ("Thu 26 Nov", "11月26日 周四"),
        ("Sun 26 Dec 2027", "2027年12月26日 周日"),
    ]
