"""Where the deal stands, the objections to it, and what to ask next."""

from collections.abc import Collection, Iterator
from typing import Final

from karep.db.views.briefing import KnownFact
from karep.db.views.opportunities import Opportunity
from karep.i18n import _, language, ngettext
from karep.playbook.book import Question
from karep.playbook.kinds import SPIN
from karep.playbook.shelf import playbook
from karep.reports import words
from karep.reports.brief_answers import answer_parts, objection_words
from karep.reports.brief_meeting import Meeting, last_closed
from karep.reports.brief_needs import need_lines, rival_lines
from karep.reports.brief_steps import deal_stage, open_steps
from karep.reports.brief_words import SHORT, STALE_DAYS, age_words, fact_words, said
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.fact_names import about
from karep.rules.stages import lacks_next_step
from karep.rules.vocabulary import BUYER_STAGES

DEAL_TOPICS: Final = ("competitor", "budget")
"""The facts that stand with the deal, by what they are about."""
STEPS: Final = 3
"""As many open items of the stage are listed at most."""
_FACTS: Final = 2
"""As many rivals and facts stand before those items."""
_NEEDS: Final = 2
_ASKED: Final = 4
_GIVEN: Final = 3
"""As many of the last concessions are told."""


def deal_lines(meeting: Meeting, told: Collection[tuple[str, str]] = ()) -> list[Line]:
    """The deal, rivals and budget, what its stage still needs, their needs, then the other open deals.

    Args:
        meeting: The meeting.
        told: The records of which the brief has told already: noun and id.
    """
    deal = meeting.deal
    open_deals = [one for one in meeting.deals if one.status == "open" and (deal is None or one.id != deal.id)]
    first = [_deal(meeting, deal), *given_lines(meeting, deal)] if deal else _closed(meeting)
    known = [fact for fact in meeting.facts if ("fact", fact.id) not in told]
    facts = [_fact(meeting, one) for topic in DEAL_TOPICS for one in known if about(one.name) == topic]
    rivals = rival_lines(meeting)
    facts = [*rivals[:1], *facts]
    voiced = [line for line in need_lines(meeting) if (line.noun, line.record_id) not in told]
    needs = [*voiced, *(_fact(meeting, one) for one in known if meeting.deals and _is_need(meeting, one))][:_NEEDS]
    others = (_other(one) for one in open_deals)
    rest = [*needs[:1], *facts[_FACTS:], *rivals[1:], *needs[1:]]
    return [*first, *facts[:_FACTS], *_steps(meeting, told), *rest, *others]


def _is_need(meeting: Meeting, fact: KnownFact) -> bool:
    """Whether a fact of the account may be about what it needs; one that is stale stands with what is not known."""
    stale = (meeting.today - meeting.fact_day(fact)).days > STALE_DAYS
    return fact.person_id is None and not stale and about(fact.name) not in DEAL_TOPICS


def _deal(meeting: Meeting, deal: Opportunity) -> Line:
    open_now = deal.status == "open"
    days = meeting.days_ago(deal.last_moved_at) or 0
    close = words.read_day(deal.expected_close)
    return Line(
        "opportunity",
        deal.id,
        parts(
            deal=cut(deal.name, SHORT),
            stage=words.stage_words(deal.stage),
            status=None if open_now else words.status_words(deal.status),
            when=ngettext("{n} d in this stage", "{n} d in this stage", days).format(n=days) if open_now else None,
            ticks=_ticks(meeting),
            buyer=_("buyer: {stage}").format(stage=_(BUYER_STAGES.get(deal.buyer_stage, deal.buyer_stage)))
            if deal.buyer_stage
            else None,
            amount=words.amount_words(deal.amount, deal.currency),
            close=_("close {day}").format(day=words.dated_words(close, meeting.today)) if close and open_now else None,
            next=_next(meeting, deal) if open_now else None,
        ),
        account_id=deal.account_id,
        opportunity_id=deal.id,
    )


def given_lines(meeting: Meeting, deal: Opportunity) -> Iterator[Line]:
    """What was given on the deal so far and what came back; and, for the rep alone, the floor."""
    if meeting.given:
        traded = (f"{cut(one.give, SHORT)} ↔ {cut(one.get or _('nothing'), SHORT)}" for one in meeting.given[-_GIVEN:])
        told = _("Given so far: {text}").format(text="; ".join(traded))
        sources = tuple(("concession", one.id) for one in meeting.given[:-1])
        yield Line(
            "concession",
            meeting.given[-1].id,
            parts(what=told),
            account_id=deal.account_id,
            opportunity_id=deal.id,
            level="personal",
            sources=sources,
        )
    floor = meeting.floor
    approved = _("approved by {who}").format(who=floor.approver) if floor.approver else _("not approved yet")
    least = [words.amount_words(floor.amount, deal.currency, short=False), cut(floor.terms or "", SHORT)]
    if any(least):
        told = _("Floor, for you alone: {text}").format(text=" · ".join(filter(None, (*least, approved))))
        yield Line(
            "opportunity",
            deal.id,
            parts(floor=told),
            account_id=deal.account_id,
            opportunity_id=deal.id,
            level="bottom_line",
        )


def _ticks(meeting: Meeting) -> str:
    found = deal_stage(meeting)
    if found is None:
        return ""
    done = sum(item.id in meeting.ticked for item in found.checklist)
    return _("checklist {done}/{all}").format(done=done, all=len(found.checklist))


def _next(meeting: Meeting, deal: Opportunity) -> str:
    """That the deal has no next step, or when it is, unless the goal says so already."""
    due = words.read_day(deal.next_due)
    if due is None:
        return _("no next step") if lacks_next_step(deal.stage, None, meeting.today, status=deal.status) else ""
    if any(one.opportunity_id == deal.id for one in meeting.ahead):
        return ""
    return _("next step {when}").format(when=words.due_words(due, None, meeting.today))


def _steps(meeting: Meeting, told: Collection[tuple[str, str]]) -> Iterator[Line]:
    """What is not ticked at the deal's stage, what a meeting can move first; the last one says how many more."""
    steps = [one for one in open_steps(meeting) if ("card", one.id) not in told]
    if meeting.deal is None:
        return
    rest = len(steps) - STEPS
    for number, step in enumerate(steps[:STEPS], 1):
        last = rest > 0 and number == STEPS
        more = ngettext("… and {n} more item", "… and {n} more items", rest).format(n=rest) if last else None
        yield Line(
            "card",
            step.id,
            parts(what=_("not yet: {text}").format(text=step.text), more=more),
            account_id=meeting.account_id,
            opportunity_id=meeting.deal.id,
            state="open",
        )


def _fact(meeting: Meeting, fact: KnownFact) -> Line:
    return Line(
        "fact",
        fact.id,
        parts(what=fact_words(fact), source=said("{text}", fact.source, SHORT), when=age(meeting, fact)),
        account_id=meeting.account_id,
    )


def age(meeting: Meeting, fact: KnownFact) -> str:
    """From when a fact is; of a stale one how old it is."""
    return age_words(meeting, meeting.fact_day(fact))


def _other(deal: Opportunity) -> Line:
    told = parts(
        deal=_("Also open: {text}").format(text=cut(deal.name, SHORT)),
        stage=words.stage_words(deal.stage),
        amount=words.amount_words(deal.amount, deal.currency),
    )
    return Line("opportunity", deal.id, told, account_id=deal.account_id, opportunity_id=deal.id)


def _closed(meeting: Meeting) -> list[Line]:
    """The last deal that was won, and the last that was lost, where none is open."""
    return [_closed_deal(meeting, deal) for deal in last_closed(meeting)]


def _closed_deal(meeting: Meeting, deal: Opportunity) -> Line:
    revisit = words.read_day(deal.revisit_on) if deal.status == "lost" else None
    told = parts(
        deal=cut(deal.name, SHORT),
        status=words.status_words(deal.status),
        amount=words.amount_words(deal.amount, deal.currency),
        why=said(_("Reason: {text}"), deal.lost_reason, SHORT) if deal.status == "lost" else None,
        next=_("ask again {day}").format(day=words.dated_words(revisit, meeting.today)) if revisit else None,
    )
    return Line("opportunity", deal.id, told, account_id=deal.account_id, opportunity_id=deal.id)


def objection_lines(meeting: Meeting) -> list[Line]:
    """The objections that stand, those of the deal first, the newest first, each with the answer to bring."""
    deal_id = meeting.deal.id if meeting.deal else None
    lines = []
    for one in sorted(meeting.objections, key=lambda one: one.opportunity_id != deal_id):
        answer, sources = answer_parts(one)
        day = meeting.day(one.at)
        said_on = words.dated_words(day, meeting.today) if day else None
        lines.append(
            Line(
                "objection",
                one.id,
                (*parts(what=cut(objection_words(one), SHORT, clause=True), when=said_on), *answer),
                account_id=one.account_id,
                opportunity_id=one.opportunity_id or "",
                sources=sources,
            )
        )
    return lines


def questions_title(meeting: Meeting) -> str:
    """The heading: of which stage."""
    return _("Questions to ask ({stage})").format(stage=words.stage_words(_question_stage(meeting)))


def question_lines(meeting: Meeting) -> list[Line]:
    """Questions of the stage that were not asked yet: the first of each kind, from situation to need-payoff."""
    found = playbook(language()).stages.get(_question_stage(meeting))
    if found is None or meeting.account is None:
        return []
    first: dict[str, Question] = {}
    for question in found.questions:
        if question.id not in meeting.ticked:
            first.setdefault(question.spin, question)
    return [
        Line(
            "card",
            first[kind].id,
            parts(what=first[kind].text),
            account_id=meeting.account_id,
            opportunity_id=meeting.deal.id if meeting.deal else "",
        )
        for kind in SPIN
        if kind in first
    ][:_ASKED]


def _question_stage(meeting: Meeting) -> str:
    """The deal's stage; without one, growing where something was won, else the first."""
    if meeting.deal:
        return meeting.deal.stage
    return "S8" if any(one.status == "won" for one in meeting.deals) else "S1"
