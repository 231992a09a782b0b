"""A stage of the playbook as a list to read: questions, objections, signals. Used beside a deal and in the playbook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from karep.i18n import N_, _
from karep.playbook.book import Guide, Objection, Stage
from karep.rules.matching import fold
from karep.screens.base import KarepDialog
from karep.screens.safe import assemble, safe

ASKED, NOT_ASKED, SKIPPED = "☑", "☐", "–"
"""What stands before a question that was asked on a deal, that was not, and that does not apply there."""

_PARTS = {
    "clarify": N_("Clarify"),
    "respond": N_("Respond"),
    "evidence": N_("Evidence"),
    "concession": N_("Concession"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read in a guide: its key, how it is shown, and the text that a filter looks in."""

    key: str
    shown: Content
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the entries under it."""

    title: str
    entries: tuple[Entry, ...]


class GuideList(OptionList):
    """Groups of entries, with lines as long as they need; headings cannot be highlighted."""

    DEFAULT_CSS = """
    GuideList { border: none; background: $background; padding: 0; scrollbar-gutter: stable; }
    GuideList > .option-list--option-disabled { color: $text-accent; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty guide."""
        super().__init__(id=id, markup=False, compact=True)

    def show(self, groups: Iterable[Group], *, nothing: str = "") -> None:
        """Show these groups; the highlight stays on its key. `nothing` stands where there is none."""
        kept = self.highlighted_option.id if self.highlighted_option else None
        options: list[Option] = []
        for group in groups:
            if options:
                options.append(Option("", disabled=True))
            options.append(Option(safe(group.title), disabled=True))
            options += [Option(entry.shown, id=entry.key) for entry in group.entries]
        self.clear_options()
        self.add_options(options or [Option(safe(nothing), disabled=True)])
        keys = {option.id: index for index, option in enumerate(options) if option.id}
        self.highlighted = keys[kept] if kept in keys else next(iter(keys.values()), None)
        if kept not in keys:
            self.scroll_to(y=0, animate=False, force=True)


def point(key: str, text: str) -> Entry:
    """One plain line of a card."""
    return Entry(key, assemble(("· ", "$text-muted"), text), text)


def _points(stage: Stage, section: str, texts: Iterable[str]) -> Group:
    entries = tuple(point(f"{stage.id}.{section}.{number}", text) for number, text in enumerate(texts))
    return Group(stage.headings.get(section, section), entries)


def _questions(stage: Stage, signs: Mapping[str, str] | None = None) -> Group:
    """The questions of a stage; `signs` says which of them were asked."""
    entries = []
    for one in stage.questions:
        sign = "" if signs is None else f"{signs.get(one.id, NOT_ASKED)} "
        asked = (sign, "bold $text-success") if sign and one.id in (signs or ()) else sign
        entries.append(Entry(one.id, assemble(asked, (f"{one.spin} ", "bold $text-accent"), one.text), one.text))
    return Group(stage.headings["questions"], tuple(entries))


def objection_entry(one: Objection, *, whole: bool) -> Entry:
    """An objection: its title, and with `whole` its four parts below it."""
    parts = objection_parts(one)
    shown = assemble(("? ", "bold $text-warning"), (one.name, "bold"), "" if whole else " ›")
    if whole:
        lines = [assemble(f"  {words}: ".ljust(4), text) for words, text in parts]
        shown = Content("\n").join([shown, *lines])
    return Entry(one.id, shown, "\n".join((one.name, *(text for _words, text in parts))))


def objection_parts(one: Objection) -> list[tuple[str, str]]:
    """The four parts of an answer with their names."""
    said = {
        "clarify": " ".join(one.clarify),
        "respond": " ".join(answer.say for answer in one.answers),
        "evidence": " ".join(one.evidence),
        "concession": one.concession,
    }
    return [(_(words), said[part]) for part, words in _PARTS.items()]


def _objections(stage: Stage, objections: Iterable[Objection], *, whole: bool) -> Group:
    title = stage.headings.get("objections") or _("Objections")
    return Group(title, tuple(objection_entry(one, whole=whole) for one in objections))


def _purpose(stage: Stage) -> Group:
    return Group(stage.headings["purpose"], (Entry(f"{stage.id}.purpose", safe(stage.purpose), stage.purpose),))


def deal_guide(stage: Stage, objections: Iterable[Objection], asked: Mapping[str, str]) -> list[Group]:
    """What helps beside the checklist of a deal.

    Args:
        stage: The stage that is looked at.
        objections: The objections with their answers; they may come from another stage.
        asked: The sign of each question that was asked or does not apply, by its id.
    """
    groups = [
        _purpose(stage),
        _questions(stage, asked),
        _objections(stage, objections, whole=False),
        _points(stage, "signals", (one.text for one in stage.signals)),
        _points(stage, "mistakes", stage.mistakes),
        _points(stage, "log", stage.log),
    ]
    return [group for group in groups if group.entries]


def whole_stage(stage: Stage, objections: Iterable[Objection]) -> list[Group]:
    """Everything that the playbook says about a stage."""
    checklist = Group(
        stage.headings["checklist"],
        tuple(
            Entry(one.id, assemble("☐ ", (one.title, "bold"), f"\n  {one.how}"), f"{one.title}\n{one.how}")
            for one in stage.checklist
        ),
    )
    groups = [
        _purpose(stage),
        _points(stage, "entry", stage.entry),
        _points(stage, "exit", (fact.text for fact in stage.exit)),
        _points(stage, "know", stage.know),
        checklist,
        _questions(stage),
        _objections(stage, objections, whole=True),
        _points(stage, "signals", (one.text for one in stage.signals)),
        *(_points(stage, name, getattr(stage, name)) for name in ("mistakes", "log")),
    ]
    return [group for group in groups if group.entries]


def rule_guide(rule: Guide) -> list[Group]:
    """How to answer any objection: the steps in order, and what to mind before giving way."""
    steps = tuple(
        Entry(f"rule.steps.{number}", assemble((f"{number} ", "bold $text-accent"), text), text)
        for number, text in enumerate(guide_lines(rule, "steps"), 1)
    )
    before = tuple(
        point(f"rule.concession.{number}", text) for number, text in enumerate(guide_lines(rule, "concession"))
    )
    return [Group(rule.name, steps), Group(_("Before you give way"), before)]


def guide_lines(rule: Guide, key: str) -> tuple[str, ...]:
    """The lines of a section of a guide."""
    part = rule.part(key)
    return tuple(line.text for line in part.lines) if part else ()


def matching(groups: Iterable[Group], words: str, where: str) -> Iterator[Group]:
    """The entries that hold the words, under headings that say `where` they are."""
    wanted = fold(words)
    for group in groups:
        found = tuple(entry for entry in group.entries if wanted in fold(entry.text))
        if found:
            yield Group(f"{where} · {group.title}", found)


class ObjectionDialog(KarepDialog[None]):
    """How to answer one objection: clarify, respond, evidence, concession."""

    DEFAULT_CSS = """
    ObjectionDialog Static { margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, objection: Objection, rule: Guide) -> None:
        """Show an objection with the rule that holds for all of them."""
        super().__init__()
        self._objection = objection
        self._rule = rule

    def compose(self) -> ComposeResult:
        """The four parts, then the rule in one line."""
        with VerticalScroll(id="dialog"):
            for words, text in objection_parts(self._objection):
                yield Static(assemble((f"{words}\n", "bold $text-accent"), text))
            yield Static(
                safe(" → ".join(step.rstrip(".。") for step in guide_lines(self._rule, "steps"))), classes="muted"
            )

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        dialog = self.query_one("#dialog")
        dialog.border_title = safe(self._objection.name)
        dialog.border_subtitle = safe(_("esc closes"))
        dialog.focus()
