"""What holds of every date in words: over a hundred years, in both languages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from karep.rules import date_words
from karep.rules.date_patterns import DayRule
from karep.rules.date_words import Found, find_when, parse_when
from karep.rules.day_words import describe_day

TODAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))

# words for a day that is chosen by the direction: the coming one, or the latest one
OPEN = """
    周一 周五 星期天 礼拜六 周末 月底 月初 年底 季度末 3号 15日 28号 5月1日 12月25号 3月底 6月初 11月中
    12月上旬 2月下旬 7月中旬 Q2末
    一季度末 上半年末 节前 节后 年前 年后 国庆后 中秋 端午那天 9月第一周 monday fri sunday eom eoq eoy
    the_15th 4_July Dec_25 dec_31st before_Easter after_Christmas after_CNY mid_June late_October early_March
    end_of_May end_of_Q3 first_Monday_of_April
"""
AHEAD = """
    明天 后天 大后天 下周三 下下周一 下个月 下月底 两周后 3天内 三个月后 半个月后 24小时内 +3d +2w tomorrow next_tue
    next_month in_2_weeks day_after_tomorrow in_a_couple_of_days early_next_week late_next_week within_3_working_days
"""
BEHIND = """
    昨天 前天 大前天 上周五 上上周一 上个月 3天前 两周前 yesterday last_fri last_month 2_weeks_ago -3d last_night
    day_before_yesterday
"""
NO_DAYS = """
    曾总 王工 价格太高 方案已发 120万 3.5版 A3/12 1/3 周总 3号楼 二手设备 谈框架合同 对方要求降价 样品 quote
    the_frame he_sat may_be Dr._Lee room_312 version_1.2.3 24/7 second march_on 13800138000
    每周三例会 送月饼 环节 2月30日 31_June 13/13
"""


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word.replace("_", " ") for word in words.split()])


# the coming one or the latest one, by the direction that is asked for; one ahead; one behind; none
WORDS, SAID_AHEAD, SAID_BEHIND = one_of(OPEN), one_of(AHEAD), one_of(BEHIND)
UNRELATED = st.lists(one_of(NO_DAYS), max_size=5)


@given(TODAYS, WORDS, st.booleans())
@settings(max_examples=600, deadline=None)
def test_an_understood_day_is_on_the_side_that_is_asked_for(today: date, words: str, past: bool) -> None:
    when = parse_when(words, today, past=past)
    assert when is not None
    assert (when.day <= today) if past else (when.day >= today)


@given(TODAYS, SAID_AHEAD, SAID_BEHIND)
@settings(max_examples=500, deadline=None)
def test_words_with_a_direction_of_their_own_keep_it(today: date, ahead: str, behind: str) -> None:
    later, earlier = parse_when(ahead, today), parse_when(behind, today, past=True)
    assert later is not None and later.day > today
    assert earlier is not None and earlier.day < today


@given(DAYS, TODAYS, st.sampled_from(["en", "zh"]))
@example(date(2028, 2, 29), date(2028, 3, 15), "zh")
@settings(max_examples=400, deadline=None)
def test_a_described_day_reads_back_alone_and_in_a_sentence(day: date, today: date, language: str) -> None:
    words = describe_day(day, today, language)
    when = parse_when(words, today, past=day < today)
    assert when is not None and when.day == day
    found = find_when(f"合同，{words}，签", today, past=day < today)
    assert found is not None and found.when == when


@given(
    TODAYS,
    st.one_of(WORDS, SAID_AHEAD, SAID_BEHIND),
    UNRELATED,
    UNRELATED,
    st.booleans(),
    st.sampled_from(["，", "; ", "。", "\n"]),
)
@settings(max_examples=600, deadline=None)
def test_unrelated_words_around_change_nothing(
    today: date, words: str, before: list[str], after: list[str], past: bool, mark: str
) -> None:
    alone = find_when(words, today, past=past)
    assume(alone is not None)
    assert alone is not None
    # A weekday and a comma in front of a date belong to it: “sat, 25 Dec” is no other day than that.
    assume(not (before and before[-1].endswith("sat") and mark in ",，"))
    lead = "".join(word + mark for word in before)
    found = find_when(lead + words + "".join(mark + word for word in after), today, past=past)
    assert found == Found(alone.when, alone.start + len(lead), alone.end + len(lead))


@given(TODAYS, UNRELATED, st.booleans())
def test_unrelated_words_alone_say_no_day(today: date, words: list[str], past: bool) -> None:
    assert find_when("，".join(words), today, past=past) is None


WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
TRADITIONAL = str.maketrans("周礼后点两号内节国庆双这个时过间终劳动复诞", "週禮後點兩號內節國慶雙這個時過間終勞動復誕")


@given(
    TODAYS,
    st.one_of(WORDS, SAID_AHEAD, SAID_BEHIND),
    st.booleans(),
    st.sampled_from(["下午3点", "10:30", " 两点半", ""]),
)
@settings(max_examples=400, deadline=None)
def test_other_forms_of_the_characters_read_the_same(today: date, words: str, past: bool, at: str) -> None:
    text = words + at
    assume(parse_when(text, today, past=past))
    expected = parse_when(text, today, past=past)
    assert expected is not None
    for form in (text.translate(WIDE), text.translate(TRADITIONAL), text.upper()):
        when = parse_when(form, today, past=past)
        assert when is not None and (when.day, when.time, when.matched) == (expected.day, expected.time, form.strip())


@given(st.integers(2000, 2100), st.integers(0, 14), st.integers(0, 40), TODAYS)
@settings(max_examples=400, deadline=None)
def test_what_no_calendar_has_becomes_no_other_day(year: int, month: int, day: int, today: date) -> None:
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    for text in (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}"):
        when = parse_when(text, today)
        assert (when and when.day) == expected
        for sentence in (f"{text}交货", f"合同 {text}，付款", f"ship {text}, pay"):
            found = find_when(sentence, today)
            assert (found and found.when.day) == expected
    if (
        not 1 <= month <= 12
        or day > 31
        or day < 1
        or (month, day) in ((2, 30), (2, 31), (4, 31), (6, 31), (9, 31), (11, 31))
    ):
        for text in (f"{month}月{day}日", f"{month}月{day}号交货"):
            assert find_when(text, today) is None
            assert parse_when(text, today) is None


@given(TODAYS, st.integers(0, 99), st.integers(0, 99))
def test_a_time_that_no_clock_shows_leaves_no_day(today: date, hour: int, minute: int) -> None:
    valid = hour < 24 and minute < 60
    for text in (f"周五{hour}:{minute:02}开会", f"fri {hour}:{minute:02} call"):
        found = find_when(text, today)
        assert (found is not None) == valid
        assert found is None or (found.when.time and (found.when.time.hour, found.when.time.minute)) == (hour, minute)


PIECES = """
    下 周 三 五 上 本 个 月 底 年 季度 末 今 明 天 后 前 内 号 日 点 半 上午 晚 3 12 2026 31 99 : - / . + d w 节 国庆
    春节 十一 五一 上旬 第一 最后一 Q1 h2 过 完 618 next last fri wed week of end in ago dec the at pm early
    mid before after
    easter christmas cny new year holiday first 农历 初 两 ， （ ） ２ 零 十 週 禮拜
"""
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(one_of(PIECES), max_size=14).map("".join),
    st.lists(one_of(PIECES), max_size=14).map(" ".join),
)


@given(TEXTS, TODAYS, st.booleans(), st.sampled_from(["ymd", "dmy", "mdy"]))
@settings(max_examples=600, deadline=None)
def test_nothing_raises_and_rules_that_are_not_searched_have_nothing_to_find(
    text: str, today: date, past: bool, order: date_words.Order
) -> None:
    found, when = find_when(text, today, order=order, past=past), parse_when(text, today, order=order, past=past)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(date_words, "_RULES", EVERY_RULE_SEARCHED)
        assert find_when(text, today, order=order, past=past) == found
        assert parse_when(text, today, order=order, past=past) == when
    if found:
        assert text[found.start : found.end] == found.when.matched


EVERY_RULE_SEARCHED: tuple[DayRule, ...] = tuple(replace(rule, needs=()) for rule in date_words._RULES)


def test_every_rule_has_words_without_which_it_is_not_searched() -> None:
    assert all(rule.needs or rule.alone for rule in date_words._RULES)


@given(st.text(st.sampled_from("下周三2月30日号前后内 节nextfri,./:-+1一点晚"), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_long_texts_are_read_to_the_limit(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    found = find_when(text, date(2026, 11, 18))
    assert found is None or text[found.start : found.end] == found.when.matched


def test_a_day_beside_a_weekday_that_it_is_not_is_refused() -> None:
    today = date(2026, 11, 18)
    for text in ("11月26日 周三见", "Thu 27 Nov meeting", "11月26日（周五）", "fri 2月30日"):
        assert find_when(text, today) is None
    found = find_when("周五，11月26日都可以", today)
    assert found is not None and found.when.day == today + timedelta(days=2)
