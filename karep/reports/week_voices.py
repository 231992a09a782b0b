"""What customers said within a period: needs, objections, the answers that worked, what was given; rivals seen."""

import sqlite3
from collections.abc import Mapping
from typing import Final

from karep.db.views.competitors import Competitor, list_competitors
from karep.db.views.concessions import Concession, list_made_concessions
from karep.db.views.needs import Need, list_needs
from karep.db.views.objections import Objection, get_objections, list_objections
from karep.db.views.period_records import list_come_to_work
from karep.i18n import _, language, ngettext
from karep.reports.report import Line, Part, Section
from karep.reports.week_lines import below, labelled, listed, pieces, stamped
from karep.reports.week_scene import Scene
from karep.rules.vocabulary import OBJECTION_OUTCOMES

_ORDER: Final = tuple(OBJECTION_OUTCOMES)


def voices(connection: sqlite3.Connection, scene: Scene) -> tuple[Section, ...]:
    """New needs; objections, the unanswered first; answers of which it was seen that they worked; given and got.

    Of a quarter or a year only the unanswered objections are listed, and the others counted.
    """
    span = {"since": scene.since, "until": scene.until}
    needs = reversed(list_needs(connection, **span))
    voiced = list_objections(connection, **span)[::-1]
    given = reversed(list_made_concessions(connection, **span))
    worked = {one.id: one for one in voiced if one.outcome == "worked"}
    earlier = list_come_to_work(connection, scene.since, scene.until)
    worked |= get_objections(connection, [one for one in earlier if one not in worked])
    voiced.sort(key=lambda one: _ORDER.index(one.outcome) if one.outcome in _ORDER else len(_ORDER))
    if scene.period.span in ("quarter", "year"):
        told = [_objection(one, scene) for one in voiced if one.outcome == "open"]
        told += _settled([one for one in voiced if one.outcome != "open"])
    else:
        told = [_objection(one, scene) for one in voiced]
    return (
        listed("needs", _("New needs"), "voices", needs, _need, scene),
        Section("objections", _("Objections"), tuple(told), part="voices"),
        listed("answers", _("Answers that worked"), "voices", worked.values(), _answer, scene),
        listed("concessions", _("Given and got"), "voices", given, _concession, scene),
    )


def _settled(voiced: list[Objection]) -> list[Line]:
    """How many objections were answered, whatever came of it."""
    if not voiced:
        return []
    sentence = ngettext("{n} objection answered", "{n} objections answered", len(voiced)).format(n=len(voiced))
    sources = tuple(("objection", one.id) for one in voiced)
    return [Line("objection", "", (Part("what", sentence, len(voiced)),), name="answered", sources=sources)]


def rivals(connection: sqlite3.Connection, scene: Scene) -> Section:
    """Rivals that were seen, in the order of time."""
    seen = reversed(list_competitors(connection, since=scene.since, until=scene.until))
    return listed("rivals", _("Competitors seen"), "market", seen, _rival, scene)


def _need(one: Need, scene: Scene) -> Line:
    """A need that came up: whose it is, and below it the problem behind it and what solving it is worth."""
    behind = {"problem": _("Problem"), "cause": _("Cause"), "effect": _("Effect"), "value": _("Worth")}
    texts = {
        field: labelled(label, scene.told("need", one.id, field, getattr(one, field)))
        for field, label in behind.items()
    }
    return _came_up(
        "need",
        one,
        scene,
        texts,
        who=one.person_name,
        what=scene.told("need", one.id, "what", one.what),
        state=_("not voiced yet") if one.hidden else None,
        deal=one.opportunity_name,
    )


def _objection(one: Objection, scene: Scene) -> Line:
    """A doubt that a customer voiced, and what became of it; what worked stands among the answers, and what failed
    below it.
    """
    answer = _used(one, scene) if one.outcome != "worked" else ""
    texts = {"answer": labelled(_("Answer"), answer)} if one.outcome == "failed" else {}
    outcome = _(OBJECTION_OUTCOMES.get(one.outcome, ""))
    if one.outcome == "open" and (one.answer_id or one.answer):
        outcome = _("open, answer given")
    return _came_up(
        "objection", one, scene, texts, who=one.person_name, what=_doubt(one, scene), outcome=outcome,
        deal=one.opportunity_name,
    )  # fmt: skip


def _answer(one: Objection, scene: Scene) -> Line:
    """What was answered to a doubt, and worked; below it what proved it."""
    proof = scene.told("objection", one.id, "evidence", one.evidence)
    answer = _used(one, scene)
    doubt = _doubt(one, scene)
    what = f"{doubt} → {answer}" if doubt and answer else doubt or answer
    return _came_up("objection", one, scene, {"evidence": labelled(_("Evidence"), proof)}, what=what)


def _doubt(one: Objection, scene: Scene) -> str:
    return scene.told("objection", one.id, "words", one.words) or card_title(one.card)


def _used(one: Objection, scene: Scene) -> str:
    """The answer that was used, by its name in the playbook and in the rep's own words."""
    own = scene.told("objection", one.id, "answer", one.answer)
    if not one.answer_id:
        return own
    from karep.playbook.objection_words import names_answer

    return "; ".join(filter(None, (answer_title(one.answer_id), "" if names_answer(one.answer_id, own) else own)))


def _rival(one: Competitor, scene: Scene) -> Line:
    """A rival that was seen, and what was said of it."""
    note = scene.told("competitor", one.id, "note", one.note)
    name = scene.told("competitor", one.id, "name", one.name)
    return _came_up("competitor", one, scene, {}, who=name, what=note, deal=one.opportunity_name)


def _concession(one: Concession, scene: Scene) -> Line:
    """What was given and what came back for it, without the price; somebody's own business while others look."""
    back = scene.told("concession", one.id, "get", one.get) or _("nothing in return")
    given = scene.told("concession", one.id, "give", one.give)
    return Line(
        "concession",
        one.id,
        pieces(
            when=stamped(one.made_at, scene),
            account=one.account_name,
            what=f"{given} ↔ {back}",
            who=one.person_name,
            deal=one.opportunity_name,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=scene.day(one.made_at),
        level="personal",
    )


def _came_up(
    noun: str, one: Objection | Need | Competitor, scene: Scene, texts: Mapping[str, str], **told: str | None
) -> Line:
    """What came up at an account on a day, and in a week the lines that stand below it; empty ones are left out."""
    return Line(
        noun,
        one.id,
        pieces(when=stamped(one.at, scene), account=one.account_name, **told),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id or "",
        due=scene.day(one.at),
        lines=() if scene.long else below(noun, one.id, one.account_id, texts),
    )


def card_title(card: str | None) -> str:
    """The name of an objection's card in the playbook; its id when there is no such card any more."""
    if not card:
        return ""
    from karep.playbook.shelf import playbook

    found = playbook(language()).objections.get(card)
    return found.name if found else card


def answer_title(answer_id: str | None) -> str:
    """What an answer of the playbook is called; its id when there is no such answer any more."""
    if not answer_id:
        return ""
    from karep.playbook.shelf import playbook

    found = playbook(language()).answer(answer_id)
    return found.name if found else answer_id
