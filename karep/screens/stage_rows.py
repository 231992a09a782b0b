"""What the stage page shows of a deal: the checklist with its ticks, the item looked at, the guide beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final

from textual.content import Content

from karep.db.views.deals import Deal
from karep.db.views.evidence import Evidence
from karep.db.views.growth import Relative
from karep.db.views.objections import Objection
from karep.db.views.opportunities import Tick
from karep.frozen import frozen
from karep.i18n import _
from karep.playbook.book import Playbook, Point, Question, Stage, Technique
from karep.reports.tick_signs import OPEN, SKIPPED, TICKED
from karep.reports.words import stage_words, status_words
from karep.rules.clock import Clock
from karep.rules.vocabulary import OBJECTION_OUTCOMES, OPPORTUNITY_KINDS
from karep.rules.zones import local_day
from karep.screens.deal_words import day_words
from karep.screens.evidence import evidence_words
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.stage_guide import Entry, Group, point
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.section_list import Section

HEARD: Final = "heard "
"""What the key of an objection that was heard begins with, before its id."""
RELATIVE: Final = "deal "
"""What the key of a deal that grew out of this one, or that it grew out of, begins with."""
_PROVED: Final = "↗"
"""Stands beside the day of a tick that points at a touch."""
_WHO: Final = 20
"""As many cells of the name of who ticked are shown."""


@frozen
class Page:
    """A deal as it was read, and what to look at it with."""

    deal: Deal
    book: Playbook
    eyes: Eyes
    clock: Clock
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    """By the item's id."""
    proofs: Mapping[str, Evidence] = field(default_factory=dict)
    """The touches that ticks point at, by the touch's id."""
    heard: Sequence[Objection] = ()
    relatives: Sequence[Relative] = ()
    usual_days: Mapping[str, int] = field(default_factory=dict)
    """How long a deal usually is in each stage; a stage that it lacks is not compared."""

    def done(self, item_id: str) -> bool:
        """Whether an item is ticked and applies."""
        tick = self.ticks.get(item_id)
        return tick is not None and not tick.not_applicable

    def proof(self, item_id: str) -> Evidence | None:
        """The touch that proves an item, if there is one."""
        tick = self.ticks.get(item_id)
        return self.proofs.get(tick.touch_id) if tick and tick.touch_id else None


# --- the checklist -----------------------------------------------------------------------------------------------


def checklist(page: Page, stage: Stage) -> list[Section]:
    """The checklist, the exit facts, and ticks that the playbook has no words for any more."""
    items = {item.id: _row(page, item.id, item.title) for item in stage.checklist}
    facts = {fact.id: _row(page, fact.id, fact.text) for fact in stage.exit}
    lost = {one: _row(page, one, one) for one in page.ticks if one not in page.book.ticked and not page.book.card(one)}
    return [
        Section(_counted(page, stage.headings["checklist"], items), items),
        Section(_counted(page, stage.headings["exit"], facts), facts),
        Section(_("No longer in the playbook"), lost),
    ]


def _counted(page: Page, words: str, ids: Collection[str]) -> str:
    return f"{words} {sum(one in page.ticks for one in ids)}/{len(ids)}"


def _row(page: Page, item_id: str, words: str) -> Row:
    tick = page.ticks.get(item_id)
    if tick is None:
        return Row({"mark": OPEN, "what": words})
    if tick.not_applicable:
        return Row({"mark": SKIPPED, "what": words, "when": _("n/a")}, tone="muted")
    day = local_day(tick.at, page.clock.zone).isoformat()
    when = f"{_PROVED} {day}" if page.proof(item_id) else day
    return Row({"mark": Cell(TICKED, "success"), "what": words, "when": Cell(when, "muted")})


def item_detail(page: Page, item_id: str, width: int) -> Content:
    """The highlighted item: who ticked it when and on what evidence, how it is done, and what counts as done.

    The first of these has one line of `width` cells, so that there is room for the others.
    """
    items = (one for stage in page.book.stages.values() for one in stage.checklist)
    item = next((one for one in items if one.id == item_id), None)
    lines = [line.truncate(width, ellipsis=True) for line in _tick_lines(page, item_id)]
    if item is not None:
        lines.append(assemble((_("How: "), "bold $text-accent"), item.how))
        lines.append(assemble((_("Evidence: "), "bold $text-accent"), item.evidence))
    elif item_id in page.book.ticked:
        lines.append(safe(page.book.words(item_id)))
    else:
        lines.append(safe(_("{item}: no card has this item any more; the tick is kept.").format(item=item_id)))
    return Content("\n").join(lines)


def _tick_lines(page: Page, item_id: str) -> list[Content]:
    tick = page.ticks.get(item_id)
    if tick is None:
        return []
    day, by = _day(page, tick.at), fit(tick.by or _("you"), _WHO).rstrip()
    if tick.not_applicable:
        reason = page.eyes.words(tick.reason or "?")
        words = _("– not applicable: {reason}").format(reason=one_line(reason))
        return [assemble((words, "bold"), " · ", _("{who}, {day}").format(who=by, day=day))]
    ticked = assemble((f"{TICKED} ", "bold $text-success"), _("ticked by {who}, {day}").format(who=by, day=day))
    if proof := page.proof(item_id):
        words = evidence_words(proof, page.eyes)
        since = _("{who}, {day}").format(who=by, day=day)
        return [
            assemble((f"{TICKED} ", "bold $text-success"), f"{since} ", (f"{_PROVED} ", "bold $text-success"), words)
        ]
    if tick.touch_id:
        return [assemble(ticked, (f" {_PROVED} ", "$text-warning"), _("the touch that proved it was removed"))]
    return [ticked]


def _day(page: Page, stamp: str) -> str:
    return day_words(local_day(stamp, page.clock.zone).isoformat(), page.clock.today)


# --- the guide ---------------------------------------------------------------------------------------------------


def guide(page: Page, stage: Stage) -> list[Group]:
    """What helps beside the checklist: first what this deal brought up, then what the playbook says of the stage."""
    headings = stage.headings
    groups = [
        _relatives(page),
        _heard(page),
        Group(headings["purpose"], (Entry(f"{stage.id}.purpose", safe(stage.purpose), stage.purpose),)),
        _questions(page, stage),
        _objections(page, stage),
        _signals(page, stage),
        _techniques(page, stage),
        _lines(stage, "mistakes", stage.mistakes),
        _lines(stage, "log", stage.log),
    ]
    return [group for group in groups if group.entries]


def next_question(page: Page, stage: Stage, asked: str) -> str:
    """The question to go on with once `asked` is ticked: the next that is open, else the one before; "" without any."""
    left = [one.id for one in stage.questions if one.id not in page.ticks or one.id == asked]
    if asked not in left or len(left) < 2:
        return ""
    place = left.index(asked)
    return left[place + 1] if place + 1 < len(left) else left[place - 1]


def _lines(stage: Stage, section: str, texts: Iterable[str]) -> Group:
    entries = tuple(point(f"{stage.id}.{section}.{number}", text) for number, text in enumerate(texts))
    return Group(stage.headings.get(section, section), entries)


def _questions(page: Page, stage: Stage) -> Group:
    """The questions of a stage; those that were asked stand below the others."""
    ordered = sorted(stage.questions, key=lambda one: one.id in page.ticks)
    entries = tuple(_ticked(page, one, (f"{one.spin} ", "bold $text-accent")) for one in ordered)
    return Group(_counted(page, stage.headings["questions"], [one.id for one in ordered]), entries)


def _signals(page: Page, stage: Stage) -> Group:
    entries = tuple(_ticked(page, one) for one in stage.signals)
    return Group(_counted(page, stage.headings["signals"], [one.id for one in stage.signals]), entries)


def _ticked(page: Page, one: Question | Point, *lead: tuple[str, str]) -> Entry:
    """A question or a signal with its box; what is ticked says since when."""
    tick = page.ticks.get(one.id)
    if tick is None:
        return Entry(one.id, assemble(f"{OPEN} ", *lead, one.text), one.text)
    mark = (f"{SKIPPED} ", "$text-muted") if tick.not_applicable else (f"{TICKED} ", "bold $text-success")
    proved = f" {_PROVED}" if page.proof(one.id) else ""
    since = _("n/a") if tick.not_applicable else _day(page, tick.at)
    return Entry(
        one.id, assemble(mark, *lead, (one.text, "$text-muted"), (f"  {since}{proved}", "italic $text-muted")), one.text
    )


def _objections(page: Page, stage: Stage) -> Group:
    entries = tuple(
        Entry(one.id, assemble(("? ", "bold $text-warning"), (one.name, "bold"), " ›"), one.name)
        for one in page.book.objections_of(stage.id)
    )
    return Group(stage.headings.get("objections") or _("Objections"), entries)


def _techniques(page: Page, stage: Stage) -> Group:
    """The ways to ask for the next yes; those that answer a signal that was seen stand first and say so."""
    ordered = sorted(page.book.techniques_of(stage.id), key=lambda one: not _fits(page, one))
    entries = []
    for one in ordered:
        fits = (_("  ✓ fits a sign that was seen"), "$text-success") if _fits(page, one) else ""
        entries.append(Entry(one.id, assemble(("» ", "bold $text-success"), (one.name, "bold"), " ›", fits), one.name))
    return Group(_("Ask for the next yes"), tuple(entries))


def _fits(page: Page, technique: Technique) -> bool:
    return any(page.done(one) for one in technique.signals)


_OUTCOMES: Final = {"worked": ("✓ ", "bold $text-success"), "failed": ("✗ ", "bold $text-error")}
"""What stands before an objection by what became of it; before one that is not settled, a sign that warns."""


def _heard(page: Page) -> Group:
    """What the customer objected on this deal."""
    entries = []
    for one in page.heard:
        card = page.book.objections.get(one.card or "")
        words = page.eyes.words(one.words or (card.name if card else one.card) or "?")
        outcome = _(OBJECTION_OUTCOMES.get(one.outcome, one.outcome))
        sign = _OUTCOMES.get(one.outcome, ("! ", "bold $text-warning"))
        shown = assemble(sign, one_line(words), (f"  {outcome}", "italic $text-muted"))
        entries.append(Entry(f"{HEARD}{one.id}", shown, words))
    return Group(_("Heard on this deal"), tuple(entries))


def _relatives(page: Page) -> Group:
    """The deal that this one grew out of, and those that grew out of it."""
    entries = []
    for one in page.relatives:
        lead = _("from: ") if one.is_origin else _("into: ")
        status = "" if one.status == "open" else f" · {status_words(one.status)}"
        kind = _(OPPORTUNITY_KINDS.get(one.kind, one.kind))
        tail = (f"  {kind} · {stage_words(one.stage)}{status} ›", "$text-muted")
        name = one_line(page.eyes.words(one.name))
        entries.append(Entry(f"{RELATIVE}{one.id}", assemble((lead, "bold $text-accent"), (name, "bold"), tail), name))
    return Group(_("Grown"), tuple(entries))
