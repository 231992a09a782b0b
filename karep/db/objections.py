"""What a rep does with objections: note them with the answer that was given, and what became of it."""

from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.i18n import _
from karep.playbook.kinds import card_id_of
from karep.playbook.shelf import playbook
from karep.playbook.shipped import LANGUAGES
from karep.rules.matching import fold
from karep.rules.scripts import simplified

_SHORTEST: Final = 2
"""Fewer letters than this name no answer."""


def add_objection(change: Change, values: Values) -> str:
    """Store a doubt that the customer voiced, now unless ``at`` says otherwise, and return its id.

    Raises:
        Refused: If a value does not fit, or the answer is none of the card's.
    """
    return change.add("objection", {"at": change.at, **values, **_card_of(values.get("card"), values)})


def change_objection(change: Change, objection_id: str, values: Values) -> None:
    """Set some fields of an objection, such as the answer and what became of it.

    Raises:
        NotFound: If there is no such objection.
        Refused: If a value does not fit, or the answer is none of the card's.
    """
    found = change.rows("SELECT card, answer_id FROM objection WHERE id = ?", objection_id)
    now = {**(dict(found[0]) if found else {}), **values}
    fitting: Values = _card_of(now.get("card"), now) if {"card", "answer_id"} & set(values) else {}
    change.change("objection", objection_id, {**values, **fitting})


def set_outcome(change: Change, objection_id: str, outcome: str) -> None:
    """Note what became of an objection: ``worked``, ``failed``, ``answered`` or ``open``.

    Raises:
        NotFound: If there is no such objection.
        Refused: If it is no outcome.
    """
    change.change("objection", objection_id, {"outcome": outcome})


def remove_objection(change: Change, objection_id: str) -> None:
    """Take an objection out; a concession that was made for it stays.

    Raises:
        NotFound: If there is no such objection.
    """
    change.remove("objection", objection_id)


def answer_named(card_id: str | None, words: str) -> str | None:
    """The id of the card's answer that the rep's words name, in either language; None where they name none."""
    wanted = fold(simplified(words))
    if not card_id or len(wanted) < _SHORTEST:
        return None
    for language in LANGUAGES:
        card = playbook(language).objections.get(card_id)
        for answer in card.answers if card else ():
            if wanted in (fold(answer.name), fold(answer.id)):
                return answer.id
    return None


def _card_of(card: Any, values: Values) -> Values:
    """The card to store: the answer's own where none was chosen.

    Raises:
        Refused: If the answer belongs to another card.
    """
    answer_id = values.get("answer_id")
    if not answer_id:
        return {}
    own = card_id_of(str(answer_id))
    if card and card != own:
        raise errors.Refused(
            _("That answer belongs to another card: choose one of this card, or use your own words."),
            noun="objection",
            field="answer_id",
        )
    return {"card": own}
