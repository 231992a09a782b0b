"""The lines of the weekly summary that come from one record each."""

from collections.abc import Iterable

from karep.db.views.accounts import AccountLine
from karep.db.views.competitors import Competitor
from karep.db.views.concessions import Concession
from karep.db.views.needs import Need
from karep.db.views.objections import Objection
from karep.db.views.opportunities import StageChange
from karep.db.views.progress import Closing, Newcomer
from karep.db.views.touches import Touch
from karep.i18n import _, language
from karep.reports import words
from karep.reports.report import Line, Part, parts
from karep.rules.clock import Clock
from karep.rules.privacy import is_private
from karep.rules.vocabulary import OBJECTION_OUTCOMES, TOUCH_KINDS


def touch(one: Touch, clock: Clock, *, with_account: bool = False) -> Line:
    """A touch: its day, kind, people and purpose, and below it what was said and what came of it.

    Of a gift only that it was given: what and why is nobody else's business.
    """
    private = is_private("touch", "summary", {"kind": one.kind})
    texts = {"what": one.summary, "outcome": _labelled(_("Outcome"), one.outcome)}
    below = [] if private else [_below(one, name, text) for name, text in texts.items()]
    return Line(
        "touch",
        one.id,
        parts(
            when=_day(one.at, clock),
            account=one.account_name if with_account else None,
            kind=_(TOUCH_KINDS.get(one.kind, TOUCH_KINDS["other"])),
            who=_(", ").join(name for _id, name in one.people),
            what=None if private else one.purpose,
            deal=one.opportunity_name,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id or "",
        due=words.read_local_day(one.at, clock.zone),
        lines=tuple(line for line in below if line.parts),
    )


def _below(one: Touch, name: str, text: str | None) -> Line:
    named = (Part(name, text),) if text and text.strip() else ()
    return Line("touch", one.id, named, account_id=one.account_id, opportunity_id=one.opportunity_id or "")


def _labelled(label: str, text: str | None) -> str:
    return _("{label}: {text}").format(label=label, text=text.strip()) if text and text.strip() else ""


def next_step(account: AccountLine | None, clock: Clock) -> list[Line]:
    """What comes next with an account, if anything was agreed."""
    due = words.read_day(account.next_due) if account else None
    if account is None or due is None:
        return []
    when = words.due_words(due, None, clock.today)
    sentence = _("Next step, {when}: {what}").format(when=when, what=account.next_what or "")
    return [Line("account", account.id, parts(next=sentence), account_id=account.id, due=due)]


def newcomer(one: Newcomer) -> Line:
    """A person who was noted down."""
    named = parts(account=one.account_name, who=one.name, what=one.title)
    return Line("person", one.person_id, named, account_id=one.account_id or "")


def move(one: StageChange, clock: Clock) -> Line:
    """A deal that moved."""
    arrow = f"{words.stage_words(one.from_stage)} → {words.stage_words(one.to_stage)}"
    return Line(
        "stage_change",
        one.id,
        parts(
            when=_day(one.at, clock),
            account=one.account_name,
            deal=one.opportunity_name,
            what=arrow,
            why=_labelled(_("Reason"), one.reason),
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=words.read_local_day(one.at, clock.zone),
    )


def closing(one: Closing, clock: Clock) -> Line:
    """A deal that was won, or lost with its reason and the day to ask again."""
    lost = one.status == "lost"
    revisit = words.read_day(one.revisit_on) if lost else None
    return Line(
        "opportunity",
        one.opportunity_id,
        parts(
            when=_day(one.at, clock),
            account=one.account_name,
            deal=one.name,
            amount=words.amount_words(one.amount, one.currency),
            why=_labelled(_("Reason"), one.lost_reason if lost else None),
            next=_("ask again {day}").format(day=words.dated_words(revisit, clock.today)) if revisit else None,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=words.read_local_day(one.at, clock.zone),
    )


def objection(one: Objection, clock: Clock) -> Line:
    """A doubt that a customer voiced, in their words or by the name of its card, and what became of it."""
    from karep.playbook.objection_words import names_answer

    outcome = _(OBJECTION_OUTCOMES.get(one.outcome, ""))
    title, own = answer_title(one.answer_id), one.answer or ""
    used = "; ".join(filter(None, (title, "" if names_answer(one.answer_id or "", own) else own)))
    below = [parts(answer=_labelled(_("Answer"), used))]
    what = one.words or card_title(one.card)
    return _came_up("objection", one, clock, below, who=one.person_name, what=what, outcome=outcome)


def need(one: Need, clock: Clock) -> Line:
    """A need that came up: whose it is, and below it the problem behind it and what solving it is worth."""
    behind = {_("Problem"): one.problem, _("Cause"): one.cause, _("Effect"): one.effect, _("Worth"): one.value}
    below = [parts(what=_labelled(label, text)) for label, text in behind.items()]
    state = _("not voiced yet") if one.hidden else None
    deal = one.opportunity_name
    return _came_up("need", one, clock, below, who=one.person_name, what=one.what, state=state, deal=deal)


def competitor(one: Competitor, clock: Clock) -> Line:
    """A rival that was seen, and what was said of it."""
    return _came_up("competitor", one, clock, who=one.name, what=one.note, deal=one.opportunity_name)


def concession(one: Concession, clock: Clock) -> Line:
    """What was given and what came back for it, without the price; somebody's own business while others look."""
    back = one.get or _("nothing in return")
    made = one.made_at or ""
    return Line(
        "concession",
        one.id,
        parts(
            when=_day(made, clock),
            account=one.account_name,
            what=f"{one.give} ↔ {back}",
            who=one.person_name,
            deal=one.opportunity_name,
        ),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=words.read_local_day(made, clock.zone),
        level="personal",
    )


def _came_up(
    noun: str,
    one: Objection | Need | Competitor,
    clock: Clock,
    below: Iterable[tuple[Part, ...]] = (),
    **told: str | None,
) -> Line:
    """What came up at an account on a day, and the lines that stand below it; empty ones are left out."""
    return Line(
        noun,
        one.id,
        parts(when=_day(one.at, clock), account=one.account_name, **told),
        account_id=one.account_id,
        opportunity_id=one.opportunity_id or "",
        due=words.read_local_day(one.at, clock.zone),
        lines=tuple(Line(noun, one.id, pieces, account_id=one.account_id) for pieces in below if pieces),
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


def _day(utc_iso: str, clock: Clock) -> str:
    day = words.read_local_day(utc_iso, clock.zone)
    return words.dated_words(day, clock.today) if day else ""
