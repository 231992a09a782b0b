"""The line that plans a follow-up: what is understood, what is proposed, and that no word is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.cadence import proposed_day
from karep.rules.follow_up_line import FollowUpLine, parse_follow_up
from karep.rules.log_line.understood import AtHand, Candidate
from karep.rules.who_is_meant import who_is

TODAY = date(2026, 11, 23)
HUAWEI = Candidate("a", "华为技术有限公司", "a", "华为技术有限公司", "华为")
HARROW = Candidate("b", "Harrow Foods", "b", "Harrow Foods", "Harrow")


def person(record_id: str, name: str, title: str, account: Candidate = HUAWEI) -> Candidate:
    return Candidate(record_id, name, account.id, account.name, title)


WANG, BUYER, SELLER = (
    person("p1", "王建国", "总经理"),
    person("p2", "李敏", "采购总监"),
    person("p3", "李强", "销售总监"),
)
ANA = person("p4", "Ana Lee", "Buyer", HARROW)
DEAL = Candidate("d", "框架合同", "a", HUAWEI.name, "S5")
AT_HUAWEI = AtHand(HUAWEI, tier="diamond", deals=(DEAL,), people=(WANG, BUYER, SELLER))
AT_HARROW = AtHand(HARROW, tier="gold", people=(ANA,))


class Shelf:
    """A book of two accounts."""

    def __init__(self) -> None:
        self.meant: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    def at_hand(self, account_id: str) -> AtHand:
        return AT_HUAWEI if account_id == "a" else AT_HARROW

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        if word == "both":
            return (HUAWEI, HARROW)
        return [one for one in (HUAWEI, HARROW) if word in (one.name, one.title)]

    def people_called(self, word: str) -> Sequence[Candidate]:
        return who_is(word, (WANG, BUYER, SELLER, ANA))


def read(text: str, given_: AtHand = AT_HUAWEI) -> FollowUpLine:
    return parse_follow_up(text, given_, Shelf(), today=TODAY)


@pytest.mark.parametrize(
    ("text", "what", "due", "at", "who", "repeat"),
    [
        ("王总 方案汇报 明天下午3点", "方案汇报", date(2026, 11, 24), time(15), WANG, ""),
        ("周四 给王总打电话", "给王总打电话", date(2026, 11, 26), None, WANG, ""),
        ("每月第一个周一上午10点 例会", "例会", date(2026, 12, 7), time(10), None, "RRULE:FREQ=MONTHLY;BYDAY=+1MO"),
        ("回访李敏 90天后再来", "回访李敏", date(2027, 2, 19), None, BUYER, "after:P90D"),
        (
            "every 2 weeks call 王总, from next Monday",
            "call 王总",
            date(2026, 11, 30),
            None,
            WANG,
            "RRULE:FREQ=WEEKLY;INTERVAL=2",
        ),
        ("昨天他说再谈，下周三10点谈", "昨天他说再谈，谈", date(2026, 12, 2), time(10), None, ""),
        ("15:00 call", "call", TODAY, time(15), None, ""),
        ("华为 王总 方案 周四", "方案", date(2026, 11, 26), None, WANG, ""),
        ("王总、李敏 聚餐 周四", "王总、李敏聚餐", date(2026, 11, 26), None, WANG, ""),
        ("王总 明天", "", date(2026, 11, 24), None, WANG, ""),
    ],
)
def test_one_line(text: str, what: str, due: date, at: time | None, who: Candidate | None, repeat: str) -> None:
    found = read(text)
    assert (found.due, found.at, found.person) == (due, at, who)
    assert found.what.replace(" ", "") == what.replace(" ", "")
    assert (found.repeat.text if found.repeat else "") == repeat
    assert found.account == HUAWEI and found.deal == DEAL and found.question is None
    assert found.due_from == ("repeat" if repeat and "from" not in text else "said")


@pytest.mark.parametrize(
    ("text", "account", "who", "what"),
    [
        ("华为 王总 方案 周四", HUAWEI, WANG, "方案"),
        ("Harrow Foods, Ana: send drawings by Fri", HARROW, ANA, "send drawings"),
        ("王总 报价 周四", HUAWEI, WANG, "报价"),
        ("给王总打电话 周四", HUAWEI, WANG, "给王总打电话"),
    ],
)
def test_where_nothing_is_at_hand_the_line_names_it(text: str, account: Candidate, who: Candidate, what: str) -> None:
    found = read(text, AtHand())
    assert (found.account, found.person, found.what, found.question) == (account, who, what, None)


@pytest.mark.parametrize(
    ("text", "given_", "about", "choices"),
    [
        ("报价 周四", AtHand(), "who", ()),
        ("both 报价", AtHand(), "account", (HUAWEI, HARROW)),
        ("李总监 谈价格", AT_HUAWEI, "person", (BUYER, SELLER)),
        ("李总监 谈价格", AtHand(), "person", (BUYER, SELLER)),
    ],
)
def test_what_is_not_clear_is_asked(text: str, given_: AtHand, about: str, choices: tuple[Candidate, ...]) -> None:
    found = read(text, given_)
    assert found.question is not None and found.question.about == about and found.question.choices == choices
    assert found.person is None


def test_no_day_is_proposed_by_the_tier_and_for_a_deal_in_progress_within_a_week() -> None:
    found = read("报价")
    assert (found.due, found.due_from) == (date(2026, 11, 30), "proposed")
    assert parse_follow_up("报价", AT_HARROW, Shelf(), today=TODAY).due == date(2026, 12, 23)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["diamond", "platinum", "gold", "vip", None, "x"]),
    st.sampled_from(["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", None]),
)
def test_what_is_proposed_lies_ahead_and_is_a_workday(today: date, tier: str | None, stage: str | None) -> None:
    day = proposed_day(tier, stage, today)
    assert day > today and day.weekday() < 5
    if stage in ("S3", "S4", "S5", "S6"):
        assert (day - today).days <= 7


PIECES = st.sampled_from(
    [
        "王总",
        "李总监",
        "Ana",
        "华为",
        "Harrow Foods",
        "给王总打电话",
        "明天",
        "下周三10点",
        "2月30日",
        "昨天",
        "每月第一个周一",
        "every 2 weeks",
        "90天后再来",
        "at 3",
        "15:00",
        "方案",
        "send it",
        ",",
        "，",
        " ",
        "：",
        "(",
        "）",
        "、",
        "和",
        "and ",
        "与",
        "=1+1",
        "[b]x[/b]",
        "\x1b[31m",
        "\u202e",
        "𠮷",
        "é",
        "\u0000",
        "9" * 30,
    ]
)


def letters(text: str) -> Counter[str]:
    return Counter(one for one in text if one.isalnum())


@given(
    st.lists(PIECES, max_size=10).map(" ".join) | st.lists(PIECES, max_size=10).map("".join) | st.text(max_size=80),
    st.sampled_from([AT_HUAWEI, AtHand()]),
)
def test_nothing_that_was_typed_is_dropped(text: str, given_: AtHand) -> None:
    found = read(text, given_)
    said = "".join(text[part.start : part.end] for part in found.parts)
    assert letters(text) == letters(said) + letters(found.what)
    ends = [0, *(place for part in found.parts for place in (part.start, part.end)), len(text)]
    assert ends == sorted(ends), "the parts do not overlap"


def test_a_very_long_line_is_kept_whole() -> None:
    text = "王总 周四 " + "方案" * 5_000
    found = read(text)
    assert found.what == "方案" * 5_000 and found.due == date(2026, 11, 26)
