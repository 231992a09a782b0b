"""What changed since we last spoke with anyone in the room, from the journal and from what the records say."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from karep.db.views.briefing import (
    FieldChange,
    list_account_moves,
    list_field_changes,
    list_last_touches,
    list_new_roles,
    list_noted,
)
from karep.db.views.opportunities import StageChange
from karep.db.views.promises import list_closed_promises
from karep.db.views.touches import get_touch
from karep.db.words import field_name
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.brief_deal import DEAL_TOPICS, age
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import LONG, SHORT, about_account, called, fact_words, said, touch_parts
from karep.reports.changes import closed_word
from karep.reports.render import BETWEEN
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.fact_names import about
from karep.rules.privacy import is_private
from karep.rules.vocabulary import OWED_BY, ROLES
from karep.rules.zones import utc_span

WATCHED: Final = {
    "account": ("tier", "status", "owner"),
    "person": ("title", "department", "stance"),
    "opportunity": ("status", "amount", "expected_close", "buyer_stage"),
}
"""The fields whose change matters in a meeting, by noun."""
_TOUCHES: Final = 3
_KNOWN: Final = 3
"""As many facts are told before the first contact."""

Dated = tuple[date, Line]


def changes_title(meeting: Meeting) -> str:
    """The heading: since when."""
    day = meeting.day(meeting.baseline.at) if meeting.baseline else None
    return (
        _("Changed since {day}").format(day=words.dated_words(day, meeting.today)) if day else _("Before this meeting")
    )


def changes_lines(connection: sqlite3.Connection, meeting: Meeting) -> list[Line]:
    """What changed, the newest first; or that we never spoke with anyone in this room."""
    if meeting.baseline is None:
        return [_first_contact(meeting), *_known(meeting)]
    if not meeting.account:
        return []
    found = [
        *_moves(connection, meeting),
        *_left(meeting),
        *_fields(connection, meeting),
        *_new(connection, meeting),
        *_settled(connection, meeting),
        *_facts(connection, meeting),
        *_touches(connection, meeting),
    ]
    return [line for _day, line in sorted(found, key=lambda one: -one[0].toordinal())]


def _first_contact(meeting: Meeting) -> Line:
    other = meeting.elsewhere
    if other is None:
        return about_account(meeting, what=_("First contact: nobody here has spoken with us yet"))
    told = [one for one in touch_parts(other, meeting, whole=False) if one.name != "when"]
    sentence = _("First contact with this room; the account last spoke with us on {day}")
    first = parts(first=sentence.format(day=_day(other.at, meeting) or "–"))
    return Line("touch", other.id, (*first, *told), account_id=other.account_id)


def _known(meeting: Meeting) -> Iterator[Line]:
    """What is known of an account to which nobody has spoken yet: line of business, place, size, and a few facts."""
    account = meeting.account
    if account is None or not meeting.is_first:
        return
    place = _(", ").join(dict.fromkeys(filter(None, (account.city, account.region, account.country))))
    size = account.employees
    people = ngettext("{n} employee", "{n} employees", size).format(n=f"{size:,}") if size else ""
    known = BETWEEN.join(filter(None, (account.industry, place, people)))
    if known:
        yield about_account(meeting, known=_("Known: {text}").format(text=cut(known, LONG)))
    facts = [fact for fact in meeting.facts if about(fact.name) not in DEAL_TOPICS]
    # a sheet brings many numbers at once: words say more about a stranger, and the first columns more than the last
    days = {fact.id: meeting.fact_day(fact).toordinal() for fact in facts}
    telling = sorted(facts, key=lambda fact: (not _has_letters(fact.value), -days[fact.id], fact.id))
    for fact in telling[:_KNOWN]:
        told = parts(what=fact_words(fact), when=age(meeting, fact))
        yield Line("fact", fact.id, told, account_id=meeting.account_id)


def _has_letters(value: str | None) -> bool:
    return any(one.isalpha() for one in value or "")


def _since(meeting: Meeting) -> str:
    """The moment of the last touch."""
    return meeting.baseline.at if meeting.baseline else ""


def _noted_since(meeting: Meeting) -> str:
    """The moment from which something noted down is news: when the last touch was written down."""
    touch = meeting.baseline
    return max(touch.at, touch.created_at) if touch else ""


def _until(meeting: Meeting) -> str:
    return utc_span(meeting.today, meeting.today, meeting.clock.zone)[1]


def _dated(when: str | date | None, line: Line, meeting: Meeting) -> Dated:
    day = when if isinstance(when, date) else meeting.day(when)
    return day or meeting.today, line


def _moves(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """Each deal that moved, from where it stood to where it stands."""
    by_deal: dict[str, list[StageChange]] = {}
    for move in list_account_moves(connection, meeting.account_id, _since(meeting), _until(meeting)):
        by_deal.setdefault(move.opportunity_id, []).append(move)
    for moves in by_deal.values():
        last, first = moves[0], moves[-1]
        if first.from_stage != last.to_stage:
            line = Line(
                "stage_change",
                last.id,
                parts(
                    when=_day(last.at, meeting),
                    deal=cut(last.opportunity_name, SHORT),
                    what=f"{words.stage_words(first.from_stage)} → {words.stage_words(last.to_stage)}",
                    why=said("{text}", last.reason, SHORT),
                ),
                account_id=last.account_id,
                opportunity_id=last.opportunity_id,
                sources=(("stage_change", first.id),) if first is not last else (),
            )
            yield _dated(last.at, line, meeting)


def _left(meeting: Meeting) -> Iterator[Dated]:
    since = meeting.day(_since(meeting)) or meeting.today
    for person in meeting.gone:
        day = words.read_day(person.left_on)
        if day and since <= day <= meeting.today:
            when = words.dated_words(day, meeting.today)
            named = parts(when=when, who=called(person), title=said("{text}", person.title, SHORT), what=_("has left"))
            yield day, Line("person", person.id, named, account_id=meeting.account_id)


def _fields(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """Each record of which a watched field is not what it was, with all such fields."""
    records = _records(meeting)
    before: dict[str, dict[str, FieldChange]] = {}
    for change in list_field_changes(connection, records, _noted_since(meeting)):
        if change.field in WATCHED.get(change.noun, ()) and (
            meeting.private or not is_private(change.noun, change.field)
        ):
            before.setdefault(change.record, {}).setdefault(change.field, change)
    for record, changes in before.items():
        noun, name, now = records[record]
        told = [
            _("{field}: {before} → {after}").format(
                field=field_name(field),
                before=_shown(noun, field, changes[field].before, now),
                after=_shown(noun, field, getattr(now, field), now),
            )
            for field in WATCHED[noun]
            if field in changes and changes[field].before not in (None, "", getattr(now, field))
        ]
        if told:
            at = max(change.at for change in changes.values())
            deal = record if noun == "opportunity" else ""
            line = Line(
                noun,
                record,
                parts(when=_day(at, meeting), who=name, what=_("; ").join(told)),
                account_id=meeting.account_id,
                opportunity_id=deal,
            )
            yield _dated(at, line, meeting)


def _records(meeting: Meeting) -> dict[str, tuple[str, str, Any]]:
    """The records whose fields are watched, by id: the noun, what it is called, and what it is now."""
    found: dict[str, tuple[str, str, Any]] = {}
    if meeting.account:
        found[meeting.account.id] = (
            "account",
            cut(meeting.account.short_name or meeting.account.name, SHORT),
            meeting.account,
        )
    found |= {one.id: ("person", called(one), one) for one in meeting.people}
    found |= {one.id: ("opportunity", cut(one.name, SHORT), one) for one in meeting.deals}
    return found


def _shown(noun: str, field: str, value: Any, record: Any) -> str:
    if value in (None, ""):
        return "–"
    if field == "amount" and isinstance(value, int):
        return words.amount_words(value, record.currency)
    if field == "stance":
        return words.stance_words(value)
    if field == "expected_close":
        day = words.read_day(str(value))
        return words.full_day_words(day) if day else cut(str(value), SHORT)
    if (noun, field) == ("opportunity", "status"):
        return words.status_words(str(value))
    known = closed_word(noun, field, value)
    return known if known is not None else cut(str(value), SHORT)


def _new(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """People, parts and deals that were noted down; not those that came with an import."""
    since = _noted_since(meeting)
    people = {one.id: one for one in meeting.people}
    deals = {one.id: one for one in meeting.deals}
    roles = {role_id: (person, role) for role_id, person, role in list_new_roles(connection, meeting.account_id, since)}
    new = [one.id for one in meeting.people if one.created_at > since]
    new += [one.id for one in meeting.deals if one.created_at > since]
    noted = list_noted(connection, [*new, *roles], since)
    for record, at in noted.items():
        when = _day(at, meeting)
        if record in people:
            person = people[record]
            told = parts(when=when, who=called(person), title=said("{text}", person.title, SHORT), what=_("new person"))
            yield _dated(at, Line("person", record, told, account_id=meeting.account_id), meeting)
        elif record in deals:
            told = parts(when=when, deal=cut(deals[record].name, SHORT), what=_("new deal"))
            line = Line("opportunity", record, told, account_id=meeting.account_id, opportunity_id=record)
            yield _dated(at, line, meeting)
        elif roles[record][0] in people and roles[record][0] not in noted:
            person, role = people[roles[record][0]], roles[record][1]
            told = parts(when=when, who=called(person), what=_("now {role}").format(role=_(ROLES.get(role, role))))
            yield _dated(at, Line("role", record, told, account_id=meeting.account_id), meeting)


def _settled(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """Promises of either side that were kept or broken."""
    closed = list_closed_promises(connection, _since(meeting), _until(meeting), account_id=meeting.account_id)
    for one in closed:
        at = one.kept_at or one.broken_at
        if meeting.baseline is None or (at or "") <= meeting.baseline.at:
            continue
        line = Line(
            "promise",
            one.id,
            parts(
                when=_day(at, meeting),
                owed=_(OWED_BY.get(one.owed_by, "")),
                state=_("kept") if one.kept_at else _("not kept"),
                what=cut(one.what, SHORT),
            ),
            account_id=one.account_id,
            state="done",
        )
        yield _dated(at, line, meeting)


def _facts(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """Facts that are newer than the last touch; those of the deal stand there."""
    since = meeting.day(_since(meeting)) or meeting.today
    stamp = _noted_since(meeting)
    undated = [one.id for one in meeting.facts if not one.dated and one.created_at > stamp]
    noted = list_noted(connection, undated, stamp)
    for fact in meeting.facts:
        dated = words.read_day(fact.dated)
        new = since < dated <= meeting.today if dated else fact.id in noted
        if new and not about(fact.name):
            day = meeting.fact_day(fact)
            told = parts(when=words.dated_words(day, meeting.today), what=fact_words(fact))
            yield day, Line("fact", fact.id, told, account_id=meeting.account_id)


def _touches(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Dated]:
    """The last touches with others of the account."""
    if meeting.whole or meeting.baseline is None:
        return
    last = list_last_touches(connection, _until(meeting), 2 * _TOUCHES, account_id=meeting.account_id)
    shown = {meeting.baseline.id, *(one.id for one in meeting.before)}
    later = [get_touch(connection, one) for one, _kind in last if one not in shown]
    for touch in [one for one in later if one and one.at > meeting.baseline.at][:_TOUCHES]:
        line = Line("touch", touch.id, touch_parts(touch, meeting, whole=False), account_id=touch.account_id)
        yield _dated(touch.at, line, meeting)


def _day(utc_iso: str | None, meeting: Meeting) -> str | None:
    day = meeting.day(utc_iso)
    return words.dated_words(day, meeting.today) if day else None
