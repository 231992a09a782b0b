"""What can be done with a line of Today: close it, plan it, put it off, whatever kind of line it is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar, Final

from textual.binding import BindingType

from karep.db.views.snoozes import list_snoozes
from karep.i18n import _
from karep.reports.reminder import NOUN as REPORT
from karep.reports.report import Line
from karep.screens import places
from karep.screens.bindings import bindings, described
from karep.screens.report_list import ReportScreen

_PUT_OFF: Final[Mapping[str, str]] = {
    "cold": "cadence", "unplanned": "plan", "win_back": "win_back", "deals": "deal"
}  # fmt: skip
"""What is put off by putting off a line of each section; of important days their noun says it."""
_WAITING: Final = ("account", "person", "opportunity")
"""The nouns of lines about whom or what waits for a contact or a next step."""
_DATED: Final = ("follow_up", "promise")


class TodayActions(ReportScreen):
    """Acts on the highlighted line of Today."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "snooze.add", "snooze.list", "today.whole", "pane.next", "pane.previous"
    )

    def action_pane_next(self) -> None:
        """Go to the first line of the next section."""
        self.lines_list.action_section(1)

    def action_pane_previous(self) -> None:
        """Go to the first line of the section before."""
        self.lines_list.action_section(-1)

    async def open_line(self, line: Line) -> None:
        """Open what a line is about; the reminder of a report opens that report, from where it is handed on."""
        if line.noun == REPORT:
            from karep.screens.week import open_week

            await open_week(self.karep, line.record_id)
        else:
            await super().open_line(line)

    async def action_record_history(self) -> None:
        """Show everything that ever changed with the highlighted record."""
        line = self.line_at_hand()
        if line is not None and line.noun == REPORT:
            self.karep.say(_("A report has no history; Enter opens it."))
        else:
            await super().action_record_history()

    async def action_record_done(self) -> None:
        """Close what is due; of who waits log the contact; of an important day note what was done."""
        line = self.line_at_hand()
        if line is not None and line.noun in _WAITING:
            await places.open_log(self.karep, **_records(line))
        else:
            await super().action_record_done()

    async def action_record_move(self) -> None:
        """Move what is due to another day; for who waits plan a day."""
        line = self.line_at_hand()
        if line is not None and line.noun in _WAITING:
            first = f"{self._proposed(line).isoformat()}; "
            await places.open_follow_up(self.karep, first=first, **_records(line))
        else:
            await super().action_record_move()

    def _proposed(self, line: Line) -> date:
        """The working day on which to see to a line: when it falls due, else as soon as possible."""
        today, practice = self.karep.clock.today, self.karep.practice
        if line.noun == "opportunity":
            wanted = today + timedelta(days=practice.cadence.next_step_days)
        else:
            wanted = line.due if line.due and line.due > today else today + timedelta(days=1)
        day = practice.rest.working_day(wanted, after=today)
        while practice.rest.is_free(day):
            # everything up to there is free
            day += timedelta(days=1)
        return day

    async def action_snooze_add(self) -> None:
        """Put the highlighted line off until a day."""
        key = self.lines_list.highlighted
        line = self.lines.get(key or "")
        if key is None or line is None:
            self.karep.say(_("Highlight a line first."))
            return
        if line.noun in _DATED:
            move = described("record.move", self.karep.settings.keys)[0]
            self.karep.say(_("{key} moves a follow-up or a promise to another day.").format(key=move))
            return
        section = key.partition(" ")[0]
        if line.noun in ("occasion", "festival"):
            things = {"festival" if line.noun == "festival" else "occasion_id": line.record_id}
            things |= {"account_id": line.account_id} if line.account_id else {}
            about = line.noun
        elif section in _PUT_OFF:
            things, about = _records(line), _PUT_OFF[section]
        else:
            self.karep.say(_("This line cannot be put off."))
            return
        from karep.screens.snooze import SnoozeDialog

        await self.karep.push_screen(SnoozeDialog(about=about, **things))

    async def action_snooze_list(self) -> None:
        """List what is put off."""
        put_off = await self.karep.desk.read(list_snoozes, self.karep.clock.today)
        if not put_off:
            key = described("snooze.add", self.karep.settings.keys)[0]
            self.karep.say(_("Nothing is put off; {key} puts the highlighted line off.").format(key=key))
            return
        from karep.screens.snooze import SnoozedDialog

        await self.karep.push_screen(SnoozedDialog(put_off))


def _records(line: Line) -> dict[str, str]:
    """The records that a line is about, by the names that log line and follow-up line take them by."""
    found = {"account_id": line.account_id, "opportunity_id": line.opportunity_id}
    if line.noun == "person":
        found["person_id"] = line.record_id
    return {name: record for name, record in found.items() if record}
