"""What a rep does with deals: move, win, lose, tick, note objections."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.words import field_name
from karep.i18n import _
from karep.rules import signing
from karep.rules.clock import local_zone
from karep.rules.zones import local_day


def add_opportunity(change: Change, values: Values) -> str:
    """Store a deal and return its id; account and name are required. It starts in its stage without a move.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("opportunity", values)


def change_opportunity(change: Change, opportunity_id: str, values: Values) -> None:
    """Set some fields of a deal; another stage is a move, and a loss needs its reason and revisit date.

    Raises:
        NotFound: If there is no such deal.
        Refused: If a value does not fit.
    """
    former = _former(change, opportunity_id)
    others = {field: value for field, value in values.items() if field != "stage"}
    if values.get("status") == "lost" and former["status"] != "lost":
        _require_loss({**former, **values})
    if others:
        change.change("opportunity", opportunity_id, others)
    if "stage" in values and values["stage"] != former["stage"]:
        move_stage(change, opportunity_id, values["stage"])


def move_stage(
    change: Change, opportunity_id: str, to_stage: str, *, reason: str = "", unmet: Iterable[str] = ()
) -> str:
    """Move a deal to another stage, and return the id of the move.

    Args:
        change: The open action.
        opportunity_id: The deal.
        to_stage: ``S1`` to ``S8``.
        reason: Why, when stages were skipped or exit facts are open.
        unmet: The ids of the exit facts that are still open.

    Raises:
        NotFound: If there is no such deal.
        Refused: If it is no stage, or the deal is in it already.
    """
    former = _former(change, opportunity_id)
    if to_stage == former["stage"]:
        fault = _("the deal is already in it")
        raise errors.Refused(f"{field_name('stage')}: {fault}", noun="opportunity", field="stage")
    change.change("opportunity", opportunity_id, {"stage": to_stage})
    return change.add(
        "stage_change",
        {
            "opportunity_id": opportunity_id,
            "from_stage": former["stage"],
            "to_stage": to_stage,
            "at": change.at,
            "reason": reason,
            "unmet": json.dumps(list(unmet), ensure_ascii=False),
        },
    )


def win(change: Change, opportunity_id: str, *, on: date | None = None) -> list[str]:
    """Note that a deal was won, and plan what a signature asks for: one follow-up for each of `signing.STEPS`.

    The deal stays in its stage until it is moved. A step that stands there from an earlier signature is not planned
    again, so that a deal that is opened and won again has no doubles.

    Args:
        change: The open action.
        opportunity_id: The deal.
        on: The rep's own day; the day that it is where the program runs if it is not given.

    Returns:
        The ids of the follow-ups that were planned.

    Raises:
        NotFound: If there is no such deal.
    """
    change.change("opportunity", opportunity_id, {"status": "won"})
    deal = change.connection.execute("SELECT account_id FROM opportunity WHERE id = ?", (opportunity_id,)).fetchone()
    standing = change.connection.execute(
        "SELECT origin FROM follow_up WHERE opportunity_id = ? AND origin IS NOT NULL AND removed_at IS NULL",
        (opportunity_id,),
    ).fetchall()
    known = {origin for (origin,) in standing}
    signed_on = on or local_day(change.at, local_zone())
    person_id = _signatory(change, opportunity_id, deal[0])
    return [
        change.add(
            "follow_up",
            {
                "account_id": deal[0],
                "person_id": person_id,
                "opportunity_id": opportunity_id,
                "what": _(step.words),
                "due": step.due(signed_on),
                "origin": step.origin,
            },
        )
        for step in signing.STEPS
        if step.origin not in known
    ]


_SIGNATORY: Final = """
SELECT p.id FROM role r JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL AND p.left_on IS NULL
WHERE r.removed_at IS NULL AND r.role IN ('decision_maker', 'purchaser')
  AND (r.opportunity_id = :deal OR (r.account_id = :account AND r.opportunity_id IS NULL))
ORDER BY r.role = 'purchaser', r.opportunity_id IS NULL, p.placeholder, p.strength DESC, p.id LIMIT 1
"""


def _signatory(change: Change, opportunity_id: str, account_id: str) -> str | None:
    """Who decided, else who buys: of this deal before of the account at large."""
    found = change.connection.execute(_SIGNATORY, {"deal": opportunity_id, "account": account_id}).fetchone()
    return found[0] if found else None


def lose(change: Change, opportunity_id: str, reason: str, revisit_on: date | str | None) -> None:
    """Note that a deal was lost, why, and when to ask again.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the reason or the day is missing.
    """
    values = {"status": "lost", "lost_reason": reason, "revisit_on": revisit_on}
    _require_loss(values)
    change.change("opportunity", opportunity_id, values)


def reopen(change: Change, opportunity_id: str) -> None:
    """Make a deal that was won or lost open again; the reason that was given stays readable.

    Thanks for an order that is none would mislead: what the signature planned goes, unless it was done or the rep
    changed it.

    Raises:
        NotFound: If there is no such deal.
    """
    change.change("opportunity", opportunity_id, {"status": "open"})
    planned = change.connection.execute(
        "SELECT id FROM follow_up WHERE opportunity_id = ? AND origin LIKE ? AND done_at IS NULL "
        "AND removed_at IS NULL AND changed_at = created_at ORDER BY id",
        (opportunity_id, f"{signing.ORIGIN}:%"),
    ).fetchall()
    for (follow_up_id,) in planned:
        change.remove("follow_up", follow_up_id)


def remove_opportunity(change: Change, opportunity_id: str) -> None:
    """Take a deal out; its moves and ticks go out of sight with it.

    Raises:
        NotFound: If there is no such deal.
    """
    change.remove("opportunity", opportunity_id)


def restore_opportunity(change: Change, opportunity_id: str) -> None:
    """Bring a removed deal back.

    Raises:
        NotFound: If there is no such deal.
    """
    change.restore("opportunity", opportunity_id)


def tick(
    change: Change,
    opportunity_id: str,
    item_id: str,
    *,
    by: str = "",
    touch_id: str | None = None,
    not_applicable: bool = False,
    reason: str = "",
) -> str:
    """Tick a checklist item of a deal, now, and return the tick's id; ticked again, it is brought up to date.

    Args:
        change: The open action.
        opportunity_id: The deal.
        item_id: The item's id in the playbook.
        by: Who did it.
        touch_id: The touch that proves it.
        not_applicable: The item does not apply to this deal.
        reason: Why not.

    Raises:
        Refused: If there is no such deal or touch, or the item has no id.
    """
    values = {"at": change.at, "by": by, "touch_id": touch_id, "not_applicable": not_applicable, "reason": reason}
    known = _ticks(change, opportunity_id, item_id)
    if known:
        change.change("tick", known[0], values)
        return known[0]
    return change.add("tick", {"opportunity_id": opportunity_id, "item_id": item_id, **values})


def untick(change: Change, opportunity_id: str, item_id: str) -> None:
    """Take the tick of a checklist item back; nothing happens when there is none."""
    for tick_id in _ticks(change, opportunity_id, item_id):
        change.remove("tick", tick_id)


def add_objection(change: Change, values: Values) -> str:
    """Store a doubt that the customer voiced, now unless ``at`` says otherwise, and return its id.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("objection", {"at": change.at, **values})


def change_objection(change: Change, objection_id: str, values: Values) -> None:
    """Set some fields of an objection, such as the answer and what became of it.

    Raises:
        NotFound: If there is no such objection.
        Refused: If a value does not fit.
    """
    change.change("objection", objection_id, values)


def remove_objection(change: Change, objection_id: str) -> None:
    """Take an objection out.

    Raises:
        NotFound: If there is no such objection.
    """
    change.remove("objection", objection_id)


def _require_loss(values: Values) -> None:
    for field in ("lost_reason", "revisit_on"):
        if not str(values.get(field) or "").strip():
            fault = _("must not be empty")
            raise errors.Refused(f"{field_name(field)}: {fault}", noun="opportunity", field=field)


def _former(change: Change, opportunity_id: str) -> dict[str, Any]:
    row = change.connection.execute(
        "SELECT stage, status, lost_reason, revisit_on FROM opportunity WHERE id = ?", (opportunity_id,)
    ).fetchone()
    if row is None:
        raise errors.NotFound(_("That record is not in the store."))
    return dict(zip(("stage", "status", "lost_reason", "revisit_on"), row, strict=True))


def _ticks(change: Change, opportunity_id: str, item_id: str) -> list[str]:
    rows = change.connection.execute(
        "SELECT id FROM tick WHERE opportunity_id = ? AND item_id = ? AND removed_at IS NULL ORDER BY id",
        (opportunity_id, item_id),
    )
    return [row[0] for row in rows.fetchall()]
