"""What keeps the accounts warm: tiers with their history, meetings of every kind, gifts, greetings, what is put off."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from karep.demo.people import Seated
from karep.demo.rows import Rows, at
from karep.demo.tables import Human
from karep.rules.festivals import festivals_between
from karep.rules.vocabulary import TIERS

_PURCHASES: Final = {
    "diamond": (5_200_000, 9_800_000),
    "platinum": (2_050_000, 4_600_000),
    "gold": (210_000, 1_700_000),
}
"""What an account of a tier buys a year, in whole units."""
_ABOVE: Final = {3: 5_300_000, 6: 2_400_000, 13: 180_000}
"""Accounts by place whose purchases say another tier than they have; the second has it by hand."""
_UNKNOWN: Final = (8, 17)
"""Accounts of whose purchases nothing is known."""
_BY_HAND: Final = (3, 9)
_PROVISIONAL: Final = (4, 11, 14)
"""Accounts whose agreement is not signed yet."""
_MEETINGS: Final = {"diamond": 1.0, "platinum": 0.7, "gold": 0.4}
"""How likely each kind of meeting took place in the year."""
_AGO: Final = {"business_meeting": (25, 130), "survey": (60, 340), "senior_visit": (30, 200)}
_GIVEN: Final = 0.3
_GENEROUS: Final = 1
"""The account by place in which a gift went beyond the limit, with approval."""
_LEAPERS: Final = {1: (1987, 6, 12, True), 2: (1985, 12, 30, False)}
"""Accounts by place in which somebody was born in a leap month, and on the thirtieth of the last month."""
_PUT_OFF: Final = {5: 9, 16: 12}
"""Accounts by place that are left in peace for so many days."""
_ASLEEP: Final = 34
"""So many days ago a dormant account fell asleep."""


@dataclass(slots=True)
class _Keeping:
    """One account while this is added to it."""

    rows: Rows
    seated: Seated
    place: int
    random: Random
    account: dict[str, Any]

    @property
    def people(self) -> list[Human]:
        """Those who are there and known."""
        return [one for one in self.seated.company.people if not one.placeholder and not one.left_ago]


def keep(rows: Rows, seated: Seated, place: int) -> None:
    """Add it to what the account's story has, without a change in that story."""
    account = next(row for row in rows.by_noun["account"] if row["id"] == seated.account_id)
    # a generator of its own: what is told here leaves the rest of the book as it is
    keeping = _Keeping(rows, seated, place, Random(f"karep/{seated.company.name}/kept"), account)
    _tier(keeping)
    _meetings(keeping)
    _servants(keeping)
    _gifts(keeping)
    _greetings(keeping)
    _lunar_birthday(keeping)
    _visits(keeping)
    _put_off(keeping)


def _tier(keeping: _Keeping) -> None:
    """Purchases, agreement and registration, and when the tier was given."""
    rows, random, place, account = keeping.rows, keeping.random, keeping.place, keeping.account
    low, high = _PURCHASES[account["tier"]]
    purchases = _ABOVE.get(place, random.randrange(low, high, 10_000))
    by_hand = place in _BY_HAND
    signed = rows.day(random.randint(200, 330))
    account |= {
        "yearly_purchases": None if place in _UNKNOWN else purchases * 100,
        "tier_origin": "hand" if by_hand else "scheme",
        "agreement_on": None if place in _PROVISIONAL else signed,
        "registered_on": None if place in _PROVISIONAL else signed + timedelta(days=5),
        "status_on": rows.day(_ASLEEP) if account["status"] == "dormant" else None,
    }
    tiers = list(TIERS)
    before = tiers[tiers.index(account["tier"]) + 1]
    kept, played = keeping.seated.tongue.kept, keeping.seated.tongue.played
    rows.add(
        "tier_change", account_id=account["id"], from_tier=before, to_tier=account["tier"],
        at=at(signed, keeping.seated.tongue.hours[1], 20), origin=account["tier_origin"], scheme="revenue",
        reason=kept.hand_reason if by_hand else kept.tier_reason, approver=played.approver if by_hand else None,
    )  # fmt: skip


def _meetings(keeping: _Keeping) -> None:
    """Business meetings, surveys and senior visits of the year, before the last ordinary touch."""
    rows, seated, random = keeping.rows, keeping.seated, keeping.random
    company, boss = seated.company, keeping.people[0]
    newest = max(str(row["at"]) for row in rows.by_noun["touch"] if row["account_id"] == seated.account_id)
    quiet = (rows.today - date.fromisoformat(newest[:10])).days
    for kind, purpose, summary, outcome in seated.tongue.kept.meetings:
        low, high = _AGO[kind]
        ago = random.randint(low, high)
        told = summary.format(product=company.product, site=company.site, p=boss.address, pct=random.randint(5, 15))
        if random.random() > _MEETINGS[company.tier] * 0.8 or ago <= quiet or not company.customer:
            continue
        touch = rows.add(
            "touch", account_id=seated.account_id, at=at(rows.day(ago), random.randint(*seated.tongue.hours), 5),
            kind=kind, purpose=purpose, summary=told, outcome=outcome,
            our_people=random.choice(seated.tongue.colleagues) if kind == "senior_visit" else None,
        )  # fmt: skip
        rows.add("attendance", touch_id=touch, person_id=seated.people[boss.name])


def _servants(keeping: _Keeping) -> None:
    """Who serves the state, and who has brought others."""
    company = keeping.seated.company
    state = company.kind in keeping.seated.tongue.kept.state_kinds
    by_id = {row["id"]: row for row in keeping.rows.by_noun["person"]}
    for human in keeping.people:
        row = by_id[keeping.seated.people[human.name]]
        refuses = any(kind == "gift" and ("公职" in text or "public" in text.lower()) for kind, text in human.likes)
        row["government"] = state or refuses
        if {"referrer", "opinion_leader"} & set(human.roles.split()):
            row["referred_groups"] = keeping.random.choice((3, 6, 11, 21))
            row["referred_cards"] = row["referred_groups"] // 2


def _gifts(keeping: _Keeping) -> None:
    """What was given at the festivals of the last year, never to those who serve the state or do not want it."""
    rows, seated, random = keeping.rows, keeping.seated, keeping.random
    kept = seated.tongue.kept
    days = [
        one for one in festivals_between(rows.today - timedelta(days=400), rows.today) if one.key in kept.gift_festivals
    ]
    by_id = {row["id"]: row for row in rows.by_noun["person"]}
    items = random.sample(kept.gifts, len(kept.gifts))
    for number, human in enumerate(keeping.people):
        person = seated.people[human.name]
        wary = by_id[person]["government"] or any(kind in ("gift", "taboo") for kind, _text in human.likes)
        given = not wary and human.strength >= 3 and (random.random() < _GIVEN or keeping.place == 0)
        for festival in days if given else []:
            item, value = items.pop() if items else random.choice(kept.gifts)
            rows.add(
                "gift", account_id=seated.account_id, person_id=person, festival=festival.key,
                given_on=_workday_before(rows, festival.day, random.randint(2, 8)), item=item, value=value * 100,
                currency=seated.company.currency,
            )  # fmt: skip
        if keeping.place == _GENEROUS and number == 0:
            item, value = kept.invitation
            rows.add(
                "gift", account_id=seated.account_id, person_id=person, kind="invitation", item=item, value=value * 100,
                given_on=rows.day(40), currency=seated.company.currency, approver=seated.tongue.played.approver,
            )  # fmt: skip


def _workday_before(rows: Rows, day: date, days: int) -> date:
    return rows.day((rows.today - day).days + days)


def _greetings(keeping: _Keeping) -> None:
    """What was wished to the first person of an account at the last festival."""
    rows, seated = keeping.rows, keeping.seated
    key, text, reply = seated.tongue.kept.greeting
    past = [one for one in festivals_between(rows.today - timedelta(days=400), rows.today) if one.key == key]
    if not past or seated.company.tier == "gold" or seated.company.status != "active":
        return
    human = keeping.people[0]
    rows.add(
        "care", account_id=seated.account_id, person_id=seated.people[human.name], festival=key, year=past[-1].day.year,
        act="greeting", done_at=at(past[-1].day, seated.tongue.hours[0]), channel="message",
        text=text.format(p=human.address), reply=reply if keeping.random.random() < 0.7 else None,
    )  # fmt: skip


def _lunar_birthday(keeping: _Keeping) -> None:
    if keeping.seated.tongue.code != "zh" or keeping.place not in _LEAPERS:
        return
    born, month, day, leap = _LEAPERS[keeping.place]
    person = keeping.seated.people[keeping.people[-1].name]
    known = [row for row in keeping.rows.by_noun["occasion"] if row.get("person_id") == person]
    values = {"month": month, "day": day, "year": born, "calendar": "lunar", "leap_month": leap}
    if birthday := next((row for row in known if row["kind"] == "birthday"), None):
        birthday |= values
    else:
        keeping.rows.add("occasion", person_id=person, kind="birthday", **values)


def _visits(keeping: _Keeping) -> None:
    """How long the planned visits take, and where they are."""
    for row in keeping.rows.by_noun["follow_up"]:
        if row["account_id"] == keeping.seated.account_id and row.get("due_time") and not row.get("done_at"):
            row |= {"minutes": keeping.random.choice((45, 60, 90)), "place": keeping.seated.company.place.street}


def _put_off(keeping: _Keeping) -> None:
    days = _PUT_OFF.get(keeping.place)
    if days is None:
        return
    reasons = keeping.seated.tongue.kept.snoozed
    reason = reasons[list(_PUT_OFF).index(keeping.place) % len(reasons)]
    keeping.rows.add(
        "snooze", account_id=keeping.seated.account_id, about="cadence",
        until=keeping.rows.ahead(days), reason=reason,
    )  # fmt: skip
