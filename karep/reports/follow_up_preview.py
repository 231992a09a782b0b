"""What a line that plans a follow-up will be stored as, in words."""

from datetime import date
from typing import Final

from karep.db.words import field_name
from karep.i18n import N_, _, language
from karep.reports.words import dated_words, rest_words, stage_words
from karep.reports.words import day_words as near_words
from karep.rules.follow_up_line import FollowUpLine
from karep.rules.log_line.understood import Question
from karep.rules.repeats import Repeat, first_on, next_due, repeat_words
from karep.rules.rest_days import WEEKENDS, RestDays

_QUESTIONS: Final = {
    "who": N_("Who is it about? Begin with the account or the person."),
    "account": N_("Which account is meant by “{word}”: {choices}?"),
    "person": N_("Who is meant by “{word}”: {choices}?"),
}
_LOOSE: Final = N_("“{word}” belongs to no account; begin with the account.")


def preview_lines(planned: FollowUpLine, today: date, rest: RestDays = WEEKENDS) -> list[tuple[str, str]]:
    """What will be stored, line by line: what it is called and its words; `rest` says which days are free."""
    person, deal = planned.person, planned.deal
    who = [f"{person.name} {person.title or ''}".rstrip()] if person else []
    who += [planned.account.name] if planned.account else []
    lines = [
        (field_name("what"), planned.what or _("Get in touch")),
        (field_name("due"), " · ".join(filter(None, (day_words(planned, today), rest_words(planned.due, rest))))),
        (_("Who"), " · ".join(who) or "–"),
    ]
    if deal:
        lines.append((_("Deal"), f"{deal.name} · {stage_words(deal.title or '')}"))
    if planned.repeat:
        lines.append((field_name("repeat"), again_words(planned.repeat, planned.due, today)))
    return lines


def day_words(planned: FollowUpLine, today: date) -> str:
    """The day and time, and where they come from when they were not said."""
    at = f" {planned.at:%H:%M}" if planned.at else ""
    dated, near = dated_words(planned.due, today), near_words(planned.due, today)
    shown = f"{dated}{at}" if dated == near else f"{near} · {dated}{at}"
    if planned.due_from == "proposed":
        return _("{day} (proposed, as no day was said)").format(day=shown)
    return shown


def again_words(repeat: Repeat, due: date, today: date) -> str:
    """How often again, and by the calendar the day after `due`: “every Monday, then Mon 7 Dec”."""
    words = repeat_words(repeat.text, language())
    if repeat.after:
        return words
    try:
        following = next_due(repeat, due, due)
    except ValueError:
        return words
    return _("{words}, then {day}").format(words=words, day=dated_words(following, today))


def repeat_preview(repeat: Repeat | None, today: date) -> str:
    """What is understood by words for a repeat: “→ every Monday; next 7 Dec”."""
    if repeat is None:
        return _("? not a repeat that karep understands; try 每月第一个周一, every 2 weeks, +90d")
    words = repeat_words(repeat.text, language())
    if not repeat.names_day:
        return f"→ {words}"
    return _("→ {words}; next {day}").format(words=words, day=dated_words(first_on(repeat, today), today))


def open_question(question: Question) -> str:
    """What has to be answered, as a sentence."""
    if question.about != "who" and not question.choices:
        return _(_LOOSE).format(word=question.word)
    several = len({one.account_id for one in question.choices}) > 1
    names = [
        " ".join(filter(None, (one.name, one.title, one.account_name if several else "")))
        if question.about == "person"
        else one.name
        for one in question.choices[:5]
    ]
    return _(_QUESTIONS[question.about]).format(word=question.word, choices=" · ".join(names))


def saved_words(planned: FollowUpLine, what: str, today: date) -> str:
    """What was planned, briefly."""
    at = f" {planned.at:%H:%M}" if planned.at else ""
    return f"{what} · {dated_words(planned.due, today)}{at}"
