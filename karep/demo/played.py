"""What the playbook brings to the sample: doubts with the answers tried, floors, give and get, trust, a group-buy."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from karep.demo.deals import Course
from karep.demo.rows import Rows, at
from karep.demo.story import Story
from karep.demo.tables import Doubt, Human
from karep.playbook.book import Playbook
from karep.rules.expansion import EXPANSIONS, FIRST_STAGE
from karep.rules.matching import person_key
from karep.rules.vocabulary import ROLES

_TALKS: Final = ("visit", "call", "video", "meal", "plant_visit")
_DOUBTS: Final = {"diamond": 4, "platinum": 3, "gold": 2}
"""So many doubts come up in an account beside those of its story."""
_FRESH: Final = 30
"""A doubt of so few days ago is still open, or answered at best."""
_CONCERNS: Final = {
    "decision_maker": "CQSTF", "purchaser": "CTQSF", "technical": "QSTCF", "finance": "CFQTS", "user": "SQTFC",
    "gatekeeper": "TQSCF",
}  # fmt: skip
_BUSY: Final = ("S5", "S6")
"""The stages in which a floor is approved and give and get is planned."""
_SMALL: Final = 500
"""An account of fewer people has nobody for some roles."""

_Row = dict[str, Any]


@dataclass(slots=True)
class Played:
    """One account while this is added to it."""

    story: Story
    book: Playbook
    random: Random
    by_id: dict[str, _Row]
    """The rows of the account's people and deals."""

    @property
    def rows(self) -> Rows:
        """What will be stored."""
        return self.story.rows


def play(story: Story, book: Playbook) -> None:
    """Add it to what the account's story has, without a change in that story."""
    seated = story.seated
    # a generator of its own: what is told here leaves the rest of the book as it is
    random = Random(f"karep/{seated.company.name}/played")
    own = [row for noun in ("person", "opportunity", "account") for row in story.rows.by_noun[noun]]
    mine = {row["id"]: row for row in own if seated.account_id in (row["id"], row.get("account_id"))}
    played = Played(story, book, random, mine)
    _answers_of_scenes(played)
    _doubts(played)
    _people(played)
    _absent(played)
    _signals(played)
    _grown(played)
    _floors(played)
    _group_buy(played)


# --- doubts and answers ----------------------------------------------------------------------------------------------


def _answers_of_scenes(played: Played) -> None:
    """The doubts of the story: who voiced them, and which of the card's answers was given."""
    people = _attendances(played)
    for row in played.rows.by_noun["objection"]:
        if row["account_id"] == played.story.seated.account_id:
            row["person_id"] = people.get(row["touch_id"])
            row["answer_id"] = _answer(played, row["card"])


def _attendances(played: Played) -> dict[str, str]:
    """One of those who were there, by touch."""
    found: dict[str, str] = {}
    for row in played.rows.by_noun["attendance"]:
        found.setdefault(row["touch_id"], row["person_id"])
    return found


def _answer(played: Played, card: str) -> str:
    """One of the answers of a card, the first the most often."""
    answers = played.book.objections[card].answers
    weights = range(len(answers) + 1, 1, -1)
    return played.random.choices([one.id for one in answers], weights)[0]


def _doubts(played: Played) -> None:
    """More doubts over the year, at talks about a deal, each fitting the stage that the deal was in."""
    story, random, people = played.story, played.random, _attendances(played)
    taken = {row["touch_id"] for row in played.rows.by_noun["objection"]}
    kinds = {row["id"]: row["kind"] for row in played.rows.by_noun["touch"]}
    talks = [one for one in story.touches if one[2] and one[0] not in taken and kinds[one[0]] in _TALKS]
    chosen = random.sample(talks, min(len(talks), _DOUBTS[story.seated.company.tier]))
    used: set[str] = set()
    for touch, moment, deal, ago in sorted(chosen, key=lambda one: one[1]):
        course = next(one for one in story.courses if one.opportunity_id == deal)
        stage = course.stage_at(ago) or course.deal.stage
        fitting = [one for one in story.seated.tongue.played.doubts if stage in _stages(played, one)]
        doubt = random.choice([one for one in fitting if one.words not in used] or [None])
        if doubt is not None and touch in people:
            used.add(doubt.words)
            _doubt(played, doubt, (touch, moment, deal, ago), people[touch])


def _stages(played: Played, doubt: Doubt) -> tuple[str, ...]:
    return tuple(name for name, stage in played.book.stages.items() if doubt.card in stage.objections)


def _doubt(played: Played, doubt: Doubt, touch: tuple[str, str, str, int], person: str) -> None:
    random, (touch_id, moment, deal, ago) = played.random, touch
    old = ("worked", "worked", "worked", "answered", "failed")
    answer = _answer(played, doubt.card)
    outcome = random.choice(old if ago > _FRESH else ("open", "answered", "answered"))
    played.rows.add(
        "objection",
        account_id=played.story.seated.account_id,
        opportunity_id=deal,
        touch_id=touch_id,
        person_id=person,
        card=doubt.card,
        words=doubt.words.format(rival=played.story.seated.company.rival),
        clarified=doubt.clarified,
        answer_id=None if outcome == "open" else answer,
        answer=None if outcome == "open" else doubt.answer,
        evidence=doubt.evidence if outcome == "worked" else None,
        outcome=outcome,
        at=moment,
    )


# --- people ----------------------------------------------------------------------------------------------------------


def _people(played: Played) -> None:
    """Who of us looks after whom, what each weighs, how far they trust us; a plan for the key person."""
    seated, random = played.story.seated, played.random
    tongue, plans = seated.tongue, 1 if seated.company.tier == "diamond" else 0
    for human in seated.company.people:
        row = played.by_id[seated.people[human.name]]
        role = next(iter(human.roles.split()), "")
        if human.placeholder:
            continue
        row["counterpart"] = _counterpart(played, role)
        if human.strength >= 2 and role in _CONCERNS:
            row["concerns"] = _ranking(_CONCERNS[role], random)
        if human.strength >= 3:
            row |= _trust(human, random)
        if plans and role == "decision_maker":
            plans -= 1
            fields = ("pram_plan", "pram_relationship", "pram_agreement", "pram_maintenance")
            row |= dict(zip(fields, random.choice(tongue.played.pram), strict=True))


def _counterpart(played: Played, role: str) -> str:
    """The approver for who decides in a large account, an expert for the technical ones, else the rep."""
    seated = played.story.seated
    if role == "decision_maker" and seated.company.tier != "gold":
        # not every decision-maker has a senior counterpart; that is what the warning is for
        return seated.tongue.played.approver if played.random.random() < 0.6 else seated.tongue.owner
    if role in ("technical", "user") and seated.company.tier == "diamond":
        return seated.tongue.colleagues[0]
    return seated.tongue.owner


def _ranking(usual: str, random: Random) -> str:
    """The usual ranking of a role with two neighbours changed places."""
    place = random.randrange(len(usual) - 1)
    return usual[:place] + usual[place + 1] + usual[place] + usual[place + 2 :]


def _trust(human: Human, random: Random) -> dict[str, int]:
    """The four ratings, the better the stronger the relationship is."""
    base = min(5, human.strength)
    own = max(1, min(5, 5 - base + random.choice((0, 1)) - (1 if (human.stance or 0) > 1 else 0)))
    return {
        "credibility": max(1, min(5, base + random.choice((-1, 0, 0)))),
        "reliability": base,
        "intimacy": max(1, base - random.choice((1, 1, 2))),
        "self_orientation": own,
    }


def _absent(played: Played) -> None:
    """Small accounts have nobody for some roles, and never will."""
    company = played.story.seated.company
    if company.employees < _SMALL:
        filled = {role for human in company.people for role in human.roles.split()}
        empty = [role for role in ROLES if role in ("gatekeeper", "finance", "information") and role not in filled]
        if empty:
            played.by_id[played.story.seated.account_id]["absent_roles"] = ",".join(empty)


# --- deals -----------------------------------------------------------------------------------------------------------


def _signals(played: Played) -> None:
    """Signals that were seen: of a stage that was left most of them, of the present one some."""
    story, random = played.story, played.random
    for course in story.courses:
        for number, (stage, since) in enumerate(course.steps):
            present = number == len(course.steps) - 1
            until = course.deal.moved_ago if course.deal.status == "lost" else 1
            until = until if present else course.steps[number + 1][1]
            for signal in played.book.stages[stage].signals:
                if random.random() > (0.4 if present else 0.6):
                    continue
                proof = story.evidence(course.opportunity_id, since, until)
                day = played.rows.day(random.randint(min(since, until), max(since, until)))
                played.rows.add(
                    "tick",
                    opportunity_id=course.opportunity_id,
                    item_id=signal.id,
                    at=proof[1] if proof else at(day, story.seated.tongue.hours[1], 45),
                    by=story.seated.tongue.owner,
                    touch_id=proof[0] if proof else None,
                )


def _grown(played: Played) -> None:
    """A deal of more business that began with the need grew out of the one that was won before it."""
    won: str | None = None
    for course in played.story.courses:
        if won and course.deal.kind in EXPANSIONS and course.steps[0][0] == FIRST_STAGE:
            played.by_id[course.opportunity_id]["grown_from_id"] = won
        if course.deal.status == "won":
            won = course.opportunity_id


def _floors(played: Played) -> None:
    """Deals near the end have an approved floor, and what is given and asked is planned; won ones show what was."""
    played_words = played.story.seated.tongue.played
    for course in played.story.courses:
        deal, row = course.deal, played.by_id[course.opportunity_id]
        if deal.kind == "group_buy" or not (deal.status == "won" or (deal.status == "open" and deal.stage in _BUSY)):
            continue
        floor = deal.amount * played.random.randint(88, 93) // 10_000 * 100
        since = next((ago for stage, ago in course.steps if stage == "S5"), deal.moved_ago)
        row |= {
            "floor_amount": floor * 100,
            "floor_terms": played.random.choice(played_words.floor_terms),
            "floor_approver": played_words.approver,
            "floor_approved_on": played.rows.day(max(since, 1)),
        }
        made = len(played_words.gives) - 1 if deal.status == "won" else int(deal.stage == "S6")
        wanted = made if deal.status == "won" else len(played_words.gives)
        _gives(played, course, made, wanted)
        if deal.stage == "S6" and played.random.random() < 0.3:
            # they still compare while we think that they buy
            row["buyer_stage"] = "selecting"


def _gives(played: Played, course: Course, made: int, wanted: int) -> None:
    """The steps of give and get, ever smaller: the first ones made, the others planned."""
    story, words, deal = played.story, played.story.seated.tongue.played, course.opportunity_id
    row = played.by_id[deal]
    talks = [one for one in story.touches if one[2] == deal and course.stage_at(one[3]) in _BUSY]
    made = min(made, len(talks))
    asked = [one for one in played.rows.by_noun["objection"] if one.get("opportunity_id") == deal]
    reason = next((one["id"] for one in asked if one["card"] in ("o.more-discount", "o.too-expensive")), None)
    for number, (give, get) in enumerate(words.gives[:wanted]):
        done = number < made
        if row["status"] == "won" and not done:
            continue
        touch = talks[number - made] if done else None
        percent = (980, 970, 965)[number]
        below = done and number == made - 1 and row["status"] == "won" and played.random.random() < 0.2
        above = max(row["amount"] * percent // 1000, row["floor_amount"])
        price = row["floor_amount"] * 99 // 100 if below else above
        played.rows.add(
            "concession",
            account_id=story.seated.account_id,
            opportunity_id=deal,
            objection_id=reason,
            touch_id=touch[0] if touch else None,
            give=give,
            get=get,
            price=-(-price // 10_000) * 10_000,
            approver=words.approver if below else None,
            made_at=touch[1] if touch else None,
        )


def _group_buy(played: Played) -> None:
    """The members of the account's group-buy, its leader, and the service that they were promised."""
    seated, rows, words = played.story.seated, played.rows, played.story.seated.tongue.played
    course = next((one for one in played.story.courses if one.deal.kind == "group_buy"), None)
    if course is None or words.leader not in seated.people:
        return
    played.by_id[course.opportunity_id] |= {"leader_id": seated.people[words.leader], "vip_service": True}
    for number, joiner in enumerate(words.joiners):
        person = seated.people.get(joiner.name) or rows.add(
            "person",
            account_id=seated.account_id,
            name=joiner.name,
            title=joiner.title,
            strength=1,
            match_key=person_key(joiner.name),
            email=f"g{number}@{seated.company.domain}.example",
            **_number(played, number),
        )
        joined = at(rows.day(joiner.joined_ago), seated.tongue.hours[1], 15) if joiner.joined_ago else None
        rows.add("member", opportunity_id=course.opportunity_id, person_id=person, wish=joiner.wish, joined_at=joined)


def _number(played: Played, number: int) -> dict[str, str]:
    """A telephone number that is nobody's."""
    if played.story.seated.tongue.code == "zh":
        return {"mobile": f"138 0000 {900 + number:04}"}
    return {"phone": f"{played.story.seated.company.place.dial} 555 {120 + number:04}"}
