"""What a person's page shows, as rows: who it is, and what is between us. Ids are ``noun:id``, or ``field:name``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from karep.db.views.follow_ups import FollowUp
from karep.db.views.occasions import Occasion
from karep.db.views.people import Person, Preference
from karep.db.views.promises import Promise
from karep.db.views.timeline import TimelineItem
from karep.db.words import field_name
from karep.i18n import _
from karep.reports.people_words import LEVELS, score_text, step_words
from karep.reports.words import stance_words
from karep.rules.concerns import concern_words
from karep.rules.coverage import SeniorWarning
from karep.rules.privacy import MASK, PHONES
from karep.rules.trust import LOWERING, RATINGS, Trust, trust
from karep.rules.vocabulary import PREFERENCE_KINDS, ROLES
from karep.screens.account_rows import follow_up_row, promise_row
from karep.screens.forms.person_pram import LABELS, PRAM
from karep.screens.forms.person_rating import ratings
from karep.screens.forms.words import strengths
from karep.screens.people_rows import (
    EMPTY,
    MOST,
    WARNING,
    bars,
    occasion_row,
    preference_text,
    preference_tone,
    stance_sign,
    stance_tone,
)
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.timeline_words import timeline_rows
from karep.screens.widgets.columns import Cell, Row, Tone
from karep.screens.widgets.section_list import Section

_REACH: Final = ("mobile", "phone", "email", "wechat", "address")
_WORK: Final = ("form_of_address", "title", "department")
NOTHING: Final = "–"

Parts = Sequence[tuple[str, str, str]]
"""A person's parts in single deals: the deal's id, its name, the role."""


def who_sections(
    person: Person, parts: Parts, superior: str, senior: SeniorWarning | None, eyes: Eyes
) -> list[Section]:
    """Who it is: the part in decisions, the rep's view, trust, PRAM, the ways to be reached.

    Args:
        person: The person.
        parts: The parts in single deals.
        superior: The name of whom they report to, if it is known.
        senior: What is wrong with the counterpart of one who decides.
        eyes: Who looks.
    """
    return [
        Section(_("In the decision"), _part_rows(person, parts, superior, senior)),
        Section(_("My view · r rates"), _view_rows(person, eyes)),
        _trust_section(person, eyes),
        Section(_("PRAM · P writes"), {f"field:{name}": _pram_row(name, person, eyes) for name in PRAM}),
        Section(_("Reach"), _reach_rows(person, eyes), _("Nothing yet: press e to write it down.")),
    ]


def _row(label: str, text: str, tone: Tone = "") -> Row:
    return Row({"when": Cell(label, "muted"), "what": Cell(one_line(text), tone if text != NOTHING else "muted")})


def _field(name: str, person: Person, eyes: Eyes) -> Row:
    return _row(field_name(name), _shown(name, str(getattr(person, name)), eyes))


def _pram_row(name: str, person: Person, eyes: Eyes) -> Row:
    """What was written, or what could be."""
    value = getattr(person, name)
    label = _(LABELS[name])
    return _row(label, _shown(name, value, eyes)) if value else _row(label, _(PRAM[name]), "muted")


def _shown(name: str, value: str, eyes: Eyes) -> str:
    return eyes.phone(value) if name in PHONES else eyes.text("person", name, value)


def _part_rows(person: Person, parts: Parts, superior: str, senior: SeniorWarning | None) -> dict[str, Row]:
    roles = ", ".join(_(ROLES[role]) for role in person.account_roles if role in ROLES)
    rows = {"field:roles": _row(_("Roles"), roles or NOTHING, "accent")}
    deals: dict[str, tuple[str, list[str]]] = {}
    for deal, name, role in parts:
        deals.setdefault(deal, (name, []))[1].append(_(ROLES.get(role, role)))
    for deal, (name, played) in deals.items():
        rows[f"opportunity:{deal}"] = _row(_("in {deal}").format(deal=one_line(name)), ", ".join(played), "accent")
    rows["field:reports_to_id"] = _row(field_name("reports_to_id"), superior or NOTHING)
    lacking = {
        "nobody": _("{sign} nobody yet: who of ours meets those who decide?").format(sign=WARNING),
        "rep": _("{sign} {name}: only the rep, nobody senior").format(sign=WARNING, name=person.counterpart),
    }
    counterpart = lacking[senior] if senior else person.counterpart or NOTHING
    rows["field:counterpart"] = _row(field_name("counterpart"), counterpart, "warning" if senior else "")
    if person.left_on:
        rows["field:left_on"] = _row(field_name("left_on"), str(person.left_on), "warning")
    return rows


def _view_rows(person: Person, eyes: Eyes) -> dict[str, Row]:
    stance = NOTHING
    if person.stance is not None:
        stance = f"{stance_sign(person.stance)} {stance_words(person.stance)}"
    strength = f"{bars(person.strength)} {strengths()[str(person.strength)].lstrip('012345 ')}"
    concerns = concern_words(person.concerns) or NOTHING
    told = (
        ("stance", stance, stance_tone(person.stance)),
        ("strength", strength, ""),
        ("concerns", concerns, "accent"),
    )
    return {
        f"field:{name}": _row(
            field_name(name), MASK if text != NOTHING and eyes.hides("person", name) else text, _tone(tone)
        )
        for name, text, tone in told
    }


def _tone(tone: str) -> Tone:
    known: Mapping[str, Tone] = {"success": "success", "error": "error", "accent": "accent"}
    return known.get(tone, "")


def _trust_section(person: Person, eyes: Eyes) -> Section:
    """The ratings, and what to raise first; nothing of it for other eyes."""
    if eyes.hides("person", "credibility"):
        return Section(_("Trust"), {"field:credibility": _row(_("Trust"), MASK)})
    given: dict[str, int | None] = {name: getattr(person, name) for name in RATINGS}
    found = trust(given)
    rows = {f"field:{name}": _row(field_name(name), _rating(name, value)) for name, value in given.items()}
    if found.steps:
        words = _("Lower first") if found.steps[0].rating == LOWERING else _("Raise first")
        rows["field:raise"] = _row(words, step_words(found.steps[0]), "accent")
    return Section(trust_title(found), rows)


def trust_title(found: Trust) -> str:
    """The score with its formula: “Trust 3.5 growing = (credibility + reliability + intimacy) ÷ self-interest”."""
    if found.score is None or found.level is None:
        return _("Trust · r rates")
    sentence = _("Trust {score} {level} = (credibility + reliability + intimacy) ÷ self-interest")
    title = sentence.format(score=score_text(found.score), level=_(LEVELS[found.level]))
    if not found.missing:
        return title
    missing = _(", ").join(field_name(name) for name in found.missing)
    return _("{trust}, without {rating}").format(trust=title, rating=missing)


def _rating(name: str, value: int | None) -> str:
    if value is None:
        return f"{EMPTY * MOST} ?"
    words = ratings(name)[str(value)].lstrip("12345 ")
    return f"{bars(value)} {words}".rstrip()


def _reach_rows(person: Person, eyes: Eyes) -> dict[str, Row]:
    names = [name for name in (*_WORK, *_REACH, "note") if getattr(person, name)]
    return {f"field:{name}": _field(name, person, eyes) for name in names}


# --- what is between us ------------------------------------------------------------------------------------------


def between_sections(
    person_id: str,
    promises: Iterable[Promise],
    follow_ups: Iterable[FollowUp],
    touches: Iterable[TimelineItem],
    preferences: Iterable[Preference],
    occasions: Iterable[Occasion],
    eyes: Eyes,
) -> list[Section]:
    """Promises, next steps, the last touches, what they like, the days that come back."""
    return [
        Section(_("Promises"), {f"promise:{one.id}": promise_row(one, eyes) for one in promises}),
        Section(
            _("Next steps"),
            {f"follow_up:{one.id}": follow_up_row(one, eyes) for one in follow_ups},
            _("Nothing planned: press f to follow up."),
        ),
        Section(_("Last touches"), _touch_rows(touches, person_id, eyes), _("Nothing yet: press n to log a visit.")),
        Section(
            _("Preferences"),
            {f"preference:{one.id}": _preference(one, eyes) for one in preferences},
            _("Nothing yet: press v to note one."),
        ),
        Section(
            _("Important days"),
            {f"occasion:{one.id}": _occasion(one, eyes) for one in occasions},
            _("Nothing yet: press d to note a birthday."),
        ),
    ]


def _touch_rows(touches: Iterable[TimelineItem], person_id: str, eyes: Eyes) -> dict[str, Row]:
    """The touches, each with the others who were there: whose page it is was there in any case."""
    others = (replace(one, people=tuple(who for who in one.people if who[0] != person_id)) for one in touches)
    rows = {}
    for key, row in timeline_rows(others, eyes).items():
        told = " · ".join(filter(None, (_text(row, name).strip() for name in ("kind", "what"))))
        rows[key] = Row({"when": Cell(_text(row, "day"), "accent"), "what": told})
    return rows


def _text(row: Row, name: str) -> str:
    cell = row.cells.get(name, "")
    return cell.text if isinstance(cell, Cell) else cell


def _preference(one: Preference, eyes: Eyes) -> Row:
    label = Cell(_(PREFERENCE_KINDS[one.kind]), preference_tone(one))
    return Row({"when": label, "what": one_line(preference_text(one, eyes))})


def _occasion(one: Occasion, eyes: Eyes) -> Row:
    row = occasion_row(one, eyes)
    named = _text(row, "name").removeprefix(f"{one.whose} · ")
    return Row({"when": Cell(_text(row, "role") or NOTHING, "accent"), "what": one_line(named)})


# --- whole -------------------------------------------------------------------------------------------------------


def person_details(
    person: Person,
    sections: Iterable[Section],
    eyes: Eyes,
) -> dict[str, str]:
    """What a row has no room for, whole, by the row's id; the texts of the person with their line breaks."""
    found = {
        key: f"{_text(row, 'when')} · {_text(row, 'what')}" for section in sections for key, row in section.rows.items()
    }
    for name in (*PRAM, "note", "address"):
        if value := getattr(person, name):
            found[f"field:{name}"] = f"{field_name(name)}: {_shown(name, value, eyes)}"
    for name, hint in PRAM.items():
        if not getattr(person, name):
            found[f"field:{name}"] = f"{field_name(name)}: {_(hint)}"
    if not eyes.hides("person", "credibility"):
        for step in trust({name: getattr(person, name) for name in RATINGS}).steps:
            found[f"field:{step.rating}"] = step_words(step)
    return found
