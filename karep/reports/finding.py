"""What was found, as a page of lines: each says in one line what makes its record recognisable."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from karep.db.searched import SEARCHED
from karep.db.views.finding import Group, Hit, corrected, find
from karep.db.views.lessons import find_lessons
from karep.db.words import field_name
from karep.i18n import N_, _, language
from karep.playbook.finding import Entry, find_entries
from karep.playbook.objection_words import LIKELY, SURE
from karep.reports.found_cards import CARD, card_line, is_said
from karep.reports.found_lessons import lesson_question
from karep.reports.found_lines import SAID, Said, Scene
from karep.reports.report import Line, Part, Report, Section
from karep.rules.clock import Clock
from karep.rules.privacy import PHONES, is_private
from karep.rules.searching.match import ELSEWHERE, INSIDE, Kind, marks
from karep.rules.searching.query import Query, Word

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
    "remark": N_("Lessons and own words"),
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
    query, scene = Query.of(words), Scene(clock, private)
    nouns = [noun for noun in SEARCHED if only in (None, noun)]
    groups = find(connection, words, today=clock.today, limit=limit, nouns=nouns, private=private)
    found = {group.noun: _section(group, query, scene) for group in groups if group.hits}
    ranks = {group.noun: group.hits[0].rank for group in groups if group.hits}
    lessons = _lessons(connection, words, scene, limit, groups) if only in (None, "remark") else None
    if lessons is not None:
        found["remark"], ranks["remark"] = lessons, INSIDE
    # beside records, an objection is offered only if the words surely mean it
    least = SURE if ranks else LIKELY
    entries = find_entries(words, language(), limit + 1, least) if only in (None, CARD) else []
    if entries:
        found[CARD] = _cards(entries, query, limit)
        ranks[CARD] = INSIDE if is_said(words, entries[0], query) else ELSEWHERE + 1
    return tuple(found[key] for key in sorted((key for key in TITLES if key in found), key=ranks.__getitem__))


def _lessons(
    connection: sqlite3.Connection, words: str, scene: Scene, limit: int, groups: Sequence[Group]
) -> Section | None:
    """Lessons, when they are asked for by that word, and other own words in which it stands."""
    asked = lesson_question(words)
    if asked is None:
        return None
    today = scene.clock.today
    group = find_lessons(connection, asked.rest, stage=asked.stage, today=today, limit=limit, private=scene.private)
    known = {hit.id for hit in group.hits}
    others = [hit for one in groups if one.noun == "remark" for hit in one.hits if hit.id not in known]
    hits = (*group.hits, *others)
    if not hits:
        return None
    more = group.more or len(hits) > limit
    return _section(Group("remark", hits[:limit], more), Query.of(asked.rest), scene)


def _is_personal(hit: Hit) -> bool:
    return hit.noun in ("preference", "remark") and is_private(hit.noun, "text", hit.fields)


def _section(group: Group, query: Query, scene: Scene) -> Section:
    lines = tuple(_line(hit, query, scene) for hit in group.hits)
    return Section(group.noun, _(TITLES[group.noun]), lines, more=int(group.more))


def _line(hit: Hit, query: Query, scene: Scene) -> Line:
    said = [one for one in SAID[hit.noun](hit.fields, scene) if one.text and scene.tells(hit, one.field)]
    shown = [replace(one, text=_excerpt(scene.told(one.text), query)) if one.kind == "text" else one for one in said]
    shown = [one for one in shown if one.text]
    marked = {one.name: tuple(marks(query, one.text, one.kind)) for one in shown if one.kind}
    unseen = Query(tuple(word for word in query.words if not _is_in(word, shown)))
    if unseen:
        known = {one.field for one in shown}

        def may_show(field: str) -> bool:
            return field not in known and scene.tells(hit, field)

        shown += _elsewhere(hit, unseen, marked, may_show, scene.told)
    return Line(
        hit.noun,
        hit.id,
        tuple(Part(one.name, one.text) for one in shown),
        account_id=hit.account_id or "",
        opportunity_id=hit.opportunity_id or "",
        level="personal" if _is_personal(hit) else "",
        marks={name: spans for name, spans in marked.items() if spans},
    )


def _is_in(word: Word, shown: Iterable[Said]) -> bool:
    return any(marks(Query((word,)), one.text, one.kind) for one in shown if one.kind)


def _elsewhere(
    hit: Hit,
    query: Query,
    marked: dict[str, tuple[tuple[int, int], ...]],
    may_show: Callable[[str], bool],
    told: Callable[[str], str],
) -> Iterable[Said]:
    """The field that words were found in which nothing else in the line shows."""
    searched = SEARCHED[hit.noun]
    for field in (*searched.names, *searched.phones, *searched.texts, *searched.confidential):
        text = hit.fields.get(field)
        if text and may_show(field):
            excerpt = _excerpt(told(str(text)), query, _kind(field))
            spans = marks(query, excerpt, _kind(field))
            if spans:
                sentence = _("{field}: {text}").format(field=field_name(field), text=excerpt)
                offset = sentence.rindex(excerpt)
                marked["match"] = tuple((start + offset, end + offset) for start, end in spans)
                yield Said("match", sentence, _kind(field), field)
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


# --- cards -------------------------------------------------------------------------------------------------------


def _cards(entries: Sequence[Entry], query: Query, limit: int) -> Section:
    lines = tuple(card_line(one, query, _excerpt) for one in entries[:limit])
    return Section(CARD, _(TITLES[CARD]), lines, more=int(len(entries) > limit))
