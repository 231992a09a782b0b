"""What was found, as a page of lines: each says in one line what makes its record recognisable."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from karep.db.searched import SEARCHED
from karep.db.views.finding import Group, Hit, corrected, find
from karep.db.views.found import BETWEEN_NAMES
from karep.db.words import field_name
from karep.i18n import N_, _, language
from karep.playbook.finding import Entry, find_entries
from karep.playbook.objection_words import LIKELY, SURE
from karep.reports import words as say
from karep.reports.found_cards import CARD, card_line, is_said
from karep.reports.report import Line, Part, Report, Section
from karep.rules.clock import Clock
from karep.rules.privacy import PHONES, is_private
from karep.rules.searching.match import ELSEWHERE, INSIDE, Kind, marks
from karep.rules.searching.query import Query, Word
from karep.rules.vocabulary import (
    ACCOUNT_STATUSES,
    OBJECTION_OUTCOMES,
    OWED_BY,
    PREFERENCE_KINDS,
    TOUCH_KINDS,
)

__all__ = ["CARD", "LONGEST", "TITLES", "find_everything"]

TITLES: Final = {
    "account": N_("Accounts"),
    "person": N_("People"),
    "opportunity": N_("Deals"),
    "touch": N_("Touches"),
    "promise": N_("Promises"),
    "follow_up": N_("Follow-ups"),
    "preference": N_("Preferences"),
    "fact": N_("Facts"),
    "objection": N_("Objections"),
    "need": N_("Needs"),
    "competitor": N_("Competitors"),
    "concession": N_("Concessions"),
    CARD: N_("Playbook"),
}
"""The groups in the order in which they stand, with their headings."""

LONGEST: Final = 90
"""As many characters of a long text are shown, around what was found."""
_BEFORE: Final = 24
"""As many of them before it."""

_NAMES: Final = frozenset(("name", "short_name", "form_of_address"))


def find_everything(
    connection: sqlite3.Connection,
    words: str,
    clock: Clock,
    *,
    limit: int = 8,
    private: bool = False,
    only: str | None = None,
) -> Report:
    """Everything that answers to `words`, by noun: a section each, titled, the best first; empty ones are left out.

    When nothing does, a slip of the finger in a name is forgiven, and the report's note says so.

    Args:
        connection: The store.
        words: What the rep typed.
        clock: What day it is, and in which zone.
        limit: How many lines a section has at most.
        private: Tell what is a person's own business too. Otherwise preferences that are not internal are left out,
            nothing is found by what was said in confidence, and what else is private (see `karep.rules.privacy`) is
            found, but not shown in its line.
        only: Only this section, by its key.
    """
    found, note = _found(connection, words, clock, limit, private=private, only=only), ""
    better = corrected(connection, words, private=private) if _is_guessed(found, words) else None
    if better is not None:
        others = _found(connection, better, clock, limit, private=private, only=only)
        if others:
            found = others
            sentence = _("Nothing answers to “{typed}”; this answers to “{better}”.")
            note = sentence.format(typed=words.strip(), better=better)
    return Report(_("Find"), words.strip(), found, note=note)


def _is_guessed(found: tuple[Section, ...], words: str) -> bool:
    """Whether nothing was found but objections that the words may mean, or nothing at all."""
    return all(one.key == CARD for one in found) and not find_entries(words, language(), 1, SURE)


def _found(
    connection: sqlite3.Connection, words: str, clock: Clock, limit: int, *, private: bool, only: str | None
) -> tuple[Section, ...]:
    query, scene = Query.of(words), _Scene(clock, private)
    nouns = [noun for noun in SEARCHED if only in (None, noun)]
    groups = find(connection, words, today=clock.today, limit=limit, nouns=nouns, private=private)
    found = {group.noun: _section(group, query, scene) for group in groups if group.hits}
    ranks = {group.noun: group.hits[0].rank for group in groups if group.hits}
    # beside records, an objection is offered only if the words surely mean it
    least = SURE if ranks else LIKELY
    entries = find_entries(words, language(), limit + 1, least) if only in (None, CARD) else []
    if entries:
        found[CARD] = _cards(entries, query, limit)
        ranks[CARD] = INSIDE if is_said(words, entries[0], query) else ELSEWHERE + 1
    return tuple(found[key] for key in sorted((key for key in TITLES if key in found), key=ranks.__getitem__))


def _is_personal(hit: Hit) -> bool:
    return hit.noun == "preference" and is_private("preference", "text", hit.fields)


def _section(group: Group, query: Query, scene: "_Scene") -> Section:
    lines = tuple(_line(hit, query, scene) for hit in group.hits)
    return Section(group.noun, _(TITLES[group.noun]), lines, more=int(group.more))


def _line(hit: Hit, query: Query, scene: "_Scene") -> Line:
    said = [one for one in _SAID[hit.noun](hit.fields, scene) if one.text and scene.tells(hit, one.field)]
    shown = [replace(one, text=_excerpt(one.text, query)) if one.kind == "text" else one for one in said]
    marked = {one.name: tuple(marks(query, one.text, one.kind)) for one in shown if one.kind}
    unseen = Query(tuple(word for word in query.words if not _is_in(word, shown)))
    if unseen:
        known = {one.field for one in shown}
        shown += _elsewhere(hit, unseen, marked, lambda field: field not in known and scene.tells(hit, field))
    return Line(
        hit.noun,
        hit.id,
        tuple(Part(one.name, one.text) for one in shown),
        account_id=hit.account_id or "",
        opportunity_id=hit.opportunity_id or "",
        level="personal" if _is_personal(hit) else "",
        marks={name: spans for name, spans in marked.items() if spans},
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """A piece of a line."""

    name: str
    text: str
    kind: Kind | None = None
    """How the query is looked for in it; None where it is not."""
    field: str = ""
    """The field that it is."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """For whom the lines are, and when."""

    clock: Clock
    private: bool
    """Whether what is private is told."""

    def tells(self, hit: Hit, field: str) -> bool:
        """Whether what is in a field may be shown."""
        return self.private or not is_private(hit.noun, field, hit.fields | {"person_id": hit.person_id})

    def day(self, text: str | None) -> str:
        """A stored day in words."""
        day = say.read_day(text)
        return say.day_words(day, self.clock.today) if day else ""

    def moment(self, text: str | None) -> str:
        """The local day of a stored moment in words."""
        day = say.read_local_day(text, self.clock.zone)
        return say.day_words(day, self.clock.today) if day else ""


def _is_in(word: Word, shown: Iterable[_Said]) -> bool:
    return any(marks(Query((word,)), one.text, one.kind) for one in shown if one.kind)


def _elsewhere(
    hit: Hit, query: Query, marked: dict[str, tuple[tuple[int, int], ...]], may_show: Callable[[str], bool]
) -> Iterable[_Said]:
    """The field that words were found in which nothing else in the line shows."""
    searched = SEARCHED[hit.noun]
    for field in (*searched.names, *searched.phones, *searched.texts, *searched.confidential):
        text = hit.fields.get(field)
        if text and may_show(field):
            excerpt = _excerpt(str(text), query, _kind(field))
            spans = marks(query, excerpt, _kind(field))
            if spans:
                sentence = _("{field}: {text}").format(field=field_name(field), text=excerpt)
                offset = sentence.rindex(excerpt)
                marked["match"] = tuple((start + offset, end + offset) for start, end in spans)
                yield _Said("match", sentence, _kind(field), field)
                return


def _kind(field: str) -> Kind:
    return "name" if field in _NAMES else "phone" if field in PHONES else "text"


def _excerpt(text: str, query: Query, kind: Kind = "text") -> str:
    """A long text cut to what was found and the words around it."""
    if len(text) <= LONGEST:
        return text
    spans = marks(query, text, kind)
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    end = min(len(text), start + LONGEST)
    start = max(0, end - LONGEST)
    if start and text[start - 1].isalnum() and text[start].isascii():
        blank = text.find(" ", start, start + _BEFORE)
        start = blank + 1 if blank >= 0 else start
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


# --- one line a noun ---------------------------------------------------------------------------------------------

Fields = Mapping[str, Any]


def _of(names: Mapping[str, str], key: str) -> str:
    """The word for a key of a closed list; a key of a later version as it is."""
    return _(names[key]) if key in names else key


def _first(fields: Fields, name: str, *choices: str, kind: Kind) -> _Said:
    """The first of some fields that says anything."""
    field = next((one for one in choices if fields[one]), choices[0])
    return _Said(name, fields[field] or "", kind, field)


def _account(fields: Fields, scene: _Scene) -> list[_Said]:
    short = fields["short_name"] if fields["short_name"] != fields["name"] else None
    status = "" if fields["status"] == "active" else _of(ACCOUNT_STATUSES, fields["status"])
    return [
        _Said("name", fields["name"], "name", "name"),
        _Said("short", short or "", "name", "short_name"),
        _Said("tier", say.tier_words(fields["tier"]) if fields["tier"] else ""),
        _Said("status", status),
        _first(fields, "city", "city", "region", kind="text"),
        _Said("industry", fields["industry"] or "", "text", "industry"),
    ]


def _person(fields: Fields, scene: _Scene) -> list[_Said]:
    address = fields["form_of_address"] or ""
    return [
        _Said("name", fields["name"], "name", "name"),
        _Said("address", address if address not in fields["name"] else "", "name", "form_of_address"),
        _first(fields, "title", "title", "department", kind="text"),
        _Said("account", fields["account_name"] or _("no account"), "name"),
        _first(fields, "phone", "mobile", "phone", kind="phone"),
        _Said("left", _("left") if fields["left_on"] else ""),
    ]


def _opportunity(fields: Fields, scene: _Scene) -> list[_Said]:
    is_open = fields["status"] == "open"
    return [
        _Said("name", fields["name"], "name", "name"),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("stage", say.stage_words(fields["stage"]) if is_open else say.status_words(fields["status"])),
        _Said("amount", say.amount_words(fields["amount"], fields["currency"])),
    ]


def _touch(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", scene.moment(fields["at"])),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("kind", _of(TOUCH_KINDS, fields["kind"])),
        _Said("who", _(", ").join((fields["people"] or "").split(BETWEEN_NAMES)), "name"),
        _first(fields, "what", "summary", "purpose", kind="text"),
    ]


def _promise(fields: Fields, scene: _Scene) -> list[_Said]:
    kept = _("kept") if fields["kept_at"] else _("broken") if fields["broken_at"] else ""
    return [
        _Said("owed", _of(OWED_BY, fields["owed_by"])),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("what", fields["what"], "text", "what"),
        _Said("who", fields["person_name"] or "", "name"),
        _Said("when", kept or (_("by {day}").format(day=scene.day(fields["due"])) if fields["due"] else _("open"))),
    ]


def _follow_up(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", _("done") if fields["done_at"] else scene.day(fields["due"])),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("what", fields["what"], "text", "what"),
        _Said("who", fields["person_name"] or "", "name"),
    ]


def _preference(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("who", fields["person_name"] or "", "name"),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("kind", _of(PREFERENCE_KINDS, fields["kind"])),
        _Said("what", fields["text"], "text", "text"),
    ]


def _fact(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("account", fields["person_name"] or fields["account_name"] or "", "name"),
        _Said("name", fields["name"], "text", "name"),
        _Said("what", fields["value"] or "", "text", "value"),
        _Said("when", scene.day(fields["dated"])),
    ]


def _objection(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", scene.moment(fields["at"])),
        _Said("account", fields["account_name"] or "", "name"),
        _first(fields, "what", "words", "answer", kind="text"),
        _Said("state", _of(OBJECTION_OUTCOMES, fields["outcome"])),
    ]


def _need(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", scene.moment(fields["at"])),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("what", fields["what"], "text", "what"),
        _Said("who", fields["person_name"] or "", "name"),
        _Said("state", _("not voiced yet") if fields["hidden"] else ""),
    ]


def _competitor(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", scene.moment(fields["at"])),
        _Said("account", fields["account_name"] or "", "name"),
        _Said("name", fields["name"], "name", "name"),
        _Said("what", fields["note"] or "", "text", "note"),
    ]


def _concession(fields: Fields, scene: _Scene) -> list[_Said]:
    return [
        _Said("when", scene.moment(fields["made_at"]) if fields["made_at"] else ""),
        _Said("account", fields["account_name"] or "", "name"),
        _first(fields, "what", "give", "get", kind="text"),
        _Said("name", fields["deal_name"] or "", "name"),
        _Said("state", "" if fields["made_at"] else _("planned")),
    ]


_SAID: Final[dict[str, Callable[[Fields, _Scene], list[_Said]]]] = {
    "account": _account,
    "person": _person,
    "opportunity": _opportunity,
    "touch": _touch,
    "promise": _promise,
    "follow_up": _follow_up,
    "preference": _preference,
    "fact": _fact,
    "objection": _objection,
    "need": _need,
    "competitor": _competitor,
    "concession": _concession,
}


# --- cards -------------------------------------------------------------------------------------------------------


def _cards(entries: Sequence[Entry], query: Query, limit: int) -> Section:
    lines = tuple(card_line(one, query, _excerpt) for one in entries[:limit])
    return Section(CARD, _(TITLES[CARD]), lines, more=int(len(entries) > limit))
