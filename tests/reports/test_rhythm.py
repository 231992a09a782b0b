"""Who is due for a contact, for whom nothing is planned, whom to win back: lists, order, counts and words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from karep.db.change import Change
from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.rhythm import Due, account_dues, due_words, read_rhythm, state_words
from karep.rules.cadence import CadenceSettings, Interval, TierIntervals
from karep.rules.clock import Clock
from karep.rules.practice import USUAL
from karep.rules.rest_days import RestDays
from karep.rules.vocabulary import ROLES, TIERS, TOUCH_KINDS
from karep.rules.zones import to_utc

TODAY = date(2026, 11, 18)
CLOCK = Clock.at(TODAY, zone="Asia/Shanghai")
Make = Callable[..., str]


@pytest.fixture
def make(store: Store) -> Make:
    """Store one record and return its id."""

    def run(noun: str, **values: Any) -> str:
        with store.action("test") as change:
            return Change.add(change, noun, values)

    return run


def moment(days: int, at: time = time(12)) -> str:
    """So many days ago, in Shanghai."""
    return to_utc(TODAY - timedelta(days=days), at, "Asia/Shanghai")


def contacted(make: Make, account: str, days: int, kind: str = "visit", *people: str) -> None:
    """Log a touch so many days ago, and what an account of long standing had besides."""
    touch = make("touch", account_id=account, at=moment(days), kind=kind)
    for person in people:
        make("attendance", touch_id=touch, person_id=person)


def account(make: Make, name: str, tier: str | None, days: int | None, **values: Any) -> str:
    """An account that is planned and was last met so many days ago."""
    record = make("account", name=name, tier=tier, **values)
    make("follow_up", account_id=record, what="call", due="2026-12-24")
    if days is not None:
        contacted(make, record, days)
    return record


def names(dues: tuple[Due, ...]) -> list[str]:
    """Whose they are."""
    return [due.account_name for due in dues]


def read(store: Store, clock: Clock = CLOCK, **practice: Any) -> Any:
    """The rhythm of a day."""
    return read_rhythm(store.connection, clock, replace(USUAL, **practice))


# --- who is behind -----------------------------------------------------------------------------------------------


def test_late_before_due_and_the_highest_tier_first(store: Store, make: Make) -> None:
    account(make, "fresh gold", "gold", 3)
    account(make, "due gold", "gold", 25)
    account(make, "late vip", "vip", 70)
    account(make, "late gold", "gold", 31)
    account(make, "later gold", "gold", 60)
    account(make, "never gold", "gold", None)
    account(make, "due diamond", "diamond", 6)
    account(make, "late untiered", None, 121)
    account(make, "never untiered", None, None)
    found = read(store)
    assert names(found.behind) == [
        *("later gold", "late gold", "never gold", "late vip", "late untiered"),
        *("due diamond", "due gold"),
    ]
    assert found.behind_count == 7
    assert [state_words(due) for due in found.behind[:3]] == ["contact overdue", "contact overdue", "never contacted"]


def test_the_list_holds_the_first_and_counts_the_others(store: Store, make: Make) -> None:
    for days in range(31, 39):
        account(make, f"gold {days}", "gold", days)
    account(make, "diamond", "diamond", 8)
    found = read_rhythm(store.connection, CLOCK, listed=3)
    assert names(found.behind) == ["diamond", "gold 38", "gold 37"] and found.behind_count == 9


def test_a_person_can_be_what_is_due(store: Store, make: Make) -> None:
    anker = account(make, "Anker", "platinum", 2)
    ada = make("person", account_id=anker, name="Ada")
    make("role", person_id=ada, account_id=anker, role="purchaser")
    contacted(make, anker, 43, "call", ada)
    found = read(store)
    assert [(due.account_name, due.person_name, due.role) for due in found.behind] == [("Anker", "Ada", "purchaser")]
    assert found.behind[0].cadence.limit_days == 30 and found.behind_count == 1
    assert [one.clock for one in found.behind[0].cadence.why[:2]] == ["person", "contact"]


def test_what_is_put_off_stays_away_until_its_day(store: Store, make: Make) -> None:
    gone = account(make, "Anker", "gold", 40)
    ada = make("person", account_id=gone, name="Ada")
    make("role", person_id=ada, account_id=gone, role="information")
    contacted(make, gone, 45, "call", ada)
    make("snooze", account_id=gone, about="plan", until="2027-01-01")
    assert names(read(store).behind) == ["Anker"], "that a plan is put off says nothing of the contact"
    make("snooze", account_id=gone, about="cadence", until="2026-11-19")
    found = read(store)
    assert (found.behind, found.behind_count) == ((), 0)
    tomorrow = Clock.at(TODAY + timedelta(days=1), zone="Asia/Shanghai")
    assert names(read(store, tomorrow).behind) == ["Anker"]
    assert account_dues(store.connection, [gone], CLOCK)[gone].cadence.state == "overdue"


def test_one_person_that_is_put_off_leaves_the_account_alone(store: Store, make: Make) -> None:
    anker = account(make, "Anker", "gold", 31)
    ada = make("person", account_id=anker, name="Ada")
    make("role", person_id=ada, account_id=anker, role="information")
    contacted(make, anker, 90, "call", ada)
    make("snooze", account_id=anker, person_id=ada, about="cadence", until="2027-01-01")
    assert [(due.account_name, due.person_name) for due in read(store).behind] == [("Anker", "")]


def test_a_clock_that_was_set_back_hides_nobody(store: Store, make: Make) -> None:
    anker = account(make, "Anker", "gold", 40)
    contacted(make, anker, 0)
    assert read(store).behind == ()
    yesterday = Clock.at(TODAY - timedelta(days=1), zone="Asia/Shanghai")
    found = read(store, yesterday)
    assert names(found.behind) == ["Anker"] and found.behind_count == 1
    assert found.behind[0].cadence.days_since == 39


def test_a_meeting_that_is_planned_is_no_contact_yet(store: Store, make: Make) -> None:
    anker = account(make, "Anker", "gold", 40)
    make("touch", account_id=anker, at=moment(-3), kind="visit")
    make("touch", account_id=anker, at=moment(0, time(15)), kind="visit")
    assert names(read(store).behind) == ["Anker"]
    evening = Clock.at(TODAY, time(18), zone="Asia/Shanghai")
    assert read(store, evening).behind == ()


@pytest.mark.parametrize(
    ("zone", "state", "days"),
    [("Asia/Shanghai", "due", 30), ("America/New_York", "overdue", 31), ("Pacific/Auckland", "overdue", 31)],
)
def test_days_are_those_of_the_reps_own_zone(store: Store, make: Make, zone: str, state: str, days: int) -> None:
    record = make("account", name="Anker", tier="gold")
    # 19 October in New York, the 20th in Shanghai and Auckland, where it is the 20th of November by now
    make("touch", account_id=record, at="2026-10-19T17:00:00.000Z", kind="visit")
    found = read(store, Clock(zone, datetime(2026, 11, 19, 15, tzinfo=UTC)))
    assert (found.behind[0].cadence.state, found.behind[0].cadence.days_since) == (state, days)
    assert found.behind_count == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_lists_are_what_looking_at_every_account_says(store: Store, seed: int) -> None:
    chance = Random(seed)
    with store.action("test") as change:
        ids = [_random_account(change, chance, number) for number in range(60)]
    day = CLOCK.today + timedelta(days=chance.choice((0, 1, 2, 3, 40)))
    clock = Clock.at(day, zone=chance.choice(("Asia/Shanghai", "America/New_York")))
    found = read_rhythm(store.connection, clock, listed=100)
    dues = account_dues(store.connection, ids, clock)
    late = {one for one, due in dues.items() if due.cadence.state in ("due", "overdue")}
    never = {one for one, due in dues.items() if due.cadence.state == "never" and due.tier}
    away = {one for one in late if dues[one].cadence.clock in ("lost", "dormant")}
    assert {due.account_id for due in found.behind} == late - away | never
    assert found.behind_count == len(late - away | never)
    assert {due.account_id for due in found.win_back} == away and found.win_back_count == len(away)
    few = read_rhythm(store.connection, clock, listed=5)
    # of several that fell due on one day any may come first
    assert [_place(due) for due in few.behind] == [_place(due) for due in found.behind[:5]]
    assert few.behind_count == found.behind_count
    assert {due.account_id: due for due in found.behind} == {one: dues[one] for one in late - away | never}


def _place(due: Due) -> tuple[str, str | None, date | None]:
    return due.cadence.state, due.tier, due.cadence.limit_on


def _random_account(change: Change, chance: Random, number: int) -> str:
    """An account with touches and people, some of them ahead of the clock."""
    status = chance.choice(("active", "active", "active", "lost", "dormant"))
    values = {"name": f"A{number:02}", "tier": chance.choice((*TIERS, None)), "status": status}
    left = chance.choice((None, TODAY - timedelta(days=chance.randrange(200))))
    record = change.add("account", {**values, "status_on": left})
    people = [change.add("person", {"account_id": record, "name": "x"}) for _one in range(chance.randrange(3))]
    for one in people:
        change.add("role", {"person_id": one, "account_id": record, "role": chance.choice(list(ROLES))})
    for _one in range(chance.randrange(4)):
        kind, days = chance.choice(list(TOUCH_KINDS)), chance.randrange(-5, 130)
        touch = change.add("touch", {"account_id": record, "at": moment(days), "kind": kind})
        for one in people[: chance.randrange(3)]:
            change.add("attendance", {"touch_id": touch, "person_id": one})
    return record


def test_a_limit_on_a_free_day_is_due_before_it_and_says_so(store: Store, make: Make) -> None:
    account(make, "Anker", "gold", 28 - 3)
    friday = Clock.at(date(2026, 11, 20), zone="Asia/Shanghai")
    settings = CadenceSettings(tiers={"gold": TierIntervals(Interval(30, 30))})
    assert read(store, cadence=settings).behind == ()
    found = read(store, friday, cadence=CadenceSettings(tiers={"gold": TierIntervals(Interval(28, 28))}))
    assert (found.behind[0].cadence.due_on, found.behind_count) == (date(2026, 11, 20), 1)
    assert due_words(found.behind[0]) == "Gold, last contact 27 d ago, limit 28 d, due Sat → Fri (rest day)"
    holiday = RestDays(free={date(2026, 11, 20): "Feast"})
    thursday = Clock.at(date(2026, 11, 19), zone="Asia/Shanghai")
    found = read(
        store, thursday, cadence=CadenceSettings(tiers={"gold": TierIntervals(Interval(28, 28))}), rest=holiday
    )
    assert found.behind[0].cadence.due_on == date(2026, 11, 19)
    use_language("zh")
    assert due_words(found.behind[0]) == "黄金，上次联系 26 天前，上限 28 天，应在周六 → 周四（休息日提前）"


# --- without a plan, to be won back ------------------------------------------------------------------------------


def test_nothing_planned_is_a_state_of_its_own(store: Store, make: Make) -> None:
    gold = make("account", name="gold", tier="gold")
    diamond = make("account", name="diamond", tier="diamond")
    late = make("account", name="late", tier="diamond")
    lost = make("account", name="lost", tier="diamond", status="lost")
    for one in (gold, diamond, lost):
        contacted(make, one, 1)
    contacted(make, late, 9)
    make("account", name="untiered")
    account(make, "planned", "diamond", 1)
    found = read(store)
    assert names(found.behind) == ["late"]
    assert names(found.unplanned) == ["diamond", "gold"] and found.unplanned_count == 2
    assert found.behind[0].next_due is None
    make("snooze", account_id=diamond, about="plan", until="2026-11-19")
    found = read(store)
    assert names(found.unplanned) == ["gold"] and found.unplanned_count == 1


def test_who_fell_asleep_or_left_is_won_back_step_by_step(store: Store, make: Make) -> None:
    def day(days: int) -> str:
        return (TODAY - timedelta(days=days)).isoformat()

    make("account", name="just lost", tier="gold", status="lost", status_on=day(10))
    make("account", name="lost", tier="gold", status="lost", status_on=day(31))
    sleepy = make("account", name="asleep", tier="diamond", status="dormant", status_on=day(61))
    called = make("account", name="called", tier="gold", status="lost", status_on=day(40))
    contacted(make, called, 5, "call")
    again = make("account", name="again", tier="vip", status="lost", status_on=day(100))
    contacted(make, again, 60, "call")
    contacted(make, sleepy, 300)
    found = read(store)
    assert names(found.win_back) == ["asleep", "lost", "again"] and found.win_back_count == 3
    assert found.behind == () and found.unplanned == ()
    why = "Diamond, dormant for 61 d, last contact 300 d ago, step due 60 d after it fell asleep"
    assert due_words(found.win_back[0]) == why
    assert due_words(found.win_back[1]) == "Gold, lost 31 d ago, never in contact, step due 30 d after it was lost"
    make("snooze", account_id=sleepy, about="win_back", until="2026-12-01")
    found = read(store)
    assert names(found.win_back) == ["lost", "again"] and found.win_back_count == 2


def test_an_account_of_which_nobody_knows_when_it_left_counts_from_its_first_day(store: Store, make: Make) -> None:
    make("account", name="lost", status="lost")
    assert read(store, Clock.system("Asia/Shanghai")).win_back == ()
    later = Clock("Asia/Shanghai", datetime.now(UTC) + timedelta(days=31))
    assert names(read(store, later).win_back) == ["lost"]


# --- in words ----------------------------------------------------------------------------------------------------


def test_every_clock_says_why(store: Store, make: Make) -> None:
    anker = make("account", name="Anker", tier="platinum")
    ada = make("person", account_id=anker, name="Ada")
    make("role", person_id=ada, account_id=anker, role="purchaser")
    told = {}
    for clock in ("contact", "face", "senior", "meeting", "survey"):
        only: dict[str, Any] = {clock: Interval(20, 20)}
        told[clock] = CadenceSettings(tiers={"platinum": replace(TierIntervals(None), **only)})

    def why(settings: CadenceSettings) -> str:
        practice = replace(USUAL, cadence=settings)
        return due_words(account_dues(store.connection, [anker], CLOCK, practice)[anker])

    assert why(told["contact"]) == "Platinum, never in contact, limit 20 d"
    late = Clock("Asia/Shanghai", datetime.now(UTC) + timedelta(days=25))
    due = account_dues(store.connection, [anker], late, replace(USUAL, cadence=told["meeting"]))[anker]
    assert due_words(due) == "Platinum, never had a business meeting, known for 25 d, limit 20 d"
    kinds = {
        "contact": "call",
        "face": "meal",
        "senior": "senior_visit",
        "meeting": "business_meeting",
        "survey": "survey",
    }
    for kind in kinds.values():
        contacted(make, anker, 43, kind)
    assert [why(settings) for settings in told.values()] == [
        "Platinum, last contact 43 d ago, limit 20 d",
        "Platinum, last met 43 d ago, limit 20 d",
        "Platinum, last senior visit 43 d ago, limit 20 d",
        "Platinum, last business meeting 43 d ago, limit 20 d",
        "Platinum, last survey 43 d ago, limit 20 d",
    ]
    contacted(make, anker, 43, "call", ada)
    person = CadenceSettings(tiers={"platinum": TierIntervals(None)})
    assert why(person) == "Platinum, purchaser, last contact 43 d ago, limit 30 d"
    use_language("zh")
    assert why(person) == "白金，采购人，上次联系 43 天前，上限 30 天"
    assert why(told["senior"]) == "白金，上次高层拜访 43 天前，上限 20 天"


def test_who_rests_and_who_is_not_there(store: Store, make: Make) -> None:
    rests = make("account", name="x", tier="vip", status="dormant", status_on="2026-01-01")
    contacted(make, rests, 30)
    found = account_dues(store.connection, [rests, "nobody"], CLOCK)
    assert list(found) == [rests]
    assert due_words(found[rests]) == "VIP, dormant, last contact 30 d ago, every step taken"
    assert (found[rests].cadence.state, found[rests].cadence.due_on) == ("fresh", None)


@pytest.mark.parametrize(
    "value", [17, 1.5, b"\xff\x00", "xx", "", "9999-99-99T99:99:99Z", "20261118", "0001-01-01", None]
)
def test_what_another_program_wrote_into_the_last_contacts_stops_nothing(make: Make, store: Store, value: Any) -> None:
    ids = [
        account(make, tier or status, tier, 300, status=status, status_on="2026-01-01")
        for tier, status in (*((tier, "active") for tier in TIERS), (None, "dormant"), ("gold", "lost"))
    ]
    for one in ids:
        person = make("person", name="P", account_id=one)
        make("role", person_id=person, account_id=one, role="purchaser")
        contacted(make, one, 200, "visit", person)
    moments = ("since", "contact_at", "face_at", "senior_at", "meeting_at", "survey_at", "next_due", "snoozed_until")
    cases = [("account_rhythm", column) for column in ("class", *moments)]
    cases += [("person_rhythm", column) for column in ("class", "role", "contact_at", "snoozed_until")]
    before = read_rhythm(store.connection, CLOCK)
    for table, column in cases:
        if value is None and column in ("class", "role"):
            continue
        store.connection.execute("BEGIN")
        store.connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
        read_rhythm(store.connection, CLOCK)
        assert account_dues(store.connection, ids, CLOCK).keys() <= set(ids)
        store.connection.execute("ROLLBACK")
    assert read_rhythm(store.connection, CLOCK) == before
