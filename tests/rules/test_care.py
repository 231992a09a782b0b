"""What is due before an important day, against tables written by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.care import (
    DEFAULT_CARE,
    CareSettings,
    business_lead,
    festival_acts,
    is_about,
    lead_before,
    occasion_acts,
    planned_day,
    refuses_gifts,
    serves_state,
    steps,
    talk,
)
from karep.rules.lunar import next_occurrence
from karep.rules.rest_days import WEEKENDS, RestDays

NATIONAL = RestDays(
    free={date(2026, 10, day): "National Day" for day in range(1, 8)} | {date(2026, 9, 25): "Mid-Autumn Festival"},
    worked={date(2026, 9, 20): "National Day", date(2026, 10, 10): "National Day"},
)
"""The holidays of autumn 2026 with two weekend days that are worked instead."""


@pytest.mark.parametrize(
    ("day", "act", "wanted", "on"),
    [
        # an ordinary Thursday: leads on Monday, Thursday and Thursday
        ("2026-12-03", "greeting", "2026-11-30", "2026-11-30"),
        ("2026-12-03", "gift", "2026-11-19", "2026-11-19"),
        ("2026-12-03", "visit", "2026-11-12", "2026-11-12"),
        # a Saturday: the gift two weeks before would be on a Saturday too
        ("2026-12-05", "gift", "2026-11-21", "2026-11-20"),
        ("2026-12-06", "visit", "2026-11-15", "2026-11-13"),
        # the turn of the year
        ("2027-01-03", "gift", "2026-12-20", "2026-12-18"),
        ("2027-01-03", "greeting", "2026-12-31", "2026-12-31"),
        # holidays: back over the whole of National Day and over Mid-Autumn
        ("2026-10-21", "gift", "2026-10-07", "2026-09-30"),
        ("2026-10-09", "gift", "2026-09-25", "2026-09-24"),
        # a Saturday and a Sunday that are worked count as working days
        ("2026-10-13", "greeting", "2026-10-10", "2026-10-10"),
        ("2026-10-04", "gift", "2026-09-20", "2026-09-20"),
        # 29 February of a leap year
        ("2028-03-14", "gift", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_lead_falls_on_a_working_day(day: str, act: str, wanted: str, on: str) -> None:
    found = lead_before(date.fromisoformat(day), DEFAULT_CARE.lead(act), NATIONAL)
    assert (found.wanted.isoformat(), found.on.isoformat(), found.moved) == (wanted, on, wanted != on)


def test_a_lunar_birthday_has_its_leads_before_the_solar_day() -> None:
    on = next_occurrence(12, 30, None, "lunar", False, date(2026, 12, 1))
    # the twelfth month of that lunar year has 29 days: it is New Year's Eve
    assert on == date(2027, 2, 5)
    [gift, greeting] = steps(occasion_acts("birthday"), on, date(2027, 1, 25), DEFAULT_CARE, WEEKENDS, {})
    assert (gift.lead.on, gift.state) == (date(2027, 1, 22), "late")
    assert (greeting.lead.on, greeting.state) == (date(2027, 2, 2), "ahead")


@pytest.mark.parametrize(
    ("today", "gift", "greeting"),
    [
        ("2026-11-18", "ahead", "ahead"),
        ("2026-11-19", "due", "ahead"),
        ("2026-11-20", "late", "ahead"),
        ("2026-11-30", "late", "due"),
        ("2026-12-03", "late", "due"),
        ("2026-12-04", "late", "late"),
    ],
)
def test_how_far_each_act_is_day_by_day(today: str, gift: str, greeting: str) -> None:
    day = date(2026, 12, 3)
    found = steps(("gift", "greeting"), day, date.fromisoformat(today), DEFAULT_CARE, WEEKENDS, {})
    assert [step.state for step in found] == [gift, greeting]


def test_for_many_customers_the_lead_is_the_beginning_not_the_end() -> None:
    day, today = date(2027, 2, 6), date(2027, 1, 20)
    one = steps(("visit",), day, today, DEFAULT_CARE, WEEKENDS, {})
    many = steps(("visit",), day, today, DEFAULT_CARE, WEEKENDS, {}, many=True)
    assert (one[0].state, many[0].state) == ("late", "due")


def test_what_was_noted_settles_an_act_and_no_other() -> None:
    today = date(2026, 12, 2)
    found = steps(
        ("visit", "gift", "greeting"), date(2026, 12, 3), today, DEFAULT_CARE, WEEKENDS,
        {"visit": "planned", "gift": "left_out"},
    )  # fmt: skip
    assert [(step.act, step.is_open, step.is_asked) for step in found] == [
        ("visit", False, False), ("gift", False, False), ("greeting", True, True),
    ]  # fmt: skip


def test_memorial_days_call_for_nothing_and_government_gets_no_gift() -> None:
    assert occasion_acts("memorial") == ()
    assert occasion_acts("birthday") == ("gift", "greeting")
    assert occasion_acts("birthday", no_gift=True) == ("greeting",)


@pytest.mark.parametrize(
    ("festival", "greeted", "acts"),
    [
        ("spring_festival", True, ("visit", "gift", "greeting")),
        ("consumer_rights", False, ("visit",)),
        ("mid_autumn", True, ("gift", "greeting")),
        ("dragon_boat", True, ("gift", "greeting")),
        ("national_day", True, ("greeting",)),
        ("november_11", True, ()),
        ("qingming", False, ()),
        ("own:Steel day", True, ("greeting",)),
    ],
)
def test_what_each_festival_suggests(festival: str, greeted: bool, acts: tuple[str, ...]) -> None:
    assert festival_acts(festival, greeted=greeted) == acts


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-10-18", None),  # 92 days before
        ("2026-10-20", "due"),  # 90
        ("2026-11-21", "due"),  # 58: the lead of 60 days has come
        ("2026-12-18", "due"),  # the lead of 30 days is a Saturday, so it comes on the Friday
        ("2026-12-19", "late"),
        ("2027-01-20", "late"),  # two days after the end
    ],
)
def test_a_contract_that_ends_on_18_january(today: str, state: str | None) -> None:
    found = talk("contract_end", date(2027, 1, 18), date.fromisoformat(today), DEFAULT_CARE, WEEKENDS, [])
    assert (found.state if found else None) == state


def test_what_was_done_closes_one_lead_until_the_next() -> None:
    end, closed = date(2027, 1, 18), [date(2026, 10, 25)]
    before = talk("contract_end", end, date(2026, 11, 15), DEFAULT_CARE, WEEKENDS, closed)
    after = talk("contract_end", end, date(2026, 11, 21), DEFAULT_CARE, WEEKENDS, closed)
    assert before is not None and before.state == "done"
    assert after is not None and (after.state, after.lead.on) == ("due", date(2026, 11, 19))


def test_a_budget_has_one_lead() -> None:
    settings = CareSettings(budget_days=30)
    assert talk("budget", date(2026, 12, 22), date(2026, 11, 19), settings, WEEKENDS, []) is None
    found = talk("budget", date(2026, 12, 22), date(2026, 11, 20), settings, WEEKENDS, [])
    # 22 November is a Sunday
    assert found is not None and (found.lead.on, found.state) == (date(2026, 11, 20), "due")
    assert business_lead(settings) == 90


def test_a_plan_is_for_a_working_day_before_the_day() -> None:
    [visit] = steps(("visit",), date(2027, 2, 6), date(2026, 12, 1), DEFAULT_CARE, WEEKENDS, {})
    assert planned_day(visit, date(2027, 2, 6), date(2026, 12, 1), WEEKENDS) == date(2027, 1, 15)
    # late on a Friday: the next Monday; never after the day itself
    assert planned_day(visit, date(2027, 2, 6), date(2027, 1, 22), WEEKENDS) == date(2027, 1, 25)
    assert planned_day(visit, date(2027, 2, 6), date(2027, 2, 5), WEEKENDS) == date(2027, 2, 6)


def test_texts_about_contracts_and_budgets_are_told_apart() -> None:
    assert is_about("contract_end", "谈续约条件") and is_about("contract_end", "Renewal talk")
    assert is_about("budget", "明年预算") and not is_about("budget", "Renewal talk")
    assert not is_about("birthday", "contract")


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 365), st.frozensets(st.integers(-40, 400), max_size=60)
)
def test_a_lead_is_never_after_the_wanted_day_nor_far_before_it(day: date, days: int, free: frozenset[int]) -> None:
    rest = RestDays(free={day - timedelta(days=one): "x" for one in free})
    lead = lead_before(day, days, rest)
    assert lead.wanted - timedelta(days=21) <= lead.on <= lead.wanted
    assert not rest.is_free(lead.on) or lead.on == lead.wanted


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("不收礼，送过一盒单丛退回来了", True),
        ("公职人员，不送礼", True),
        ("礼品一律拒收", True),
        ("谢绝礼品", True),
        ("No gifts, company rule", True),
        ("Does not accept gifts", True),
        ("doesn’t accept any gifts", True),
        ("Returned the tea we sent", True),
        ("不送礼盒，喜欢实用的", False),
        ("不收礼金", False),
        ("no gifts with alcohol", False),
        ("does not like gifts over 200", False),
        ("Returned from leave in May", False),
        ("green tea", False),
        ("上次的保温杯一直在用", False),
    ],
)
def test_who_refuses_gifts(text: str, refuses: bool) -> None:
    assert refuses_gifts(text) is refuses


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("事业单位", True), ("政府机关", True), ("public", True), ("Public hospital", True), ("Government body", True),
        ("public company", False), ("国企", False), ("manufacturer", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_what_is_a_part_of_the_state(kind: str | None, state: bool) -> None:
    assert serves_state(kind) is state


def test_a_lead_of_no_days_switches_an_act_off() -> None:
    settings = CareSettings(gift_days=0)
    found = steps(("gift", "greeting"), date(2026, 12, 3), date(2026, 12, 2), settings, WEEKENDS, {})
    assert [step.act for step in found] == ["greeting"]


def test_a_greeting_is_late_from_the_day_and_a_gift_from_its_lead() -> None:
    day, today = date(2026, 9, 12), date(2026, 9, 14)
    gift, greeting = steps(("gift", "greeting"), day, today, DEFAULT_CARE, WEEKENDS, {})
    # the gift's lead is Saturday 29 August, so it was due on the Friday
    assert (gift.days_late(today), greeting.days_late(today)) == (17, 2)
