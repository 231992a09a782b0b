"""Who else is near, and the day of visits that comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from karep.db.store import Store
from karep.db.views.near import list_hosts, list_sites
from karep.reports import near as reports_near
from karep.reports.day_plan import DayPlan, Wanted, read_day_plan, stop_words
from karep.reports.near import Near, city_named, city_words, near_report, read_near
from karep.reports.render import as_text
from karep.rules.clock import Clock
from karep.rules.practice import USUAL
from tests.reports.conftest import DAY, Add

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def city(add: Add) -> dict[str, str]:
    """Suzhou: one account at hand, others here and there, each with another reason to be visited, or none."""
    here = add("account", name="Here", city="苏州", address="江苏省苏州市吴中区东吴北路 98 号", tier="gold")

    def other(name: str, address: str, *, city: str = "苏州市", **more: object) -> str:
        return add("account", name=name, city=city, address=address, **more)

    found = {
        "here": here,
        "step": other("Step", "苏州吴中区木渎镇"),
        "owed": other("Owed", "吴中区越溪街道", tier="gold"),
        "day": other("Day", "江苏省苏州市昆山市玉山镇"),
        "idle": other("Idle", "苏州市吴中区"),
        "later": other("Later", "苏州市吴中区"),
        "never": other("Never", "苏州市虎丘区", tier="vip"),
        "lost": other("Lost", "苏州市吴中区", status="lost", tier="gold"),
        "away": other("Away", "江苏省无锡市新吴区", city="无锡", tier="diamond"),
        "gone": other("Gone", "苏州市吴中区", tier="diamond"),
    }
    add("follow_up", account_id=found["step"], what="call", due="2026-11-25")
    add("promise", account_id=found["owed"], owed_by="us", what="offer", due="2026-11-18")
    add("occasion", account_id=found["day"], kind="anniversary", month=11, day=24, calendar="solar")
    add("follow_up", account_id=found["later"], what="too late", due="2026-12-20")
    # what was heard of lately is fresh, whatever its tier
    for one in ("here", "step", "owed", "day", "idle", "later"):
        add("touch", account_id=found[one], at="2026-11-19T02:00:00.000Z", kind="visit")
    return found


@pytest.fixture
def near(store: Store, clock: Clock, city: dict[str, str]) -> Near:
    with store.action("account.remove") as change:
        change.remove("account", city["gone"])
    return read_near(store.connection, clock, USUAL, account_id=city["here"])


def names(near: Near) -> list[tuple[str, bool]]:
    return [(one.site.name, one.same_district) for one in near.found]


def test_those_of_the_district_come_first_and_each_has_a_reason(near: Near) -> None:
    assert (near.city, near.district, near.here and near.here.site.name) == ("苏州", "吴中区", "Here")
    assert names(near) == [("Owed", True), ("Step", True), ("Never", False), ("Day", False)]


def test_the_reasons_are_told(near: Near) -> None:
    told = {one.site.name: [reason.words for reason in one.reasons] for one in near.found}
    assert told["Owed"] == ["we promised: offer (2 d overdue)"]
    assert told["Step"] == ["call (Wed 25 Nov)"]
    assert told["Day"] == ["Anniversary (Tue 24 Nov)"]
    assert told["Never"][0].startswith("VIP, never in contact")


def test_what_was_lost_is_visited_only_when_something_is_open(
    store: Store, clock: Clock, city: dict[str, str], add: Add
) -> None:
    add("follow_up", account_id=city["lost"], what="win back", due="2026-11-27")
    found = read_near(store.connection, clock, account_id=city["here"])
    assert ("Lost", True) in names(found)


def test_days_can_be_fewer_or_more(store: Store, clock: Clock, city: dict[str, str]) -> None:
    few = read_near(store.connection, clock, account_id=city["here"], days=4)
    assert "Step" not in [name for name, _same in names(few)]
    many = read_near(store.connection, clock, account_id=city["here"], days=40)
    assert "Later" in [name for name, _same in names(many)]


def test_a_district_that_the_rep_wrote_down_goes_before_the_address(
    store: Store, clock: Clock, city: dict[str, str]
) -> None:
    with store.action("test.change") as change:
        change.change("account", city["step"], {"district": "虎丘"})
    found = read_near(store.connection, clock, account_id=city["here"])
    assert ("Step", False) in names(found)


def test_a_city_alone_will_do(store: Store, clock: Clock, city: dict[str, str]) -> None:
    assert city_named(store.connection, "无锡市") == "无锡"
    assert city_named(store.connection, "Here") == city_named(store.connection, " ") == ""
    found = read_near(store.connection, clock, city="无锡")
    assert names(found) == [("Away", False)]
    page = as_text(near_report(found, DAY))
    assert page.startswith("Near 无锡\n无锡 · due within 14 days · Fri 20 Nov 2026\n")


def test_an_account_without_a_city_says_what_helps(store: Store, clock: Clock, add: Add) -> None:
    found = read_near(store.connection, clock, account_id=add("account", name="Nowhere"))
    assert found.found == ()
    assert "No city is known" in as_text(near_report(found, DAY))


def test_nobody_near_is_said(store: Store, clock: Clock, add: Add) -> None:
    found = read_near(store.connection, clock, account_id=add("account", name="A", city="Köln"))
    assert near_report(found, DAY).section("city").empty == "Nobody else in Köln is due within 14 days."


def test_peoples_own_days_are_not_on_the_page(store: Store, clock: Clock, city: dict[str, str], add: Add) -> None:
    person = add("person", name="Mei", account_id=city["idle"])
    add("occasion", person_id=person, kind="birthday", month=11, day=25, calendar="solar")
    found = read_near(store.connection, clock, account_id=city["here"])
    page = as_text(near_report(found, DAY))
    assert "an important day" in page
    assert "irthday" not in page
    assert "irthday" in as_text(near_report(found, DAY, private=True))


def test_whom_to_see(store: Store, clock: Clock, city: dict[str, str], add: Add) -> None:
    add("person", name="Anybody", account_id=city["step"], strength=5)
    boss = add("person", name="Boss", account_id=city["step"], mobile="138 0000 0000", title="GM")
    add("role", person_id=boss, account_id=city["step"], role="decision_maker")
    add("person", name="Left", account_id=city["step"], left_on="2026-01-01", strength=5)
    hosts = list_hosts(store.connection, [city["step"]])[city["step"]]
    assert [(one.name, one.phone) for one in hosts] == [("Boss", "138 0000 0000"), ("Anybody", None)]
    found = read_near(store.connection, clock, account_id=city["here"])
    line = next(line for line in near_report(found, DAY).section("district").lines if line.account_id == city["step"])
    assert (line.part("who"), line.part("phone"), line.part("address")) == (
        "see Boss (GM)", "••• •••• ••00", "苏州吴中区木渎镇"
    )  # fmt: skip
    assert "138 0000 0000" in as_text(near_report(found, DAY, private=True))


# --- a day of visits -------------------------------------------------------------------------------------------------


def planned(store: Store, clock: Clock, near: Near, *, day: date = THURSDAY, start: time = time(9)) -> DayPlan:
    return read_day_plan(store.connection, clock, near.found, Wanted(day, start))


def times(plan: DayPlan) -> list[tuple[str, str, str]]:
    return [
        (one.nearby.site.name, f"{one.slot.begins:%H:%M}" if one.slot else "", stop_words(one, DAY))
        for one in plan.stops
    ]


def test_a_day_goes_round_what_is_agreed(
    store: Store, clock: Clock, near: Near, city: dict[str, str], add: Add
) -> None:
    add("follow_up", account_id=city["away"], what="x", due="2026-11-26", due_time="10:30", zone="Asia/Shanghai")
    plan = planned(store, clock, near)
    assert times(plan) == [
        ("Owed", "09:00", "new visit"),
        ("Step", "13:00", "moves “call” from Wed 25 Nov"),
        ("Never", "14:30", "new visit"),
        ("Day", "16:00", "new visit"),
    ]
    assert [(one.name, one.city, f"{one.span.begins:%H:%M}") for one in plan.agreed] == [("Away", "无锡", "10:30")]


def test_what_has_a_time_on_that_day_stays(
    store: Store, clock: Clock, near: Near, city: dict[str, str], add: Add
) -> None:
    add("follow_up", account_id=city["step"], what="x", due="2026-11-26", due_time="09:30", zone="Asia/Shanghai")
    assert times(planned(store, clock, near))[1] == ("Step", "", "agreed already, stays at 09:30")


def test_a_follow_up_with_somebody_else_stays_where_it_is(
    store: Store, clock: Clock, city: dict[str, str], add: Add
) -> None:
    other = add("person", account_id=city["step"], name="Bob")
    carla = add("person", account_id=city["step"], name="Carla", strength=5)
    here = read_near(store.connection, clock, account_id=city["here"])
    step = next(one for one in here.found if one.site.name == "Step")
    assert step.host is not None and step.host.person_id == carla and step.follow_up is not None
    for person_id, told in ((other, "new visit: Carla"), (carla, "moves “call” from Wed 25 Nov")):
        mine = replace(step, follow_up=replace(step.follow_up, person_id=person_id))
        plan = read_day_plan(store.connection, clock, [mine], Wanted(THURSDAY))
        assert stop_words(plan.stops[0], DAY) == told


def test_what_has_no_time_on_that_day_gets_one(
    store: Store, clock: Clock, near: Near, city: dict[str, str], add: Add
) -> None:
    there = add("follow_up", account_id=city["owed"], what="bring the offer", due="2026-11-26")
    [first, *_rest] = planned(store, clock, near).stops
    assert first.moved is not None and first.moved.id == there


def test_an_appointment_is_moved_only_where_there_is_nothing_else(
    store: Store, clock: Clock, city: dict[str, str], add: Add
) -> None:
    agreed = {"account_id": city["step"], "due": "2026-11-24", "due_time": "10:00", "zone": "Asia/Shanghai"}
    add("follow_up", what="appointment", **agreed)
    found = read_near(store.connection, clock, account_id=city["here"])
    step = next(one for one in found.found if one.site.name == "Step")
    assert step.follow_up is not None and step.follow_up.what == "call"


def test_what_does_not_fit_is_told(store: Store, clock: Clock, near: Near) -> None:
    plan = planned(store, clock, near, start=time(17))
    assert [one[1] for one in times(plan)] == ["17:00", "18:30", "", ""]
    assert (len(plan.planned), plan.without_time) == (2, 2)
    assert times(plan)[2][2] == "! no longer fits into the day"


def test_of_today_only_what_is_ahead_is_planned(store: Store, near: Near) -> None:
    clock = Clock.at(DAY, time(13, 31), zone="Asia/Shanghai")
    assert times(planned(store, clock, near, day=DAY))[0][1] == "13:45"
    late = Clock.at(DAY, time(23, 59), zone="Asia/Shanghai")
    assert planned(store, late, near, day=DAY).planned == ()
    assert times(planned(store, late, near, day=DAY + timedelta(days=1)))[0][1] == "09:00"


def test_of_a_very_large_city_the_district_the_tiers_and_what_is_open_are_weighed(
    store: Store, clock: Clock, city: dict[str, str], add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_near(store.connection, clock, account_id=city["here"])
    assert not whole.bounded and "important" not in city_words(whole)
    for number in range(20):
        add("account", name=f"Much {number}", city="苏州", address="虎丘区", yearly_purchases=9_000_000 + number)
    monkeypatch.setattr(reports_near, "MOST", 9)
    found = read_near(store.connection, clock, account_id=city["here"])
    assert found.bounded and [name for name, _same in names(found)] == [name for name, _same in names(whole)]
    assert city_words(found) == "Elsewhere in 苏州 (of its 9 most important accounts)"
    assert len(list_sites(store.connection, ["苏州", "苏州市"], "吴中", 9)) == 9
