"""The coverage matrix as rows: one of theirs a row, one of ours a column; and what the score is made of."""

from collections.abc import Sequence
from typing import Final

from karep.db.views.people import Person
from karep.i18n import _
from karep.reports.standing import PARTS, Meetings, Ours, Standing
from karep.rules.chain import tree
from karep.rules.coverage import Contribution, is_active
from karep.rules.privacy import MASK
from karep.rules.vocabulary import ROLES
from karep.screens.people_rows import CHAIR, NO_CHAIR, bars, person_words
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.section_list import Section

LEAST_WHO: Final = 22
"""Cells for the names of theirs."""
MEETING_WIDTH: Final = 11
"""Cells of a column of ours: “◎ 120d ×12”."""
NEVER: Final = "·"
RESPONSIBLE: Final = "◎"
"""Stands where one of ours is responsible for one of theirs."""
_ROLE: Final = "role"
_ROLE_WIDTH: Final = 16
_WIDE: Final = 100
"""From so many cells there is a column for the role."""

WHY_COLUMNS: Final = (
    Column("role", "", width=22, priority=9),
    Column("who", "", width=10, fraction=1, priority=8),
    Column("sum", "", width=25, align="right", priority=6),
    Column("points", "", width=7, align="right", priority=7),
)


def matrix_columns(ours: Sequence[Ours], width: int) -> list[Column]:
    """The columns: theirs, the role where there is room, one for each of ours."""
    theirs = Column("who", _("theirs ╲ ours"), width=LEAST_WHO, fraction=1, priority=9)
    role = [Column(_ROLE, _("Role"), width=_ROLE_WIDTH, priority=1)] if width >= _WIDE else []
    return [theirs, *role, *(Column(f"_{n}", one.name, width=MEETING_WIDTH, priority=5) for n, one in enumerate(ours))]


def matrix_section(standing: Standing, shown: Sequence[Ours], beyond: tuple[int, int], eyes: Eyes) -> Section:
    """One row for each of theirs, in the order of the decision chain.

    Args:
        standing: How the account is covered.
        shown: The people of ours that have a column.
        beyond: How many of ours are further left and further right.
        eyes: Who looks.
    """
    left, right = beyond
    more = [_("‹ {n} more").format(n=left)] if left else []
    more += [_("{n} more ›").format(n=right)] if right else []
    explained = _("days since the last contact × how often; ◎ responsible, · never")
    branches = {one.member.id: one.branch for one in tree(standing.here)}
    rows = {f"person:{one.id}": _person_row(one, branches[one.id], standing, shown, eyes) for one in standing.here}
    return Section(" · ".join([*more, explained]), rows, _("Nobody yet: press p to add a person."))


def _person_row(person: Person, branch: str, standing: Standing, shown: Sequence[Ours], eyes: Eyes) -> Row:
    mark = "◌" if person.placeholder else "●"
    roles = " ".join(_(ROLES[role]) for role in person.roles if role in ROLES)
    cells: dict[str, str | Cell] = {
        "who": f"{branch}{mark} {person.name} {person.title or ''}",
        _ROLE: Cell(roles, "accent"),
    }
    for number, ours in enumerate(shown):
        meetings = standing.cells.get((person.id, ours.key))
        cells[f"_{number}"] = _cell(meetings, standing.is_counterpart(person, ours), eyes)
    return Row(cells)


def _cell(meetings: Meetings | None, responsible: bool, eyes: Eyes) -> Cell:
    sign = f"{RESPONSIBLE} " if responsible else ""
    if meetings is None:
        return Cell(f"{sign}{NEVER}", "warning" if responsible else "muted")
    days = max(0, (eyes.today - meetings.last).days)
    words = _("{days}d ×{times}").format(days=days, times=meetings.times)
    return Cell(f"{sign}{words}", "success" if is_active(meetings.last, eyes.today) else "muted")


def why_section(standing: Standing, eyes: Eyes) -> Section:
    """What each role adds to the score. How strong the relationships are is nothing for other eyes."""
    if eyes.hides("person", "strength"):
        return Section(_("What the score is made of"), {}, MASK)
    people = {one.id: one for one in standing.here}
    rows: dict[str, Row] = {}
    for one in standing.coverage.contributions:
        person = people.get(one.person_id or "")
        key = f"person:{person.id}:{one.role}" if person else f"chair:{one.role}"
        rows[key] = _why_row(one, person)
    not_counted = _("nobody has it, not counted · a")
    for role in standing.absent:
        rows[f"chair:{role}"] = Row({"role": f"{NO_CHAIR} {_(ROLES[role])}", "who": not_counted}, "muted")
    return Section(_("Weight of the role × strength ÷ 5 × how recent, the best person of each"), rows)


def _why_row(one: Contribution, person: Person | None) -> Row:
    if person is None:
        weight = _("{weight} at most").format(weight=f"{one.weight:.0f}")
        cells = {"role": f"{CHAIR} {_(ROLES[one.role])}", "who": _("nobody yet"), "sum": weight, "points": "0.0"}
        return Row(dict(cells), "warning")
    return Row(
        {
            "role": f"● {_(ROLES[one.role])}",
            "who": one_line(person.name),
            "sum": f"{one.weight:.0f} × {bars(one.strength)}/5 × {one.recency:.2f}",
            "points": Cell(f"= {one.points:.1f}", "accent"),
        }
    )


def pair_words(person: Person, standing: Standing, eyes: Eyes) -> str:
    """One of theirs with everybody of ours who was in contact with them."""
    known = []
    for ours in standing.ours:
        meetings = standing.cells.get((person.id, ours.key))
        part = next((_(words) for part, words in PARTS.items() if part in ours.parts and part != "counterpart"), "")
        name = f"{one_line(ours.name)} ({part})" if part else one_line(ours.name)
        if meetings is not None:
            known.append(f"{name} {eyes.on(meetings.last.isoformat())} ×{meetings.times}")
    told = _(", ").join(known) or _("nobody of ours was in contact yet")
    return f"{one_line(person.name)} · {_('In contact')}: {told}\n{one_line(person_words(person, eyes))}"
