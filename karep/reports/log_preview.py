"""What a log line will be stored as, a row a part, before anything is stored; for the box and for ``karep log``."""

from collections.abc import Iterator
from datetime import date, time
from typing import Final, Literal, TypeVar

from karep.frozen import frozen
from karep.i18n import N_, _, language, ngettext
from karep.reports.report import Line, Report, Section, parts
from karep.reports.words import amount_words, dated_words, day_words, rest_words, stage_words
from karep.rules import signing
from karep.rules.clock import Clock
from karep.rules.log_line.labels import label_word
from karep.rules.log_line.understood import Attendee, Candidate, Doubt, NextStep, Part, PartKind, Question, Understood
from karep.rules.privacy import MASK, masked_numbers
from karep.rules.repeats import repeat_words
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.rules.stages import reason_needed
from karep.rules.vocabulary import STAGES, TOUCH_KINDS

One = TypeVar("One")
How = Literal["said", "assumed", "proposed"]
"""Whether the text says it, nothing was said and it is what is stored then, or it is stored only when it is taken."""

_LABELS: Final[dict[str, str]] = {
    "account": N_("Account"),
    "new_account": N_("New customer"),
    "person": N_("Who"),
    "kind": N_("Kind"),
    "when": N_("When"),
    "summary": N_("Summary"),
    "objection": N_("Objection"),
    "ours": N_("We promised"),
    "theirs": N_("They promised"),
    "next": N_("Next step"),
    "rival": N_("Competitor"),
    "need": N_("Need"),
    "tag": N_("Tags"),
    "stage": N_("Stage"),
    "amount": N_("Amount"),
    "deal": N_("Opportunity"),
    "purpose": N_("Purpose"),
    "outcome": N_("Outcome"),
    "colleagues": N_("Our people"),
    "private": N_("In confidence"),
}
"""What each part is called."""


@frozen
class PreviewRow:
    """One thing that will be stored."""

    kind: PartKind
    words: str
    how: How = "said"
    note: str = ""
    """What the rep should know about it, such as that the person is new."""
    part: Part | None = None
    """Where the text says it."""
    noun: str = "touch"
    record_id: str = ""
    """The record of the book that it is, if there is one already."""
    level: str = ""
    """``personal`` where other eyes must not see it, ``bottom_line`` where it is in no report either."""

    state: str = ""
    """``new`` for somebody who is not in the book, ``unclear`` where several are meant."""

    @property
    def label(self) -> str:
        """What the part is called, in the language in use."""
        return _("Proposed") if self.how == "proposed" else _(_LABELS[self.kind])


def log_preview(understood: Understood, clock: Clock, rest: RestDays = WEEKENDS, *, private: bool = False) -> Report:
    """What a log line will be stored as, then what must be answered first, and what could not be stored as meant.

    Args:
        understood: The line.
        clock: What counts as today.
        rest: Which days are free.
        private: Whether others can see it: phone numbers are masked. What was said in confidence is in no report.
    """
    rows = [
        Line(
            row.noun,
            row.record_id,
            parts(part=row.label, words=_report_words(row, private), note=note_words(row)),
        )
        for row in preview_rows(understood, clock, rest)
    ]
    questions = [Line("touch", "", parts(words=_masked(one, private))) for one in question_lines(understood)]
    doubts = [Line("touch", "", parts(words=_masked(doubt_words(one), private))) for one in understood.doubts]
    account = understood.account.name if understood.account else ""
    return Report(
        _("Log"),
        account,
        (
            Section("rows", _("What will be stored"), tuple(rows)),
            Section("questions", _("To be answered first"), tuple(questions)),
            Section("doubts", _("Not stored as meant"), tuple(doubts)),
        ),
    )


def _report_words(row: PreviewRow, private: bool) -> str:
    if row.level == "bottom_line":
        return _("kept, and not shown here")
    return MASK if private and row.level else _masked(row.words, private)


def _masked(words: str, private: bool) -> str:
    return masked_numbers(words) if private else words


def note_words(row: PreviewRow) -> str:
    """What the rep should know about a row; of what was not typed, that it is the default."""
    return row.note or (_("default") if row.how == "assumed" else "")


def preview_rows(understood: Understood, clock: Clock, rest: RestDays = WEEKENDS) -> tuple[PreviewRow, ...]:
    """Everything that will be stored, a row a part; what was not typed, and a day that is a holiday, says so."""
    return (
        *_who(understood),
        *_how(understood, clock.today),
        *_deal(understood),
        *_said(understood, clock.today, rest),
        *_steps(understood, clock.today, rest),
        *_rest(understood),
    )


# --- the rows ----------------------------------------------------------------------------------------------------


def _who(understood: Understood) -> Iterator[PreviewRow]:
    for person in understood.people:
        part = _place_of(understood, person)
        how: How = "said" if part else "assumed"
        if person.person is not None:
            yield PreviewRow("person", _named(person.person), how, "", part, "person", person.person.id)
        else:
            note, state = (_("new person"), "new") if person.is_new else (_("who is meant?"), "unclear")
            yield PreviewRow("person", person.word, how, note, part, "person", state=state)
    if understood.account is not None:
        part = _first(understood, "account") or _first(understood, "new_account")
        how = "said" if part or understood.account_said else "assumed"
        kind: PartKind = "account" if understood.account.id else "new_account"
        yield PreviewRow(kind, understood.account.name, how, "", part, "account", understood.account.id)


def _place_of(understood: Understood, person: Attendee) -> Part | None:
    """Where the text names somebody: apart, or in a sentence; None for who was at hand."""
    text, word = understood.text, person.word
    for part in understood.parts:
        if part.kind == "person" and word in text[part.value_start : part.end]:
            start = text.index(word, part.value_start)
            return Part("person", part.start, start + len(word), start)
    start = text.find(word)
    return Part("person", start, start + len(word), start) if start >= 0 and word else None


def _how(understood: Understood, today: date) -> Iterator[PreviewRow]:
    kind = _(TOUCH_KINDS.get(understood.kind, understood.kind))
    part = _first(understood, "kind")
    yield PreviewRow("kind", kind, "said" if understood.kind_said or part else "assumed", part=part)
    part = _first(understood, "when")
    day = understood.day
    words = _("now") if day is None else _dated(day, today, understood.at)
    yield PreviewRow("when", words, "said" if part or day else "assumed", part=part)


def _deal(understood: Understood) -> Iterator[PreviewRow]:
    deal = understood.deal
    if deal is not None:
        part = _first(understood, "deal")
        yield PreviewRow("deal", deal.name, "said" if part else "assumed", "", part, "opportunity", deal.id)
    if understood.stage:
        before = deal.title if deal is not None and deal.title else ""
        target = stage_words(understood.stage)
        words = f"{before} → {target}" if before else f"→ {target}"
        reason = understood.stage_reason
        part = _first(understood, "stage")
        note = _stage_note(before, understood.stage)
        yield PreviewRow("stage", f"{words} · {reason}" if reason else words, "said", note, part, "stage_change")
    if understood.amount is not None:
        part, currency = _first(understood, "amount"), deal.currency if deal else None
        words = amount_words(understood.amount, currency, short=False)
        if deal is not None and deal.amount is not None:
            words = f"{amount_words(deal.amount, currency, short=False)} → {words}"
        yield PreviewRow("amount", words, "said", "", part, "opportunity")


def _stage_note(before: str, stage: str) -> str:
    """What is unusual about a move."""
    if before not in STAGES:
        return ""
    notes = {"skip": _("skips a stage"), "back": _("goes back")}
    wins = _("wins the deal") if before < signing.STAGE <= stage else ""
    return " · ".join(filter(None, (wins, notes.get(reason_needed(before, stage), ""))))


def _said(understood: Understood, today: date, rest: RestDays) -> Iterator[PreviewRow]:
    for objection, part in _paired(understood, "objection", understood.objections):
        words = f"{objection.words} → {objection.answer}" if objection.answer else objection.words
        yield PreviewRow("objection", words, part=part, noun="objection")
    kinds: tuple[tuple[PartKind, str], ...] = (("ours", "us"), ("theirs", "them"))
    # of several people a promise is the first one's, which only matters, and is only told, then
    several = understood.people[0] if len(understood.people) > 1 else None
    first = "" if several is None else several.person.name if several.person else several.word
    for kind, owed_by in kinds:
        made = tuple(one for one in understood.promises if one.owed_by == owed_by)
        for promise, part in _paired(understood, kind, made):
            due = _("by {day}").format(day=_dated(promise.due, today)) if promise.due else ""
            note = rest_words(promise.due, rest) if promise.due else ""
            yield PreviewRow(kind, _joined(promise.what, due, first), note=note, part=part, noun="promise")
    for need, part in _paired(understood, "need", understood.needs):
        yield PreviewRow("need", need, part=part, noun="need")
    for rival, part in _paired(understood, "rival", understood.rivals):
        yield PreviewRow("rival", _joined(rival.name, rival.note), part=part, noun="competitor")


def _steps(understood: Understood, today: date, rest: RestDays) -> Iterator[PreviewRow]:
    for step, part in _paired(understood, "next", understood.next_steps):
        note = rest_words(step.due, rest) if step.due_said else _("no day was said")
        yield PreviewRow("next", step_words(step, today), "said", note, part, "follow_up")
    if not understood.next_steps and understood.proposal is not None:
        words = step_words(understood.proposal, today)
        yield PreviewRow("next", words, "proposed", _("not stored unless you take it"), noun="follow_up")


def _rest(understood: Understood) -> Iterator[PreviewRow]:
    texts: tuple[tuple[PartKind, str], ...] = (
        ("purpose", understood.purpose),
        ("summary", understood.summary),
        ("outcome", understood.outcome),
        ("colleagues", understood.colleagues),
        ("tag", " ".join(f"#{tag}" for tag in understood.tags)),
    )
    for kind, words in texts:
        if words:
            own = understood.kind == "gift" and kind in ("purpose", "summary", "outcome")
            yield PreviewRow(kind, words, part=_first(understood, kind), level="personal" if own else "")
    if understood.private_note:
        part = _first(understood, "private")
        yield PreviewRow("private", understood.private_note, part=part, level="bottom_line")


def _paired(understood: Understood, kind: PartKind, said: tuple[One, ...]) -> list[tuple[One, Part | None]]:
    """What was said of one kind, each with its place in the text; several in one place share it."""
    places = [part for part in understood.parts if part.kind == kind]
    return [(one, places[min(number, len(places) - 1)] if places else None) for number, one in enumerate(said)]


def _first(understood: Understood, kind: PartKind) -> Part | None:
    return next((part for part in understood.parts if part.kind == kind), None)


# --- words -------------------------------------------------------------------------------------------------------


def question_lines(understood: Understood) -> list[str]:
    """The sentences of what must be answered before the line can be saved, with the choices numbered."""
    return [question_words(one) for one in understood.questions]


def question_words(question: Question) -> str:
    """A question with its choices: “王工 may be: 1 王强 · 技术, 2 王涛”."""
    if question.about == "who":
        return _("Name who it was about: an account, or a person of one.")
    if question.about == "account" and not question.choices:
        return _("No account is known for “{word}”: name one, or write “{label}: …” for a new one.").format(
            word=question.word, label=label_word("new_account", language())
        )
    apart = len({one.account_id for one in question.choices}) > 1
    named = [_named(one, whole=apart) for one in question.choices]
    choices = _("; ").join(f"{number} {name}" for number, name in enumerate(named, start=1))
    if not question.word:
        return _("Which account is it? {choices}").format(choices=choices)
    asked = (
        _("Which account is “{word}”? {choices}") if question.about == "account" else _("Who is “{word}”? {choices}")
    )
    return asked.format(word=question.word, choices=choices)


def doubt_words(doubt: Doubt) -> str:
    """Why something was not stored as meant; its words stay in the summary."""
    sentences = {
        "deal": _("“{words}”: no single open deal is meant; it stays in the summary."),
        "stage": _("“{words}” is no stage; it stays in the summary."),
        "amount": _("“{words}” is no amount; it stays in the summary."),
        "future": _("“{words}” is still to come, so it cannot be when this happened; it stays in the summary."),
        "due": _("“{words}” is no day that exists; it stays in the text."),
        "account": _("No account is called “{words}”; it stays in the summary."),
        "listed": _("It will stand under {words}, which is highlighted; name the account if it is another one."),
        "currency": _("“{words}” is not in the currency of the deal; it stays in the summary."),
        "same_stage": _("“{words}”: the deal is in that stage already; it stays in the summary."),
        "not_private": _("“{words}” keeps a sentence to yourself only at its beginning; this one is told."),
        "long_ago": _("“{words}” is taken for the day long ago; if it was another, write it with its year."),
        "elsewhere": _("“{words}” is new here; {who} of {account} is called so too."),
    }
    known = doubt.known or Candidate("", "")
    return sentences[doubt.about].format(words=doubt.words, who=known.name, account=known.account_name or "–")


def step_words(step: NextStep, today: date) -> str:
    """A next step: its day and time, then what; and that it comes again."""
    return _joined(_dated(step.due, today, step.at), step.what, repeat_words(step.repeat, language()))


def saved_words(understood: Understood) -> str:
    """What was saved, in a few words: who or where, and how many things beside."""
    made = (
        _counted(sum(one.is_new for one in understood.people), "person"),
        _counted(len(understood.objections), "objection"),
        _counted(len(understood.promises), "promise"),
        _counted(len(understood.needs), "need"),
        _counted(len(understood.rivals), "rival"),
        _counted(len(understood.next_steps), "next"),
        stage_words(understood.stage) if understood.stage else "",
    )
    names = _(", ").join(one.person.name if one.person else one.word for one in understood.people)
    who = names or (understood.account.name if understood.account else "")
    return _joined(_(TOUCH_KINDS.get(understood.kind, understood.kind)), who, *made)


def _counted(number: int, what: str) -> str:
    if not number:
        return ""
    words = {
        "person": ngettext("{n} new person", "{n} new people", number),
        "objection": ngettext("{n} objection", "{n} objections", number),
        "promise": ngettext("{n} promise", "{n} promises", number),
        "need": ngettext("{n} need", "{n} needs", number),
        "rival": ngettext("{n} competitor", "{n} competitors", number),
        "next": ngettext("{n} next step", "{n} next steps", number),
    }
    return words[what].format(n=number)


def _joined(*pieces: str) -> str:
    return " · ".join(filter(None, pieces))


def _named(one: Candidate, *, whole: bool = False) -> str:
    """A name with the title; with the account too where several are told apart."""
    return _joined(one.name, one.title or "", one.account_name if whole and one.account_name != one.name else "")


def _dated(day: date, today: date, at: time | None = None) -> str:
    """A day ahead by its date, with the word for a near one."""
    near = day_words(day, today)
    date_itself = dated_words(day, today)
    words = date_itself if near == date_itself else f"{near} ({date_itself})"
    return f"{words} {at:%H:%M}" if at else words
