"""Repeats: what is typed in both languages, how it is stored, and the days that it gives over years."""

import calendar
from datetime import date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.repeat_rule import LAST, MONTH_LENGTHS, QUARTER_FIRSTS, QUARTER_LASTS, Repeat
from karep.rules.repeats import find_repeat, first_on, next_due, parse_repeat, read_repeat, repeat_words

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2120, 12, 31))
EVERY = st.one_of(st.integers(1, 12), st.integers(13, 500))


def yearly(month: int, every: int, nth: int, weekday: int, day: int) -> Repeat:
    if nth:
        return Repeat("year", every, months=(month,), nth=nth, weekdays=(weekday,))
    return Repeat("year", every, months=(month,), month_day=min(day, MONTH_LENGTHS[month - 1]))


WEEKDAYS = st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days)))
NTH = st.sampled_from([1, 2, 3, 4, LAST])
CALENDAR = st.one_of(
    st.builds(Repeat, st.just("day"), EVERY),
    st.builds(Repeat, st.just("week"), EVERY, weekdays=WEEKDAYS),
    st.builds(Repeat, st.just("month"), EVERY, month_day=st.integers(0, 31) | st.just(LAST)),
    st.builds(Repeat, st.just("month"), EVERY, nth=NTH, weekdays=st.integers(0, 6).map(lambda day: (day,))),
    st.builds(Repeat, st.just("year"), EVERY),
    st.builds(
        yearly, st.integers(1, 12), EVERY, st.sampled_from([0, 1, 4, LAST]), st.integers(0, 6), st.integers(1, 31)
    ),
    st.just(Repeat("year", months=QUARTER_FIRSTS, month_day=1)),
    st.just(Repeat("year", months=QUARTER_LASTS, month_day=LAST)),
)
AFTER = st.builds(Repeat, st.sampled_from(["day", "week", "month", "year"]), EVERY, after=st.just(True))
REPEATS = CALENDAR | AFTER


@given(REPEATS)
def test_what_is_stored_reads_back(repeat: Repeat) -> None:
    assert repeat.is_valid and repeat.text.isascii()
    assert read_repeat(repeat.text) == repeat


@given(REPEATS, st.sampled_from(["en", "zh"]), st.booleans())
def test_the_words_of_a_repeat_mean_the_same_repeat(repeat: Repeat, language: str, wide: bool) -> None:
    words = repeat_words(repeat.text, language)
    if wide:
        words = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in words)
    assert parse_repeat(words, TODAY) == repeat
    if language == "en":
        found = find_repeat(f"call Lee, {words}; then rest")
        assert found is not None and found[0] == repeat
    else:
        found = find_repeat(f"给王总打电话 {words}，再说")
        assert found is not None and found[0] == repeat


@given(CALENDAR, DAYS, DAYS, st.none() | DAYS)
def test_the_next_day_lies_after_both_and_is_one_of_the_rule(
    repeat: Repeat, due: date, closed: date, first: date | None
) -> None:
    try:
        found = next_due(repeat, due, closed, first_due=first)
    except ValueError:
        assert repeat.every > 100, "only a long span leads out of the calendar"
        return
    begin = first or due
    assert found > max(due, closed, begin)
    if repeat.weekdays:
        assert found.weekday() in repeat.weekdays
    if repeat.months:
        assert found.month in repeat.months
    if repeat.unit == "day":
        assert (found - begin).days % repeat.every == 0
    length = calendar.monthrange(found.year, found.month)[1]
    if repeat.nth == LAST:
        assert found.day > length - 7
    elif repeat.nth:
        assert (found.day - 1) // 7 + 1 == repeat.nth
    elif repeat.month_day == LAST:
        assert found.day == length
    elif repeat.month_day:
        assert found.day == min(repeat.month_day, length)
    elif repeat.unit in ("month", "year"):
        assert found.day == min(begin.day, length)


@given(CALENDAR.filter(lambda one: one.every < 30), DAYS, st.integers(0, 4000))
def test_no_day_of_the_rule_is_left_out(repeat: Repeat, due: date, days: int) -> None:
    closed = due + timedelta(days=days)
    found = next_due(repeat, due, closed)
    rule = rrulestr(repeat.pinned(due).text, dtstart=datetime.combine(due, datetime.min.time()))
    assert rule.after(datetime.combine(closed, datetime.min.time())) == datetime.combine(found, datetime.min.time())


@given(AFTER, DAYS, DAYS)
def test_after_completion_counts_from_the_day_it_was_closed(repeat: Repeat, due: date, closed: date) -> None:
    span = relativedelta(**{f"{repeat.unit}s": repeat.every})  # type: ignore[arg-type]
    assert next_due(repeat, due, closed) == closed + span


@given(REPEATS, DAYS)
def test_the_first_day_is_near(repeat: Repeat, today: date) -> None:
    found = first_on(repeat, today)
    assert found >= today
    if repeat.names_day and repeat.unit != "year":
        assert (found - today).days <= 62


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+90d", "after:P90D"),
        ("90天后再来", "after:P90D"),
        ("每次完成后90天", "after:P90D"),
        ("完成后三个月", "after:P3M"),
        ("做完以后过两周", "after:P2W"),
        ("every 90 days after done", "after:P90D"),
        ("90d after done", "after:P90D"),
        ("2 weeks after completion", "after:P2W"),
        ("after it is done: 1 year", "after:P1Y"),
        ("每周一", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        ("每個月最後一個週五", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        ("每週一", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        ("每个星期五", "RRULE:FREQ=WEEKLY;BYDAY=FR"),
        ("每周一三五", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每周二和周四", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH"),
        ("每周一次", "RRULE:FREQ=WEEKLY"),
        ("隔周周三", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("每月第一个周一", "RRULE:FREQ=MONTHLY;BYDAY=+1MO"),
        ("每个月最后一个周五", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        ("每月15号", "RRULE:FREQ=MONTHLY;BYMONTHDAY=15"),
        ("每月三十一号", "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("每月底", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每季度", "RRULE:FREQ=MONTHLY;INTERVAL=3"),
        ("每季度末", "RRULE:FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("每半年", "RRULE:FREQ=MONTHLY;INTERVAL=6"),
        ("每年3月1日", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("每年底", "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
        ("每两周", "RRULE:FREQ=WEEKLY;INTERVAL=2"),
        ("每个工作日", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every monday", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        ("every Mon, Wed and Fri", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("every first monday", "RRULE:FREQ=MONTHLY;BYDAY=+1MO"),
        ("every first Monday of the month", "RRULE:FREQ=MONTHLY;BYDAY=+1MO"),
        ("the last friday of every month", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        ("every second monday", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every 2 weeks", "RRULE:FREQ=WEEKLY;INTERVAL=2"),
        ("fortnightly", "RRULE:FREQ=WEEKLY;INTERVAL=2"),
        ("monthly on the 15th", "RRULE:FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every quarter", "RRULE:FREQ=MONTHLY;INTERVAL=3"),
        ("yearly", "RRULE:FREQ=YEARLY"),
        ("every year on 29 Feb", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ("every March 1st", "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
        ("每年今天", "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=22"),
        ("repeat: weekly.", "RRULE:FREQ=WEEKLY"),
    ],
)
def test_what_is_typed(typed: str, stored: str) -> None:
    found = parse_repeat(typed, TODAY)
    assert found is not None and found.text == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "每年2月30日",
        "每年13月1日",
        "每月32号",
        "每周两次",
        "每周八",
        "每月1号和15号",
        "每0天",
        "每月第五个周六",
        "every 0 days",
        "every friday the 13th",
        "twice a week",
        "every",
        "每",
        "weekly or so",
        "明天",
        "+0d",
        "every 10000 days",
        "x" * 500,
    ],
)
def test_what_is_no_repeat_is_refused_rather_than_bent(typed: str) -> None:
    assert parse_repeat(typed, TODAY) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每周一给王总打电话", "每周一"),
        ("拜访王总，每月一次，带样品", "每月一次"),
        ("每月打电话给王总", "每月"),
        ("回访 90天后再来", "90天后再来"),
        ("Call Lee every first Monday, 10:00", "every first Monday"),
        ("review the prices quarterly", "quarterly"),
        ("call +90d after done with Ana", "+90d after done"),
        ("every 2 weeks call Lee", "every 2 weeks"),
    ],
)
def test_a_repeat_inside_a_sentence(text: str, words: str) -> None:
    found = find_repeat(text)
    assert found is not None and text[found[1] : found[2]] == words


@pytest.mark.parametrize(
    "text",
    [
        "确认每月用量",
        "每周一起吃饭",
        "每周四川客户",
        "每年采购量多少",
        "send the monthly report",
        "quarterly review with Ana",
        "+90d",
        "90天后再来拜访",
        "每月1号和15号付款",
    ],
)
def test_words_of_the_trade_are_no_repeats(text: str) -> None:
    assert find_repeat(text) is None


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "weekly",
        "after:P0D",
        "after:90",
        "RRULE:",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=WEEKLY;COUNT=3",
        "RRULE:FREQ=MONTHLY;BYDAY=+5MO",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=40",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "RRULE:FREQ=WEEKLY;INTERVAL=-1",
        "RRULE:FREQ",
        "RRULE:FREQ=WEEKLY;BYDAY=",
        "RRULE:FREQ=MONTHLY;BYSETPOS=-1",
        "RRULE:FREQ=YEARLY;BYMONTH=3",
    ],
)
def test_rubbish_from_elsewhere_is_no_repeat_and_no_failure(stored: str | None) -> None:
    assert read_repeat(stored) is None and repeat_words(stored, "zh") == ""


PIECES = st.sampled_from(
    [
        "每",
        "隔",
        "周",
        "月",
        "年",
        "季度",
        "一",
        "两",
        "99999",
        "第",
        "个",
        "的",
        "末",
        "号",
        "完成后",
        "每月第一个周一 ",
        "every ",
        "monday ",
        "on ",
        "the ",
        "15th ",
        "of ",
        "month ",
        "after ",
        "done ",
        "+",
        "d ",
        "RRULE:",
        "FREQ=",
        "BYDAY=",
        ";",
        ",",
        "P",
        "\x00",
        "\u202e",
        "[b]",
        "=1+1",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60), DAYS)
def test_no_text_makes_it_fail_and_what_is_found_is_there(text: str, today: date) -> None:
    whole, found = parse_repeat(text, today), find_repeat(text)
    read_repeat(text)
    for repeat in filter(None, (whole, found and found[0])):
        assert repeat.is_valid and read_repeat(repeat.text) == repeat
    if found:
        assert 0 <= found[1] < found[2] <= len(text) and parse_repeat(text[found[1] : found[2]], today) == found[0]
