"""What came up beside the sample's story: needs, rivals, tags, what was said in confidence, dates that moved."""

from datetime import timedelta
from random import Random
from typing import Any, Final

from karep.demo.people import Seated
from karep.demo.rows import Rows

_TAGGED: Final = 0.3
_NEEDS: Final = {"diamond": 2, "platinum": 1, "gold": 1}
_CONFIDENCES: Final = {"diamond": 2, "platinum": 1, "gold": 0}
_RIVALS: Final = 3
"""As many sightings of the rival are noted in an account, the newest."""
_AGAIN: Final = {"diamond": 9, "platinum": 13}
"""In so many days an account of a tier is called again, as it is from time to time."""

_Row = dict[str, Any]


def tell_besides(rows: Rows, seated: Seated) -> None:
    """Add it to what the account's story has, without a change in that story."""
    # a generator of its own: what is told here leaves the rest of the book as it is
    random = Random(f"karep/{seated.company.name}/besides")
    touches = sorted(_own(rows, "touch", seated), key=lambda row: str(row["at"]))
    people: dict[str, list[str]] = {}
    for row in rows.by_noun["attendance"]:
        people.setdefault(row["touch_id"], []).append(row["person_id"])
    _tag(seated, random, touches)
    _confide(seated, random, touches, people)
    _rivals(rows, seated, random, touches)
    _needs(rows, seated, random, touches, people)
    _moves(rows, seated, random)
    _again(rows, seated)


def _own(rows: Rows, noun: str, seated: Seated) -> list[_Row]:
    return [row for row in rows.by_noun[noun] if row.get("account_id") == seated.account_id]


def _filled(template: str, seated: Seated, random: Random, person: str = "") -> str:
    company = seated.company
    told = template.format(
        product=company.product, site=company.site, rival=company.rival, p=person, n=random.randint(3, 9),
        w=random.randint(4, 9), pct=random.randint(5, 15),
    )  # fmt: skip
    return told[:1].upper() + told[1:]


def _tag(seated: Seated, random: Random, touches: list[_Row]) -> None:
    for touch in touches:
        if random.random() < _TAGGED:
            tags = random.sample(seated.tongue.besides.tags, random.choice((1, 1, 2)))
            touch["tags"] = ", ".join(tags)


def _confide(seated: Seated, random: Random, touches: list[_Row], people: dict[str, list[str]]) -> None:
    """The last touches face to face, of which not everything is for everybody."""
    called = {seated.people[human.name]: human.address for human in seated.company.people}
    quiet = [touch for touch in touches if touch["kind"] in ("visit", "meal") and people.get(touch["id"])]
    number = _CONFIDENCES[seated.company.tier]
    told = random.sample(seated.tongue.besides.confidences, number)
    for touch, template in zip(quiet[::-1][:number], told, strict=False):
        touch["private_note"] = _filled(template, seated, random, called[people[touch["id"]][0]])


def _rivals(rows: Rows, seated: Seated, random: Random, touches: list[_Row]) -> None:
    """The rival wherever a touch speaks of it."""
    named = [touch for touch in touches if seated.company.rival in f"{touch['summary']} {touch['outcome'] or ''}"]
    for number, touch in enumerate(named[-_RIVALS:]):
        note = random.choice(seated.tongue.besides.rival_notes)
        rows.add(
            "competitor", account_id=seated.account_id, opportunity_id=touch["opportunity_id"], touch_id=touch["id"],
            name=seated.company.rival, note=None if number % 2 else _filled(note, seated, random), at=touch["at"],
        )  # fmt: skip


def _needs(rows: Rows, seated: Seated, random: Random, touches: list[_Row], people: dict[str, list[str]]) -> None:
    """What they want, voiced at a touch, and in a diamond account what they do not say."""
    words = seated.tongue.besides
    still = {deal["id"] for deal in _own(rows, "opportunity", seated) if deal["status"] == "open"}
    with_people = [touch for touch in touches if touch["opportunity_id"] and people.get(touch["id"])]
    about_deals = [touch for touch in with_people if touch["opportunity_id"] in still] or with_people
    chosen = random.sample(about_deals, min(len(about_deals), _NEEDS[seated.company.tier]))
    for number, touch in enumerate(sorted(chosen, key=lambda row: str(row["at"]))):
        hidden = number > 0
        rows.add(
            "need",
            account_id=seated.account_id,
            person_id=people[touch["id"]][0],
            opportunity_id=touch["opportunity_id"],
            touch_id=touch["id"],
            what=_filled(random.choice(words.unvoiced if hidden else words.wants), seated, random),
            problem=None if hidden else seated.company.pain,
            cause=None if hidden else random.choice(words.causes),
            effect=None if hidden else random.choice(words.effects),
            value=None if hidden else _filled(random.choice(words.worth), seated, random),
            hidden=hidden,
            at=touch["at"],
        )


def _moves(rows: Rows, seated: Seated, random: Random) -> None:
    """Some of what is open was meant for an earlier day, and was moved once or twice."""
    given = {row["id"]: str(row["at"])[:10] for row in _own(rows, "touch", seated)}
    for noun, closed in (("promise", ("kept_at", "broken_at")), ("follow_up", ("done_at",))):
        still = [row for row in _own(rows, noun, seated) if not any(row.get(field) for field in closed)]
        for row in still[:1] if random.random() < 0.5 else []:
            moves = random.choice((1, 1, 2))
            first = row["due"] - timedelta(days=moves * random.choice((3, 7)))
            if first.isoformat() > given.get(row.get("touch_id") or "", ""):
                reason = random.choice(seated.tongue.besides.postponed)
                row |= {"moves": moves, "first_due": first, "moved_reason": reason}


def _again(rows: Rows, seated: Seated) -> None:
    """A call that comes again some time after it was made."""
    days = _AGAIN.get(seated.company.tier)
    if days is None or seated.company.status != "active" or not seated.company.steps:
        return
    # the plans are the same on every day of the book
    what, repeat = Random(f"karep/{seated.company.name}/again").choice(seated.tongue.besides.again)
    person = next(human for human in seated.company.people if not human.placeholder and not human.left_ago)
    rows.add(
        "follow_up", account_id=seated.account_id, person_id=seated.people[person.name], what=what,
        due=rows.ahead(days), repeat=repeat,
    )  # fmt: skip
