"""Storing what a log line says, all of it as one action."""

from datetime import time
from typing import Any, Final

from karep.db import follow_ups, opportunities, promises, touches
from karep.db.accounts import add_account
from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.objections import answer_named
from karep.i18n import _, language
from karep.playbook.objection_words import objection_named
from karep.playbook.shelf import playbook
from karep.rules.clock import Clock
from karep.rules.log_line.names import is_position
from karep.rules.log_line.understood import Attendee, NextStep, ObjectionSaid, Understood
from karep.rules.merging import placeholder_name, real_name
from karep.rules.practice import USUAL, Practice
from karep.rules.stages import unmet_between
from karep.rules.who_is_meant import is_address
from karep.rules.zones import to_utc

_NOON: Final = time(12)
"""When something happened on a day of which no time was said."""


def store_line(
    change: Change,
    said: Understood,
    clock: Clock,
    *,
    follow_up_id: str | None = None,
    promise_id: str | None = None,
    practice: Practice = USUAL,
) -> str:
    """Store everything that a log line says, and return the touch's id.

    Whoever is not in the book becomes a placeholder of the account; the stage of the deal moves, its amount is set.

    Args:
        change: The open action.
        said: What the line was understood as.
        clock: What counts as now, and the rep's zone.
        follow_up_id: The follow-up that this answers; it is done then.
        promise_id: The promise that was kept with it.
        practice: How the rep works, for what a deal plans that the line wins.

    Raises:
        Refused: If it is not clear whom the line is about, or a value does not fit.
    """
    if not said.can_be_saved or said.account is None:
        raise Refused(_("It is not clear whom this is about."))
    account_id = said.account.id or add_account(change, {"name": said.account.name})
    people = [_person(change, one, account_id) for one in said.people]
    touch_id = touches.log_touch(
        change,
        {**_touch(said, clock), "account_id": account_id},
        people=people,
        **_what_came_of_it(said, clock, people[0] if people else None),
    )
    _move_deal(change, said, clock, practice)
    if follow_up_id:
        follow_ups.finish_follow_up(change, follow_up_id, touch_id, on=clock.today)
    if promise_id:
        promises.keep_promise(change, promise_id, on=clock.today)
    return touch_id


def _touch(said: Understood, clock: Clock) -> Values:
    return {
        "opportunity_id": said.deal.id if said.deal else None,
        "at": _moment(said, clock),
        "kind": said.kind,
        "purpose": said.purpose,
        "summary": said.summary,
        "outcome": said.outcome,
        "our_people": said.colleagues,
        "tags": ", ".join(said.tags),
        "private_note": said.private_note,
    }


def _what_came_of_it(said: Understood, clock: Clock, person_id: str | None) -> dict[str, list[Values]]:
    """The fields of everything that a touch brings along; what is somebody's is the first person's."""
    return {
        "promises": [
            {"owed_by": one.owed_by, "what": one.what, "due": one.due, "person_id": person_id} for one in said.promises
        ],
        "objections": [_objection(one, person_id) for one in said.objections],
        "needs": [{"what": what, "person_id": person_id} for what in said.needs],
        "rivals": [{"name": one.name, "note": one.note or None} for one in said.rivals],
        "next_steps": [_next_step(one, clock, person_id) for one in said.next_steps],
    }


def _objection(said: ObjectionSaid, person_id: str | None) -> Values:
    """A doubt with its card, and with the card's answer where the words behind the arrow name one."""
    card = objection_named(said.words)
    return {
        "words": said.words,
        "answer": said.answer or None,
        "answer_id": answer_named(card, said.answer),
        "card": card,
        "person_id": person_id,
        "outcome": "answered" if said.answer else "open",
    }


def _moment(said: Understood, clock: Clock) -> str:
    """When it happened, UTC: now when nothing or only today was said, noon of a day without a time; never ahead."""
    if said.day is None or (said.at is None and said.day == clock.today):
        return clock.text
    at = to_utc(said.day, said.at or _NOON, clock.zone)
    # 今天下午, said at one o'clock, is not three
    return min(at, clock.text) if said.day == clock.today else at


def _person(change: Change, said: Attendee, account_id: str) -> str:
    """The id of who took part; a placeholder is made for somebody who is not in the book."""
    if said.person is not None:
        return said.person.id
    from karep.db.people import add_person

    values: dict[str, Any] = {"account_id": account_id, "name": said.word, "placeholder": True}
    if is_position(said.word):
        values |= {"name": placeholder_name(said.word), "title": real_name(said.word)}
    elif is_address(said.word):
        values["form_of_address"] = said.word
    return add_person(change, values)


def _next_step(said: NextStep, clock: Clock, person_id: str | None) -> Values:
    return {
        "what": said.what or _("Follow up"),
        "due": said.due,
        "due_time": f"{said.at:%H:%M}" if said.at else None,
        "zone": clock.zone if said.at else None,
        "repeat": said.repeat or None,
        "person_id": person_id,
    }


def _move_deal(change: Change, said: Understood, clock: Clock, practice: Practice) -> None:
    """Move the deal to the stage that was said, and set its amount."""
    if said.deal is None:
        return
    if said.amount is not None:
        opportunities.change_opportunity(change, said.deal.id, {"amount": said.amount})
    if said.stage:
        ticked = change.connection.execute(
            "SELECT item_id FROM tick WHERE opportunity_id = ? AND removed_at IS NULL", (said.deal.id,)
        ).fetchall()
        exits = playbook(language()).exits()
        unmet = unmet_between(said.deal.title or said.stage, said.stage, [item for (item,) in ticked], exits)
        reason = said.stage_reason or said.summary
        # a line that says delivery wins the deal with it
        opportunities.move_stage(
            change, said.deal.id, said.stage, reason=reason, unmet=unmet, on=clock.today, practice=practice
        )
