"""The words that the sections of a brief share."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from karep.db.views.briefing import Attendee, KnownFact
from karep.db.views.follow_ups import FollowUp
from karep.db.views.touches import Touch
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.brief_meeting import Meeting
from karep.reports.report import Line, Part, parts
from karep.rules.cutting import cut
from karep.rules.privacy import is_private
from karep.rules.vocabulary import TOUCH_KINDS

LONG: Final = 400
"""As many cells a text takes that is the point of its line: two hundred Chinese characters."""
SHORT: Final = 200
"""As many cells a text takes that stands beside others."""
STALE_DAYS: Final = 180
"""What is known since longer than this may no longer be true, and shows its age."""
_NAMES: Final = 4
_SENTENCE_END: Final = re.compile(r"[。！？；]|[.!?;](?=\s)")


def said(sentence: str, text: str | None, width: int = LONG) -> str:
    """A sentence with a stored text in the place of ``{text}``, cut to so many cells; nothing without a text."""
    return sentence.format(text=cut(text, width, clause=True)) if text and text.strip() else ""


def called(person: Attendee) -> str:
    """A person's name, with the form of address where the name does not say it."""
    form = person.form_of_address
    if not form or set(form.casefold().split()[-1:]) & {person.name.casefold(), *person.name.casefold().split()}:
        return cut(person.name, SHORT)
    return _("{name} ({form})").format(name=cut(person.name, SHORT), form=cut(form, SHORT))


def listed(names: Sequence[str], at_most: int = _NAMES, *, whole: bool = False) -> str:
    """Names as one text, so many at most, and how many more there are; long ones cut unless they shall stay whole."""
    shown = [one if whole else cut(one, SHORT) for one in names]
    if len(shown) > at_most + 1:
        rest = len(shown) - at_most
        return _("{names} and {n} more").format(names=_(", ").join(shown[:at_most]), n=rest)
    return _(", ").join(shown)


def first_sentence(text: str | None) -> str:
    """The first sentence of a note, with its stop."""
    line = " ".join((text or "").split())
    end = _SENTENCE_END.search(line)
    return line[: end.end()] if end else line


def touch_parts(touch: Touch, meeting: Meeting, *, whole: bool) -> tuple[Part, ...]:
    """A touch: when, how, with whom, what for, the first sentence of its note; with `whole` all of it, and what came
    of it.

    Of a gift only that it was given, unless private things are told.
    """
    hidden = not meeting.private and is_private("touch", "summary", {"kind": touch.kind})
    day = meeting.day(touch.at)
    purpose = "" if hidden else said("{text}", touch.purpose, SHORT)
    return parts(
        when=words.dated_words(day, meeting.today) if day else None,
        kind=_(TOUCH_KINDS.get(touch.kind, TOUCH_KINDS["other"])),
        who=listed([name for _id, name in touch.people]),
        what=purpose,
        said=None if hidden else said("{text}", touch.summary if whole else first_sentence(touch.summary)),
        outcome=said(_("Outcome: {text}"), touch.outcome, SHORT) if whole and not hidden else None,
    )


def due_part(follow_up: FollowUp, meeting: Meeting) -> str:
    """When a follow-up is due by the rep's own clock."""
    due, at = words.local_due(follow_up, meeting.clock)
    told = words.due_words(due, at, meeting.today)
    there = words.there_words(follow_up, due, at) if due >= meeting.today else ""
    return _("{name} ({form})").format(name=told, form=there) if there else told


def due_day(due: date | None, meeting: Meeting) -> str:
    """By when something is owed: how long it is overdue, or the day; nothing where none was set."""
    if due is None:
        return ""
    if due < meeting.today:
        return words.due_words(due, None, meeting.today)
    return _("due {day}").format(day=words.dated_words(due, meeting.today))


def fact_words(fact: KnownFact) -> str:
    """A fact by its name and value, and about whom if it is about a person."""
    named = _("{label}: {text}").format(label=cut(fact.name, SHORT), text=cut(fact.value or "–", LONG))
    return f"{cut(fact.person_name, SHORT)} · {named}" if fact.person_name else named


def age_words(meeting: Meeting, day: date) -> str:
    """From when something is that may change; of what is stale how old it is."""
    days = (meeting.today - day).days
    if days > STALE_DAYS:
        return ngettext("{n} d old, check it", "{n} d old, check it", days).format(n=days)
    return _("of {day}").format(day=words.dated_words(day, meeting.today))


def about_account(meeting: Meeting, *sources: tuple[str, str], **named: str | None) -> Line:
    """A line about the account itself, or about the person where there is no account."""
    noun = "account" if meeting.account else "person"
    record = meeting.account_id or meeting.subject.id
    return Line(noun, record, parts(**named), account_id=meeting.account_id, sources=sources)
