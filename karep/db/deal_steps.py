"""The follow-ups that the end of a deal plans by itself: after a signature, and after a loss."""

from datetime import date
from typing import Final

from karep.db.change import Change
from karep.i18n import _
from karep.rules import lost, signing
from karep.rules.clock import local_zone
from karep.rules.practice import USUAL, Practice
from karep.rules.zones import local_day

_SIGNATORY: Final = """
SELECT p.id FROM role r JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL AND p.left_on IS NULL
WHERE r.removed_at IS NULL AND r.role IN ('decision_maker', 'purchaser')
  AND (r.opportunity_id = :deal OR (r.account_id = :account AND r.opportunity_id IS NULL))
ORDER BY r.role = 'purchaser', r.opportunity_id IS NULL, p.placeholder, p.strength DESC, p.id LIMIT 1
"""


def plan_signing(
    change: Change, opportunity_id: str, account_id: str, on: date | None = None, practice: Practice = USUAL
) -> list[str]:
    """Plan what a signature asks for: one follow-up for each of `signing.steps`; the ids of those that are new.

    A step that stands there from an earlier signature is not planned again, so that a deal that is opened and won
    again has no doubles. `on` is the day of the signature; without it, the day that it is where the program runs.
    `practice` says after how many days each of them is due, and which days are free.
    """
    standing = change.connection.execute(
        "SELECT origin FROM follow_up WHERE opportunity_id = ? AND origin IS NOT NULL AND removed_at IS NULL",
        (opportunity_id,),
    ).fetchall()
    known = {origin for (origin,) in standing}
    signed_on = on or local_day(change.at, local_zone())
    about = {"account_id": account_id, "opportunity_id": opportunity_id}
    person_id = _signatory(change, opportunity_id, account_id)
    return [
        change.add(
            "follow_up",
            {
                **about,
                "person_id": person_id,
                "what": _(step.words),
                "due": step.due(signed_on, practice.rest),
                "origin": step.origin,
            },
        )
        for step in signing.steps(practice.cadence.signing)
        if step.origin not in known
    ]


def plan_asking_again(change: Change, opportunity_id: str, account_id: str, what: str, due: date | str | None) -> str:
    """Plan to ask again after a loss, and return the follow-up's id; what is open of an earlier loss is changed."""
    standing = change.connection.execute(
        "SELECT id FROM follow_up WHERE opportunity_id = ? AND origin = ? AND done_at IS NULL AND removed_at IS NULL "
        "ORDER BY id",
        (opportunity_id, lost.ORIGIN),
    ).fetchone()
    step = {"what": what, "due": due}
    if standing:
        change.change("follow_up", standing[0], step)
        return str(standing[0])
    about = {"account_id": account_id, "opportunity_id": opportunity_id, "origin": lost.ORIGIN}
    return change.add("follow_up", {**about, **step, "person_id": _signatory(change, opportunity_id, account_id)})


# An edit of the rep's own is an action that did not touch the deal: a second loss touches both, and an undo or a redo
# only brings back what was there. What a merge of accounts or people changes is no edit either.
_UNTOUCHED: Final = """
SELECT f.id FROM follow_up f
WHERE f.opportunity_id = :deal AND f.done_at IS NULL AND f.removed_at IS NULL AND f.origin LIKE :origin
  AND NOT EXISTS (
    SELECT 1 FROM journal j JOIN action a ON a.seq = j.action
    WHERE j.record = f.id AND j.op = 'change' AND a.undoes IS NULL AND a.undone_by IS NULL
      AND (j.after LIKE '%"what":%' OR j.after LIKE '%"due":%' OR j.after LIKE '%"due_time":%'
           OR j.after LIKE '%"repeat":%' OR j.after LIKE '%"done_at":%')
      AND NOT EXISTS (SELECT 1 FROM journal d WHERE d.action = j.action AND d.record = :deal))
ORDER BY f.id
"""


def take_back_planned(change: Change, opportunity_id: str, origin: str) -> None:
    """Remove what the end of a deal planned, unless it was done or the rep changed it.

    Args:
        change: The open action.
        opportunity_id: The deal.
        origin: `signing.ORIGIN` or `lost.ORIGIN`.
    """
    planned = change.connection.execute(_UNTOUCHED, {"deal": opportunity_id, "origin": f"{origin}%"}).fetchall()
    for (follow_up_id,) in planned:
        change.remove("follow_up", follow_up_id)


def _signatory(change: Change, opportunity_id: str, account_id: str) -> str | None:
    """Who decided, else who buys: of this deal before of the account at large."""
    found = change.connection.execute(_SIGNATORY, {"deal": opportunity_id, "account": account_id}).fetchone()
    return found[0] if found else None
