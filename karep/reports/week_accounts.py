"""What was done, account by account: a week tells every touch, a longer period counts them and tells the visits."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from karep.db.views.period_accounts import (
    NextStep,
    Standing,
    count_kinds_by_account,
    get_standings,
    list_agreed,
    roles_of_accounts,
)
from karep.db.views.touches import Touch
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.report import Line, Part, Section
from karep.reports.week_lines import Roles, below, labelled, people_words, pieces, stamped, timed
from karep.reports.week_scene import Scene
from karep.rules.privacy import is_private
from karep.rules.vocabulary import REPORT_PARTS, TIERS, TOUCH_KINDS

VISITS_TOLD: Final = {"quarter": 3, "year": 3}
"""How many visits to one account are told, the last ones; the others are counted. Shorter periods tell all."""
ACCOUNTS_TOLD: Final = {"quarter": 30, "year": 30}
"""How many accounts are listed; of shorter periods all are."""
_KINDS_TOLD: Final = ("visit", "call")
"""The kinds that are counted by name; the rest of them together."""


@frozen
class Known:
    """What is known beside the touches that are told."""

    roles: Roles
    agreed: Mapping[str, Sequence[NextStep]]
    """The follow-ups that were agreed in a touch."""


def activity(connection: sqlite3.Connection, scene: Scene, touches: Sequence[Touch]) -> Section:
    """The accounts that were in contact, the highest tier first, each with what was done there.

    Of a quarter or a year so many as `ACCOUNTS_TOLD` says are listed, and the others counted.

    Args:
        connection: The store.
        scene: The period.
        touches: Of a week all touches, of a longer period the visits; the oldest first.
    """
    counts = count_kinds_by_account(connection, scene.since, scene.until) if scene.long else {}
    accounts = dict.fromkeys((*(one.account_id for one in touches), *counts))
    standings = get_standings(connection, accounts)
    ordered = sorted(standings.values(), key=lambda one: _rank(one, counts.get(one.id, {})))
    listed = ordered[: ACCOUNTS_TOLD.get(scene.period.span)]
    agreed = {} if scene.long else list_agreed(connection, standings, [one.id for one in touches])
    known = Known(roles_of_accounts(connection, [one.id for one in listed]), agreed)
    told: dict[str, list[Touch]] = {}
    for one in touches:
        told.setdefault(one.account_id, []).append(one)
    lines = tuple(_account(one, told.get(one.id, ()), counts.get(one.id, {}), known, scene) for one in listed)
    more = len(ordered) - len(listed)
    return Section("activity", _(REPORT_PARTS["accounts"]), lines, more=more, part="accounts")


def _rank(one: Standing, counts: Mapping[str, int]) -> tuple[int, int, str, str]:
    """The highest tier first; of a longer period then those that were in contact most often."""
    tier = list(TIERS).index(one.tier) if one.tier in TIERS else len(TIERS)
    return tier, -sum(counts.values()), one.name, one.id


def _account(one: Standing, touches: Sequence[Touch], counts: Mapping[str, int], known: Known, scene: Scene) -> Line:
    """An account: its tier, the stage of its open deal, what comes next; and below it what was done."""
    step = one.next_step if scene.recent else None
    deal = one.deals[0] if one.deals and scene.recent else None
    lines = [touch_line(touch, scene, known, besides=step) for touch in touches]
    return Line(
        "account",
        one.id,
        pieces(
            account=one.name,
            tier=words.tier_words(one.tier),
            stage=words.stage_words(deal.stage) if deal else None,
            count=_counted(counts),
            next=_next_part(step, scene) if step else None,
        ),
        account_id=one.id,
        lines=_last_ones(lines, one, scene),
        sources=tuple(
            (noun, record.id) for noun, record in (("opportunity", deal), ("follow_up", step)) if record is not None
        ),
    )


def _last_ones(lines: list[Line], account: Standing, scene: Scene) -> tuple[Line, ...]:
    """The lines below an account, of a long period only the last ones, below the number of the others."""
    most = VISITS_TOLD.get(scene.period.span, len(lines))
    earlier = lines[: len(lines) - most]
    if not earlier:
        return tuple(lines)
    sentence = ngettext("{n} earlier visit", "{n} earlier visits", len(earlier)).format(n=len(earlier))
    sources = tuple(("touch", one.record_id) for one in earlier)
    counted = Line("touch", "", (Part("what", sentence),), account_id=account.id, name="earlier", sources=sources)
    return (counted, *lines[-most:])


def _counted(counts: Mapping[str, int]) -> Part | None:
    """How many touches there were, and of which kinds."""
    total = sum(counts.values())
    if not total:
        return None
    visits, calls = (counts.get(kind, 0) for kind in _KINDS_TOLD)
    numbers = ((_("visits: {n}"), visits), (_("calls: {n}"), calls), (_("others: {n}"), total - visits - calls))
    return Part("count", _(", ").join(text.format(n=number) for text, number in numbers if number), total)


def _next_part(step: NextStep, scene: Scene) -> Part:
    """What comes next and when, or what came next of a step that is done."""
    due, at = words.local_due(step, scene.clock)
    told = scene.told("follow_up", step.id, "what", step.what)
    today = scene.clock.today
    late = due < today and not step.done_at
    when = words.due_words(due, at, today) if late else timed(due, at, scene).text
    return Part("next", _("Next step, {when}: {what}").format(when=when, what=told), due)


def touch_line(
    one: Touch, scene: Scene, known: Known | None = None, *, account: bool = False, besides: NextStep | None = None
) -> Line:
    """A touch: its day, kind, people with their parts, and purpose; below it what was said, the outcome, what follows.

    Of a gift only that it was given: what, to whom and why is nobody else's business.

    Args:
        one: The touch.
        scene: The period.
        known: The parts of the people, and what was agreed; without it neither is told.
        account: Whether its account is named.
        besides: A follow-up that is told already.
    """
    private = is_private("touch", "summary", {"kind": one.kind})
    purpose, said, outcome = _texts(one, scene, private)
    roles = known.roles if known else {}
    steps = [step for step in known.agreed.get(one.id, ()) if step != besides] if known and not private else []
    return Line(
        "touch",
        one.id,
        pieces(
            when=stamped(one.at, scene),
            account=one.account_name if account else None,
            kind=_(TOUCH_KINDS.get(one.kind, TOUCH_KINDS["other"])),
            who="" if private else people_words(one.people, one.account_id, one.opportunity_id, roles),
            what=purpose,
            deal=None if private else one.opportunity_name,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id or "",
        due=scene.day(one.at),
        lines=(
            *below("touch", one.id, one.account_id, {"said": said, "outcome": labelled(_("Outcome"), outcome)}),
            *_agreed(steps, scene),
        ),
        sources=() if private else tuple(("person", person) for person, _name in one.people),
    )


def _texts(one: Touch, scene: Scene, private: bool) -> list[str]:
    """The purpose, what was said and the outcome of a touch, as far as others are told."""
    texts = {name: getattr(one, name) for name in ("purpose", "summary", "outcome")}
    if private:
        for name in filter(texts.__getitem__, texts):
            scene.withhold("touch", one.id, name, "gift")
        return [""] * len(texts)
    return [scene.told("touch", one.id, name, text) for name, text in texts.items()]


def _agreed(steps: Iterable[NextStep], scene: Scene) -> Iterable[Line]:
    for step in steps:
        due, _at = words.local_due(step, scene.clock)
        done = _("done") if step.done_at else None
        parts = pieces(next=_next_part(step, scene), state=done)
        yield Line("follow_up", step.id, parts, account_id=step.account_id, due=due, state="done" if done else "")
