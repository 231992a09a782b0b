"""Objections in words, and what there is to answer them with."""

from karep.db.views.objections import Objection
from karep.i18n import _, language
from karep.playbook import book
from karep.playbook.objection_words import names_answer
from karep.playbook.shelf import playbook
from karep.reports.brief_words import LONG, SHORT, said
from karep.reports.report import Part, parts


def objection_words(objection: Objection) -> str:
    """An objection as the customer put it, or the name of its card."""
    if objection.words and objection.words.strip():
        return _("“{text}”").format(text=objection.words.strip())
    card = _card(objection)
    return card.name if card else objection.card or ""


def answer_parts(objection: Objection) -> tuple[tuple[Part, ...], tuple[tuple[str, str], ...]]:
    """What to bring: the rep's own answer, or else the card's, and its evidence; and where the words come from."""
    card = _card(objection)
    words = objection.answer or ""
    own = "" if names_answer(objection.answer_id or "", words) else said(_("answer: {text}"), words, LONG)
    used = next((one for one in card.answers if one.id == objection.answer_id), card.answers[0]) if card else None
    answer = own or (said(_("answer: {text}"), used.say, LONG) if used else "")
    found = parts(
        answer=answer or _("no answer yet: say when you will bring one"),
        evidence=said(_("bring: {text}"), card.evidence[0], SHORT) if card else None,
    )
    return found, ((("card", card.id),) if card else ())


def _card(objection: Objection) -> book.Objection | None:
    return playbook(language()).objections.get(objection.card or "")
