"""What a rep does with deals: move, win, lose, expand, tick."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.deal_steps import plan_asking_again, plan_signing, take_back_planned
from karep.db.words import field_name
from karep.i18n import _
from karep.rules import expansion, lost, signing
from karep.rules.practice import USUAL, Practice


def add_opportunity(change: Change, values: Values) -> str:
    """Store a deal and return its id; account and name are required. It starts in its stage without a move.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("opportunity", values)


def change_opportunity(change: Change, opportunity_id: str, values: Values) -> None:
    """Set some fields of a deal; another stage is a move with all that `move_stage` does, a loss needs reason and day.

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
    change: Change,
    opportunity_id: str,
    to_stage: str,
    *,
    reason: str = "",
    unmet: Iterable[str] = (),
    on: date | None = None,
    practice: Practice = USUAL,
) -> str:
    """Move a deal to another stage, and return the id of the move.

    An open deal that comes to delivery or beyond is won by it, as with `win`: it cannot stand there and be still to be
    decided. A won deal that goes back before delivery is open again, as with `reopen`, in the stage that was meant.

    Args:
        change: The open action.
        opportunity_id: The deal.
        to_stage: ``S1`` to ``S8``.
        reason: Why, when stages were skipped or exit facts are open.
        unmet: The ids of the exit facts that are still open.
        on: The rep's own day, for what a signature plans; the day where the program runs if it is not given.
        practice: How the rep works: the days of what a signature plans.

    Raises:
        NotFound: If there is no such deal.
        Refused: If it is no stage, or the deal is in it already.
    """
    former = _former(change, opportunity_id)
    if to_stage == former["stage"]:
        fault = _("the deal is already in it")
        raise errors.Refused(f"{field_name('stage')}: {fault}", noun="opportunity", field="stage")
    move_id = _note_move(change, opportunity_id, former["stage"], to_stage, reason, unmet)
    if former["status"] == "open" and to_stage >= signing.STAGE:
        change.change("opportunity", opportunity_id, {"status": "won"})
        plan_signing(change, opportunity_id, former["account_id"], on, practice)
    elif former["status"] == "won" and to_stage < signing.STAGE:
        change.change("opportunity", opportunity_id, {"status": "open"})
        take_back_planned(change, opportunity_id, signing.ORIGIN)
    return move_id


def _note_move(
    change: Change, opportunity_id: str, from_stage: str, to_stage: str, reason: str, unmet: Iterable[str] = ()
) -> str:
    change.change("opportunity", opportunity_id, {"stage": to_stage})
    move = {"from_stage": from_stage, "to_stage": to_stage, "at": change.at, "reason": reason}
    open_facts = json.dumps(list(unmet), ensure_ascii=False)
    return change.add("stage_change", {"opportunity_id": opportunity_id, **move, "unmet": open_facts})


def win(
    change: Change,
    opportunity_id: str,
    *,
    on: date | None = None,
    unmet: Iterable[str] = (),
    to_stage: str | None = None,
    reason: str = "",
    amount: int | None = None,
    practice: Practice = USUAL,
) -> list[str]:
    """Note that a deal was won, and plan what a signature asks for: one follow-up for each of `signing.steps`.

    A deal that stands before delivery moves there with it. A step that stands there from an earlier signature is not
    planned again, so that a deal that is opened and won again has no doubles. What a loss planned goes, untouched.

    Args:
        change: The open action.
        opportunity_id: The deal.
        on: The rep's own day; the day that it is where the program runs if it is not given.
        unmet: The ids of the exit facts that the move to delivery leaves open.
        to_stage: Where it goes with it; never before delivery.
        reason: Why, when stages were skipped.
        amount: What it was won with, in minor units; without it the deal's amount stays.
        practice: How the rep works: the days of what is planned.

    Returns:
        The ids of the follow-ups that were planned.

    Raises:
        NotFound: If there is no such deal.
        Refused: If a value does not fit.
    """
    former = _former(change, opportunity_id)
    target = max(to_stage or former["stage"], signing.STAGE)
    change.change("opportunity", opportunity_id, {"status": "won", **({} if amount is None else {"amount": amount})})
    if target != former["stage"]:
        _note_move(change, opportunity_id, former["stage"], target, reason or _("Won"), unmet)
    take_back_planned(change, opportunity_id, lost.ORIGIN)
    return plan_signing(change, opportunity_id, former["account_id"], on, practice)


def lose(
    change: Change, opportunity_id: str, reason: str, revisit_on: date | str | None, *, ask_again: str = ""
) -> str | None:
    """Note that a deal was lost, why, and when to ask again; what a signature planned goes, untouched.

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
    take_back_planned(change, opportunity_id, signing.ORIGIN)
    if not ask_again.strip():
        return None
    account_id = _former(change, opportunity_id)["account_id"]
    return plan_asking_again(change, opportunity_id, account_id, ask_again, revisit_on)


_MOVES: Final = """
SELECT id, from_stage, to_stage FROM stage_change WHERE opportunity_id = ? AND removed_at IS NULL
ORDER BY at DESC, id DESC
"""


def reopen(change: Change, opportunity_id: str) -> None:
    """Make a deal that was won or lost open again; the reason that was given stays readable.

    Thanks for an order that is none would mislead: what the signature or the loss planned goes, unless it was done or
    the rep changed it. A deal in delivery or beyond goes back to the stage from which it came there.

    Raises:
        NotFound: If there is no such deal.
    """
    stage = _former(change, opportunity_id)["stage"]
    change.change("opportunity", opportunity_id, {"status": "open"})
    moves = change.connection.execute(_MOVES, (opportunity_id,)).fetchall()
    signed = next((move for move in moves if move[1] < signing.STAGE <= move[2]), None)
    if stage >= signing.STAGE and signed is not None:
        move_id, from_stage, _to_stage = signed
        if move_id == moves[0][0]:
            # nothing happened since: it never was there
            change.remove("stage_change", move_id)
            change.change("opportunity", opportunity_id, {"stage": from_stage})
        else:
            _note_move(change, opportunity_id, stage, from_stage, _("Open again"))
    for origin in (signing.ORIGIN, lost.ORIGIN):
        take_back_planned(change, opportunity_id, origin)


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
