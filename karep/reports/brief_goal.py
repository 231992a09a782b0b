"""The goal of a meeting: the sharpest open ask as a move, and what the rep prepared for it."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from karep.db.views.briefing import KnownFact
from karep.db.views.follow_ups import FollowUp, Preparation, get_preparation
from karep.db.views.needs import Need
from karep.db.views.objections import Objection
from karep.db.views.promises import Promise
from karep.i18n import N_, _, language, ngettext, pgettext
from karep.playbook.shelf import playbook
from karep.reports import words
from karep.reports.brief_answers import answer_parts, objection_words
from karep.reports.brief_meeting import Meeting, last_closed
from karep.reports.brief_steps import deal_stage, open_steps
from karep.reports.brief_words import LONG, SHORT, about_account, due_day, due_part, fact_words, said
from karep.reports.promise_words import moved_words
from karep.reports.report import Line, parts
from karep.rules.asks import Ask, Kind, sharpest
from karep.rules.cutting import cut
from karep.rules.fact_names import about

Move = Callable[[], Line]

PLAN: Final = "plan"
"""The name of the piece that tells when the follow-up is for which we meet."""
PLANS: Final = 3
"""As many follow-ups are listed at most."""
_FINDING_OUT: Final = ("S1", "S2")
NOTHING_PREPARED: Final = Preparation(None, None, None, None)


def goal_lines(connection: sqlite3.Connection, meeting: Meeting) -> list[Line]:
    """What this meeting is for: the rep's own aim if one was written, the sharpest ask, and the preparation."""
    planned = meeting.planned
    prepared = (get_preparation(connection, planned.id) if planned else None) or NOTHING_PREPARED
    ask, move = _sharpest(meeting, prepared)
    asked = prepared.expected_questions if ask != "question" else None
    return [
        *_prepared(meeting, "aim", _("Aim: {text}"), prepared.aim),
        *move,
        *_plans(meeting),
        *_prepared(meeting, "questions", _("They may ask: {text}"), asked),
        *_prepared(meeting, "disputes", _("Likely dispute: {text}"), prepared.disputes),
        *_prepared(meeting, "floor", _("Bottom line, for you alone: {text}"), prepared.bottom_line, "bottom_line"),
    ]


def _plans(meeting: Meeting) -> Iterator[Line]:
    """The follow-up for which we meet and the others of this room, the overdue first; beyond some their number."""
    first = [meeting.planned] if meeting.planned else []
    listed = [*first, *(one for one in meeting.ahead if one not in first)]
    yield from (_plan(meeting, one) for one in _by_day(meeting, listed[:PLANS]))
    rest = listed[PLANS:]
    if rest:
        told = ngettext("… and {n} more follow-up", "… and {n} more follow-ups", len(rest)).format(n=len(rest))
        sources = tuple(("follow_up", one.id) for one in rest[1:PLANS])
        yield Line("follow_up", rest[0].id, parts(more=told), account_id=rest[0].account_id, sources=sources)


def _by_day(meeting: Meeting, follow_ups: list[FollowUp]) -> list[FollowUp]:
    return sorted(follow_ups, key=lambda one: words.local_due(one, meeting.clock)[0])


def _plan(meeting: Meeting, follow_up: FollowUp) -> Line:
    """A follow-up; the one for which we meet says so by the name of its first piece."""
    due, at = words.local_due(follow_up, meeting.clock)
    late = due < meeting.today
    sentence = pgettext("late", "Planned, {when}") if late else _("Planned, {when}")
    when = sentence.format(when=due_part(follow_up, meeting))
    meant = meeting.planned is not None and follow_up.id == meeting.planned.id
    elsewhere = None if meeting.belongs(follow_up.opportunity_id) else follow_up.opportunity_name
    return Line(
        "follow_up",
        follow_up.id,
        parts(
            **{PLAN if meant else "when": when},
            what=cut(follow_up.what, LONG, clause=True),
            who=said("{text}", follow_up.person_name, SHORT),
            deal=said("{text}", elsewhere, SHORT),
        ),
        account_id=follow_up.account_id,
        opportunity_id=follow_up.opportunity_id or "",
        due=due,
        at=at,
        state=words.due_state(due, meeting.today),
    )


def _prepared(meeting: Meeting, name: str, sentence: str, text: str | None, level: str = "") -> Iterator[Line]:
    shown = said(sentence, text, 2 * LONG)
    if shown and meeting.planned and (not level or meeting.private):
        planned = meeting.planned
        yield Line("follow_up", planned.id, parts(**{name: shown}), account_id=planned.account_id, level=level)


# --- the sharpest ask --------------------------------------------------------------------------------------------


def _sharpest(meeting: Meeting, prepared: Preparation) -> tuple[str, list[Line]]:
    """The kind of the sharpest ask, and its line; where there is none and no deal, that a need is to be found."""
    moves = {ask: move for ask, move in _asks(meeting, prepared)}
    ask = sharpest(moves)
    if ask:
        return ask.kind, [moves[ask]()]
    return "", list(_opening(meeting))


def _asks(meeting: Meeting, prepared: Preparation) -> Iterator[tuple[Ask, Move]]:
    for promise in meeting.promises:
        due = words.read_day(promise.due)
        made_for = meeting.made_for.get(promise.id)
        if meeting.concerns(promise.person_id) and meeting.belongs(made_for):
            late = due is not None and due < meeting.today
            kind: Kind = "theirs" if promise.owed_by != "us" else "overdue" if late else "ours"
            own = made_for is not None and made_for == meeting.own_deal
            yield Ask(kind, promise.id, due, promise.created_at, own), partial(_promise, meeting, promise, kind)
    if meeting.planned and prepared.expected_questions and prepared.expected_questions.strip():
        move = partial(_prepared, meeting, "move", _("Have the answer ready: {text}"), prepared.expected_questions)
        yield Ask("question", meeting.planned.id), lambda: next(move())
    for objection in meeting.objections:
        own = objection.opportunity_id is not None and objection.opportunity_id == meeting.own_deal
        yield Ask("objection", objection.id, since=objection.at, own=own), partial(_objection, objection)
    for fact in meeting.facts:
        if about(fact.name) == "priority" and fact.value and fact.value.strip():
            yield Ask("priority", fact.id, since=meeting.fact_day(fact).isoformat()), partial(_priority, meeting, fact)
    for need in meeting.needs:
        if meeting.concerns(need.person_id):
            own = need.opportunity_id is not None and need.opportunity_id == meeting.own_deal
            yield Ask("priority", need.id, since=need.at, own=own), partial(_need, meeting, need)
    step = _next_step(meeting)
    if step:
        yield Ask("step", step.record_id), lambda: step


def _next_step(meeting: Meeting) -> Line | None:
    """What the deal needs next: a question where all is still to be found out, then what a meeting can move first.

    What ends the first stages is the rep's own work at the desk.
    """
    deal = meeting.deal
    found = deal_stage(meeting)
    if deal is None or found is None:
        return None
    question = next((one for one in found.questions if one.id not in meeting.ticked), None)
    if question and deal.stage in _FINDING_OUT:
        sentence, record = _("Find out: {text}").format(text=question.text), question.id
    else:
        step = next(iter(open_steps(meeting)), None)
        if step is None:
            return None
        sentence = _("{stage} still needs: {text}").format(stage=words.stage_words(deal.stage), text=step.text)
        record = step.id
    return Line("card", record, parts(move=sentence), account_id=meeting.account_id, opportunity_id=deal.id)


def _opening(meeting: Meeting) -> Iterator[Line]:
    """What to begin with where nothing is open between us: the deal that was lost, what may grow, whether there is a
    need.
    """
    if meeting.account is None or meeting.deal:
        return
    last = next(iter(last_closed(meeting)), None)
    question = next(iter(growing.questions), None) if (growing := playbook(language()).stages.get("S8")) else None
    if last and last.status == "lost":
        sentence = _("Find out whether it is time to talk again: {text}").format(text=cut(last.name, LONG))
        yield Line("opportunity", last.id, parts(move=sentence), account_id=meeting.account_id, opportunity_id=last.id)
    elif last and question:
        sentence = _("Find out: {text}").format(text=question.text)
        yield Line("card", question.id, parts(move=sentence), account_id=meeting.account_id)
    else:
        yield about_account(meeting, move=_("Find out whether there is a need, and who decides"))


_PROMISES: Final[dict[Kind, str]] = {
    "overdue": N_("Hand it over, or give a new day: {text}"),
    "ours": N_("Say where it stands: {text}"),
    "theirs": N_("Ask for what they promised: {text}"),
}


def _promise(meeting: Meeting, promise: Promise, kind: Kind) -> Line:
    due = words.read_day(promise.due)
    return Line(
        "promise",
        promise.id,
        parts(
            move=said(_(_PROMISES[kind]), promise.what),
            when=due_day(due, meeting),
            who=said("{text}", promise.person_name, SHORT),
            moved=moved_words(promise.moves, promise.first_due, meeting.today),
        ),
        account_id=promise.account_id,
        due=due,
        state=words.due_state(due, meeting.today) if due else "",
    )


def _objection(objection: Objection) -> Line:
    answer, sources = answer_parts(objection)
    return Line(
        "objection",
        objection.id,
        (*parts(move=said(_("Bring the answer, or say when you will: {text}"), objection_words(objection))), *answer),
        account_id=objection.account_id,
        opportunity_id=objection.opportunity_id or "",
        sources=sources,
    )


def _need(meeting: Meeting, need: Need) -> Line:
    told = parts(
        move=said(_("Speak to what matters to them: {text}"), need.what),
        who=said("{text}", need.person_name, SHORT),
    )
    return Line("need", need.id, told, account_id=need.account_id, opportunity_id=need.opportunity_id or "")


def _priority(meeting: Meeting, fact: KnownFact) -> Line:
    move = said(_("Speak to what matters to them: {text}"), fact_words(fact))
    return Line("fact", fact.id, parts(move=move), account_id=meeting.account_id)
