"""What a rep does with deals: move, win, lose, expand, tick."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.words import field_name
from karep.i18n import _
from karep.rules import expansion, lost, signing
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


def win(change: Change, opportunity_id: str, *, on: date | None = None, unmet: Iterable[str] = ()) -> list[str]:
    """Note that a deal was won, and plan what a signature asks for: one follow-up for each of `signing.STEPS`.

    A deal that stands before delivery moves there with it. A step that stands there from an earlier signature is not
    planned again, so that a deal that is opened and won again has no doubles.

    Args:
        change: The open action.
        opportunity_id: The deal.
        on: The rep's own day; the day that it is where the program runs if it is not given.
        unmet: The ids of the exit facts that the move to delivery leaves open.

    Returns:
        The ids of the follow-ups that were planned.

    Raises:
        NotFound: If there is no such deal.
    """
    stage = _former(change, opportunity_id)["stage"]
    change.change("opportunity", opportunity_id, {"status": "won"})
    if stage < signing.STAGE:
        move_stage(change, opportunity_id, signing.STAGE, reason=_("Won"), unmet=unmet)
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


def lose(
    change: Change, opportunity_id: str, reason: str, revisit_on: date | str | None, *, ask_again: str = ""
) -> str | None:
    """Note that a deal was lost, why, and when to ask again.

    Args:
        change: The open action.
        opportunity_id: The deal.
        reason: Why, in the rep's words.
        revisit_on: The day to ask again.
        ask_again: What is planned for that day; nothing is planned where it is empty. What was planned when the deal
            was lost before, and is still open, is changed instead of doubled.

    Returns:
        The id of the follow-up, if there is one.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the reason or the day is missing.
    """
    values = {"status": "lost", "lost_reason": reason, "revisit_on": revisit_on}
    _require_loss(values)
    change.change("opportunity", opportunity_id, values)
    if not ask_again.strip():
        return None
    standing = change.connection.execute(
        "SELECT id FROM follow_up WHERE opportunity_id = ? AND origin = ? AND done_at IS NULL AND removed_at IS NULL "
        "ORDER BY id",
        (opportunity_id, lost.ORIGIN),
    ).fetchone()
    step = {"what": ask_again, "due": revisit_on}
    if standing:
        change.change("follow_up", standing[0], step)
        return str(standing[0])
    account_id = _former(change, opportunity_id)["account_id"]
    about = {"account_id": account_id, "opportunity_id": opportunity_id, "origin": lost.ORIGIN}
    return change.add("follow_up", {**about, **step, "person_id": _signatory(change, opportunity_id, account_id)})


_PLANNED: Final = """
SELECT id FROM follow_up WHERE opportunity_id = ? AND (origin LIKE ? OR origin = ?) AND done_at IS NULL
AND removed_at IS NULL AND changed_at = created_at ORDER BY id
"""


def reopen(change: Change, opportunity_id: str) -> None:
    """Make a deal that was won or lost open again; the reason that was given stays readable.

    Thanks for an order that is none would mislead: what the signature or the loss planned goes, unless it was done or
    the rep changed it. A deal that the signature moved to delivery, and that stands there still, goes back.

    Raises:
        NotFound: If there is no such deal.
    """
    brought = _brought_by_win(change, opportunity_id) if _former(change, opportunity_id)["status"] == "won" else None
    change.change("opportunity", opportunity_id, {"status": "open"})
    if brought:
        change_id, from_stage = brought
        change.remove("stage_change", change_id)
        change.change("opportunity", opportunity_id, {"stage": from_stage})
    planned = change.connection.execute(_PLANNED, (opportunity_id, f"{signing.ORIGIN}:%", lost.ORIGIN)).fetchall()
    for (follow_up_id,) in planned:
        change.remove("follow_up", follow_up_id)


_LAST_MOVE: Final = """
SELECT id, from_stage FROM stage_change WHERE opportunity_id = ? AND removed_at IS NULL
ORDER BY at DESC, id DESC LIMIT 1
"""
# The action that noted the move noted the signature too: what the rep moved by hand is left alone.
_WITH_WIN: Final = """
SELECT 1 FROM journal m JOIN journal w ON w.action = m.action AND w.noun = 'opportunity' AND w.record = ?
WHERE m.noun = 'stage_change' AND m.record = ? AND m.op = 'add' AND instr(w.after, '"status":"won"')
"""


def _brought_by_win(change: Change, opportunity_id: str) -> tuple[str, str] | None:
    """The last move of a deal, and where it came from, if it was made by the signature."""
    move = change.connection.execute(_LAST_MOVE, (opportunity_id,)).fetchone()
    if move and change.connection.execute(_WITH_WIN, (opportunity_id, move[0])).fetchone():
        return str(move[0]), str(move[1])
    return None


def expand(change: Change, opportunity_id: str, kind: str, name: str) -> str:
    """Open a deal that grows out of one that was won, and return its id; the old one stays as it is.

    It begins in `expansion.FIRST_STAGE` with the account and the currency of the old one, and with the parts that
    people play in that; who has left is left out.

    Args:
        change: The open action.
        opportunity_id: The deal that was won.
        kind: One of `expansion.EXPANSIONS`.
        name: What the new deal is called.

    Raises:
        NotFound: If there is no such deal.
        Refused: If the deal was not won, the kind is none of these, or the name is empty.
    """
    former = _former(change, opportunity_id)
    if former["status"] != "won":
        raise errors.Refused(_("Only a deal that was won grows into a new one."), noun="opportunity", field="status")
    if kind not in expansion.EXPANSIONS:
        raise errors.Refused(_("A won deal does not grow into one of that kind."), noun="opportunity", field="kind")
    values = {"account_id": former["account_id"], "currency": former["currency"], "grown_from_id": opportunity_id}
    grown = change.add("opportunity", {**values, "name": name, "kind": kind, "stage": expansion.FIRST_STAGE})
    parts = change.connection.execute(
        "SELECT r.person_id, r.account_id, r.role FROM role r "
        "JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL AND p.left_on IS NULL "
        "WHERE r.opportunity_id = ? AND r.removed_at IS NULL ORDER BY r.id",
        (opportunity_id,),
    ).fetchall()
    for person_id, account_id, role in parts:
        part = {"person_id": person_id, "account_id": account_id, "role": role}
        change.add("role", {**part, "opportunity_id": grown})
    return grown


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


def prove(change: Change, opportunity_id: str, item_id: str, touch_id: str | None, *, by: str = "") -> str:
    """Note which touch proves an item of a deal, or that none does, and return the id of the tick.

    Who ticked it and when stays; what was not ticked, or did not apply, is ticked with it.

    Raises:
        Refused: If there is no such deal or touch, or the item has no id.
    """
    known = change.connection.execute(
        "SELECT id FROM tick WHERE opportunity_id = ? AND item_id = ? AND removed_at IS NULL AND NOT not_applicable "
        "ORDER BY id",
        (opportunity_id, item_id),
    ).fetchone()
    if known is None:
        return tick(change, opportunity_id, item_id, by=by, touch_id=touch_id)
    change.change("tick", known[0], {"touch_id": touch_id})
    return str(known[0])


def untick(change: Change, opportunity_id: str, item_id: str) -> None:
    """Take the tick of a checklist item back; nothing happens when there is none."""
    for tick_id in _ticks(change, opportunity_id, item_id):
        change.remove("tick", tick_id)


def _require_loss(values: Values) -> None:
    for field in ("lost_reason", "revisit_on"):
        if not str(values.get(field) or "").strip():
            fault = _("must not be empty")
            raise errors.Refused(f"{field_name(field)}: {fault}", noun="opportunity", field=field)


def _former(change: Change, opportunity_id: str) -> dict[str, Any]:
    rows = change.rows(
        "SELECT account_id, stage, status, lost_reason, revisit_on, currency FROM opportunity WHERE id = ?",
        opportunity_id,
    )
    if not rows:
        raise errors.NotFound(_("That record is not in the store."))
    return dict(rows[0])


def _ticks(change: Change, opportunity_id: str, item_id: str) -> list[str]:
    rows = change.connection.execute(
        "SELECT id FROM tick WHERE opportunity_id = ? AND item_id = ? AND removed_at IS NULL ORDER BY id",
        (opportunity_id, item_id),
    )
    return [row[0] for row in rows.fetchall()]
