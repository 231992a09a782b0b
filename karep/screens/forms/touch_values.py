"""A log line as the fields of the form, and the fields as a log line: both are stored alike."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from karep.db.errors import Refused
from karep.i18n import _, language
from karep.rules.clock import Clock
from karep.rules.log_line.understood import (
    AtHand,
    Attendee,
    Candidate,
    NextStep,
    ObjectionSaid,
    PromiseSaid,
    RivalSaid,
    Understood,
)
from karep.rules.matching import fold
from karep.rules.repeats import parse_repeat, repeat_words
from karep.screens.forms import typed

REPEATED: Final = ("next", "ours", "theirs", "objection")
"""The groups of fields of which there can be several."""
_APART: Final = re.compile(r"\s*[,，、;；\n]\s*")

Values = Mapping[str, str]


def field_of(group: str, number: int) -> str:
    """The name of the first field of a group: ``next``, then ``next_2``."""
    return group if number == 1 else f"{group}_{number}"


def count(line: Understood | None, group: str) -> int:
    """How many fields of a group the form needs, at least one."""
    return max(1, len(_of_group(line, group))) if line is not None else 1


def _of_group(line: Understood, group: str) -> tuple[object, ...]:
    return {
        "next": line.next_steps,
        "ours": tuple(one for one in line.promises if one.owed_by == "us"),
        "theirs": tuple(one for one in line.promises if one.owed_by == "them"),
        "objection": line.objections,
    }[group]


# --- a line as fields --------------------------------------------------------------------------------------------


def of_line(line: Understood, today: date) -> dict[str, str]:
    """The first values of the form for what a log line says."""
    at = f" {line.at:%H:%M}" if line.at else ""
    return {
        "people": ",".join(one.person.id for one in line.people if one.person),
        "others": ", ".join(one.word for one in line.people if not one.person),
        "kind": line.kind,
        "at": f"{line.day.isoformat()}{at}" if line.day else "",
        "opportunity_id": line.deal.id if line.deal else "",
        "stage": line.stage,
        "amount": typed.amount_text(line.amount),
        "purpose": line.purpose,
        "summary": line.summary,
        "outcome": line.outcome,
        "our_people": line.colleagues,
        "tags": ", ".join(line.tags),
        "private_note": line.private_note,
        "needs": "\n".join(line.needs),
        "rivals": "\n".join(f"{one.name}: {one.note}" if one.note else one.name for one in line.rivals),
        **_repeated(line),
    }


def _repeated(line: Understood) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, step in enumerate(line.next_steps, start=1):
        name, at = field_of("next", number), f" {step.at:%H:%M}" if step.at else ""
        values |= {name: step.what, f"{name}_due": f"{step.due.isoformat()}{at}"}
        values[f"{name}_repeat"] = repeat_words(step.repeat, language())
    for group, owed_by in (("ours", "us"), ("theirs", "them")):
        for number, one in enumerate((one for one in line.promises if one.owed_by == owed_by), start=1):
            name = field_of(group, number)
            values |= {name: one.what, f"{name}_due": one.due.isoformat() if one.due else ""}
    for number, said in enumerate(line.objections, start=1):
        name = field_of("objection", number)
        values |= {name: said.words, f"{name}_answer": said.answer}
    return values


# --- fields as a line --------------------------------------------------------------------------------------------


def as_line(values: Values, at_hand: AtHand, stands: Mapping[str, str], clock: Clock, order: str) -> Understood:
    """What the form says, as a log line says it.

    Args:
        values: The fields.
        at_hand: The account and its people.
        stands: The stage of each deal of the account, by id.
        clock: What counts as today.
        order: How ``3/12`` is read, by the rep's setting.

    Raises:
        Refused: If a value does not fit; its field is named.
    """
    when = typed.when(values, "at", clock, order, past=True)
    deal = values["opportunity_id"]
    stage, amount = values["stage"], typed.amount(values, "amount")
    if not deal and (stage or amount is not None):
        raise Refused(_("Choose the deal that it belongs to."), field="opportunity_id")
    return Understood(
        "",
        account=at_hand.account,
        people=attendees(values, at_hand),
        deal=Candidate(deal, "", title=stands.get(deal)) if deal else None,
        kind=values["kind"],
        day=when.day if when else None,
        at=when.time if when else None,
        purpose=values["purpose"],
        summary=values["summary"],
        outcome=values["outcome"],
        colleagues=values["our_people"],
        tags=tuple(filter(None, (one.strip("#＃ ") for one in _APART.split(values["tags"])))),
        private_note=values["private_note"],
        promises=tuple(_promises(values, clock, order)),
        objections=tuple(
            ObjectionSaid(values[name], values[f"{name}_answer"])
            for name in _names(values, "objection")
            if values[name]
        ),
        needs=tuple(filter(None, map(str.strip, values["needs"].splitlines()))),
        rivals=tuple(_rival(one) for one in values["rivals"].splitlines() if one.strip()),
        next_steps=tuple(_steps(values, clock, order)),
        stage="" if stage == stands.get(deal) else stage,
        amount=amount,
    )


def attendees(values: Values, at_hand: AtHand) -> tuple[Attendee, ...]:
    """Who took part: those that were ticked, then the names that were typed; one who is in the account is not new."""
    known = {one.id: one for one in at_hand.people}
    ticked = [one for one in values["people"].split(",") if one]
    found = [Attendee("", known.get(one) or Candidate(one, "")) for one in ticked]
    by_name = {fold(one.name): one for one in at_hand.people}
    for word in filter(None, _APART.split(values["others"].strip())):
        found.append(Attendee(word, by_name.get(fold(word))))
    return tuple({one.person.id if one.person else fold(one.word): one for one in found}.values())


def _names(values: Values, group: str) -> list[str]:
    """The first fields of the groups that the form shows."""
    numbers = range(1, len(values) + 1)
    return [name for name in (field_of(group, number) for number in numbers) if name in values]


def _promises(values: Values, clock: Clock, order: str) -> list[PromiseSaid]:
    made = []
    for name in _names(values, "ours") + _names(values, "theirs"):
        if values[name]:
            due = typed.when(values, f"{name}_due", clock, order)
            made.append(
                PromiseSaid("us" if name.startswith("ours") else "them", values[name], due.day if due else None)
            )
    return made


def _steps(values: Values, clock: Clock, order: str) -> list[NextStep]:
    steps = []
    for name in _names(values, "next"):
        found = typed.when(values, f"{name}_due", clock, order)
        again = values[f"{name}_repeat"]
        repeat = parse_repeat(again, clock.today) if again else None
        if again and repeat is None:
            sentence = _("“{typed}” says no rhythm; try every 2 weeks, 每月第一个周一 or +90d.")
            raise Refused(sentence.format(typed=again), field=f"{name}_repeat")
        if found is not None:
            steps.append(NextStep(values[name], found.day, found.time, repeat.text if repeat else ""))
        elif values[name] or repeat is not None:
            raise Refused(_("When is the next step? Give it a day, such as next fri."), field=f"{name}_due")
    return steps


def _rival(line: str) -> RivalSaid:
    name, _mark, note = line.replace("：", ":").partition(":")
    return RivalSaid(name.strip() or line.strip(), note.strip() if name.strip() else "")
