"""The sample's year: touches with their people, promises, objections and follow-ups."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from karep.demo.deals import Course
from karep.demo.people import Seated
from karep.demo.rows import Rows, at
from karep.demo.tables import Human, Moment, Scene

_A_YEAR = 358
_TOUCHES = {"diamond": (19, 22), "platinum": (13, 16), "gold": (9, 11)}
_NEWEST = {"diamond": (1, 5), "platinum": (1, 11), "gold": (2, 24)}
"""Days since the last touch of an account that is well looked after."""
_WINDOW = 4
"""Among so many scenes that may come next, the one that was used least is taken."""
_PRIVATE = ("meal", "gift")
_ACCOMPANIED = ("visit", "plant_visit", "event", "fair", "video", "meal")


@dataclass(slots=True)
class Story:
    """One account's year while it is told."""

    rows: Rows
    seated: Seated
    courses: list[Course]
    used: Counter[Scene]
    """How often a scene was used by any account."""
    told: set[Scene] = field(default_factory=set)
    reached: dict[tuple[str, str], int] = field(default_factory=dict)
    """The last scene of a deal in a stage, by its place in the table: a deal goes forward through them."""
    touches: list[tuple[str, str, str, int]] = field(default_factory=list)
    """Id, moment, opportunity and days ago of each touch so far."""

    def evidence(self, opportunity_id: str, since: int, until: int) -> tuple[str, str] | None:
        """A touch on the deal between two days ago."""
        found = [touch for touch in self.touches if touch[2] == opportunity_id and since >= touch[3] >= until]
        touch = self.seated.random.choice(found) if found else None
        return (touch[0], touch[1]) if touch else None


def tell(story: Story) -> None:
    """Add the account's touches, oldest first, then what is still owed and planned."""
    moments = {moment.ago: moment for moment in story.seated.company.moments}
    for ago in sorted({*moments, *_days(story)}, reverse=True):
        if ago in moments:
            _moment(story, moments[ago])
        else:
            _scene(story, ago)
    _owed(story)
    _plans(story)


def _days(story: Story) -> list[int]:
    """Days ago on which something ordinary happens: evenly, with chance, and not beside the account's own moments."""
    company, random = story.seated.company, story.seated.random
    low, high = _TOUCHES[company.tier]
    wanted = random.randint(low, high)
    newest = company.quiet or random.randint(*_NEWEST[company.tier])
    oldest = _A_YEAR if company.customer else max(deal.opened_ago for deal in company.deals) - 1
    wanted = wanted * (oldest - newest) // (_A_YEAR - newest) - len(company.moments)
    if wanted < 1:
        return []
    gap = (oldest - newest) / wanted
    days = [newest, *(round(newest + gap * (place + random.uniform(-0.35, 0.35))) for place in range(1, wanted))]
    taken = {moment.ago for moment in company.moments}
    return [day for day in days if day >= newest and not taken & {day - 1, day, day + 1}]


def _now_at(story: Story, ago: int) -> tuple[Course | None, str]:
    """The deal that a touch is about, and its stage; a deal under way before one that is done."""
    under_way = [(course, stage) for course in story.courses if (stage := course.stage_at(ago))]
    fresh = [pair for pair in under_way if pair[1] != "S8"]
    if fresh:
        return story.seated.random.choice(fresh)
    if under_way:
        return under_way[0]
    return None, "S8" if story.seated.company.customer else "S3"


def _present(story: Story, ago: int) -> list[Human]:
    """Who could be met: known well enough, and not gone by then."""
    return [
        human
        for human in story.seated.company.people
        if not human.placeholder and human.strength >= 2 and (not human.left_ago or human.left_ago < ago)
    ]


def _cast(scene: Scene, people: list[Human]) -> list[Human]:
    """Those who play the scene's roles, the first of them to speak."""
    cast: list[Human] = []
    for role in scene.roles.split():
        free = [human for human in people if human not in cast]
        cast += [human for human in free if role in human.roles.split()][:1]
    return cast


def _fits(scene: Scene, people: list[Human], month: int, *, customer: bool) -> bool:
    cast = _cast(scene, people)
    if (scene.months and month not in scene.months) or (scene.stranger and customer):
        return False
    if not cast or scene.roles.split()[0] not in cast[0].roles.split():
        return False
    wary = any(kind in ("gift", "taboo") for human in cast for kind, _ in human.likes)
    return (len(people) > 1 or "{q}" not in scene.summary) and not (wary and scene.kind in _PRIVATE)


def _choose(story: Story, course: Course | None, stage: str, ago: int) -> Scene | None:
    people, month, customer = _present(story, ago), story.rows.day(ago).month, story.seated.company.customer
    key = (course.opportunity_id if course else "", stage)
    scenes = [scene for scene in story.seated.tongue.scenes if scene.stage == stage]
    after = story.reached.get(key, -1) if stage != "S8" else -1
    untold = [scene for scene in scenes if scene not in story.told]
    fitting = [scene for scene in untold if _fits(scene, people, month, customer=customer)]
    window = [scene for scene in fitting if scenes.index(scene) > after]
    # the care of S8 has no order, so all of it may come next
    window = (window[:_WINDOW] if stage != "S8" else window) or fitting
    if not window:
        return None
    order = {scene: story.seated.random.random() for scene in window}
    scene = min(window, key=lambda one: (story.used[one], order[one]))
    story.reached[key] = scenes.index(scene)
    story.used[scene] += 1
    story.told.add(scene)
    return scene


def _scene(story: Story, ago: int) -> None:
    people = _present(story, ago)
    course, stage = _now_at(story, ago)
    scene = _choose(story, course, stage, ago)
    if scene is None and story.seated.company.customer:
        course, stage = None, "S8"
        scene = _choose(story, course, stage, ago)
    if scene is None:
        return
    cast = _cast(scene, people)
    words = _words(story, cast, people)
    summary = scene.summary.format_map(words)
    touch = _touch(story, ago, course, scene.kind, summary[0].upper() + summary[1:],
                   scene.outcome.format_map(words), cast, scene.purpose)  # fmt: skip
    _promises(story, touch, scene, ago, story.seated.people[cast[0].name])
    _objection(story, touch, scene, course, words)
    _done_step(story, touch, stage, ago, course, cast[0])


def _words(story: Story, cast: list[Human], people: list[Human]) -> dict[str, object]:
    company, random = story.seated.company, story.seated.random
    other = cast[1] if len(cast) > 1 else next((human for human in people if human not in cast), cast[0])
    return {
        "p": cast[0].address, "q": other.address, "product": company.product, "site": company.site,
        "pain": company.pain, "rival": company.rival, "n": random.randint(4, 9), "w": random.randint(4, 9),
        "pct": random.randint(7, 18),
    }  # fmt: skip


def _moment(story: Story, moment: Moment) -> None:
    """The account's own scene: whoever is named in it was there."""
    course, _stage = _now_at(story, moment.ago)
    present = _present(story, moment.ago)
    named = [
        human
        for human in present
        if any(name in moment.summary for name in (human.address, human.name, human.name.split()[-1]))
    ]
    cast = named or present[:1]
    _touch(story, moment.ago, course, moment.kind, moment.summary, moment.outcome, cast, "")


def _touch(
    story: Story,
    ago: int,
    course: Course | None,
    kind: str,
    summary: str,
    outcome: str,
    cast: list[Human],
    purpose: str,
) -> str:
    seated, random = story.seated, story.seated.random
    moment = at(story.rows.day(ago), random.randint(*seated.tongue.hours), random.choice((0, 10, 20, 30, 40, 50)))
    along = random.choice(seated.tongue.colleagues) if kind in _ACCOMPANIED and random.random() < 0.35 else None
    opportunity = course.opportunity_id if course else None
    touch = story.rows.add(
        "touch", account_id=seated.account_id, opportunity_id=opportunity, at=moment, kind=kind, purpose=purpose,
        summary=summary, outcome=outcome, our_people=along,
    )  # fmt: skip
    for human in cast:
        story.rows.add("attendance", touch_id=touch, person_id=seated.people[human.name])
    story.touches.append((touch, moment, opportunity or "", ago))
    return touch


def _promises(story: Story, touch: str, scene: Scene, ago: int, person: str) -> None:
    """What was promised then: kept when it was due in the past, but for a few that were broken."""
    random, rows = story.seated.random, story.rows
    for by, what in (("us", scene.ours), ("them", scene.theirs)):
        if not what:
            continue
        given, wait = rows.day(ago), random.randint(2, 9)
        due = given + timedelta(days=wait)
        due -= timedelta(days=max(0, due.weekday() - 4))
        broken = random.random() < 0.06
        closed = min(due + timedelta(days=random.randint(-2, 2)), rows.day(1))
        stamp = at(max(closed, given), story.seated.tongue.hours[1], 55) if due < rows.today else None
        rows.add(
            "promise", account_id=story.seated.account_id, person_id=person, touch_id=touch, owed_by=by, what=what,
            due=due, kept_at=None if broken else stamp, broken_at=stamp if broken else None,
        )  # fmt: skip


def _objection(story: Story, touch: str, scene: Scene, course: Course | None, words: dict[str, object]) -> None:
    if not scene.card:
        return
    random, (_id, moment, _deal, ago) = story.seated.random, story.touches[-1]
    outcomes = ("worked", "worked", "answered", "failed") if ago > 30 else ("open", "open", "answered")
    story.rows.add(
        "objection",
        account_id=story.seated.account_id,
        opportunity_id=course.opportunity_id if course else None,
        touch_id=touch,
        card=scene.card,
        words=scene.words,
        answer=scene.answer.format_map(words),
        outcome=random.choice(outcomes),
        at=moment,
    )


def _done_step(story: Story, touch: str, stage: str, ago: int, course: Course | None, human: Human) -> None:
    """Now and then the touch was a follow-up that had been planned for that day or shortly before."""
    random = story.seated.random
    if random.random() > 0.4:
        return
    story.rows.add(
        "follow_up",
        account_id=story.seated.account_id,
        person_id=story.seated.people[human.name],
        opportunity_id=course.opportunity_id if course else None,
        what=random.choice(story.seated.tongue.done_steps[stage]),
        due=story.rows.day(ago) - timedelta(days=random.choice((0, 0, 0, 1, 2))),
        done_at=at(story.rows.day(ago), story.seated.tongue.hours[1], 55),
        done_touch_id=touch,
    )


def _owed(story: Story) -> None:
    """The promises that are open today, given at the last touch before they fell due."""
    for owed in story.seated.company.owed:
        before = [touch for touch in story.touches if touch[3] > -owed.due]
        story.rows.add(
            "promise",
            account_id=story.seated.account_id,
            person_id=story.seated.people[owed.who],
            touch_id=before[-1][0] if before else None,
            owed_by=owed.by,
            what=owed.what,
            due=story.rows.today + timedelta(days=owed.due),
        )


def _plans(story: Story) -> None:
    """The follow-ups that are open today, on the account's deal that is furthest."""
    open_deals = [course for course in story.courses if course.deal.status == "open"]
    furthest = max(open_deals, key=lambda course: course.deal.stage, default=None)
    for step in story.seated.company.steps:
        due: date = story.rows.ahead(step.due)
        story.rows.add(
            "follow_up",
            account_id=story.seated.account_id,
            person_id=story.seated.people[step.who] if step.who else None,
            opportunity_id=furthest.opportunity_id if furthest else None,
            what=step.what,
            due=due,
            due_time=step.clock,
            zone=story.seated.company.place.zone if step.clock else None,
        )
