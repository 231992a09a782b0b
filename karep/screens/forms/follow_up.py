"""The form of a follow-up."""

from datetime import time
from functools import partial

from karep.db import drafts, follow_ups
from karep.db.change import Change, Values
from karep.db.errors import Refused
from karep.db.views.follow_up_lines import understand_follow_up
from karep.db.views.follow_ups import FollowUp, get_follow_up
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.views.promises import get_promise
from karep.db.words import field_name
from karep.i18n import _, language
from karep.reports.follow_up_preview import repeat_preview
from karep.rules.date_words import day_order
from karep.rules.day_words import describe_day
from karep.rules.repeats import parse_repeat, read_repeat, repeat_words
from karep.rules.zones import find_zone, local_moment, to_utc
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.kept_lines import kept_line_key, read_kept_line


class FollowUpForm(Form):
    """Schedule a next step, or change one. ``about`` may hold ``line``: it names the kept line that is gone on with."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Follow up") if self.kind == "follow_up.add" else _("Change follow-up")

    async def fields(self) -> tuple[Field, ...]:
        """What and when first."""
        account_id = await self._account_id()
        known = await self.karep.desk.read(list_people, account_id)
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        return (
            Field("what", field_name("what"), required=True),
            Field(
                "due",
                field_name("due"),
                hint=_("下周三, 明天下午3点, next fri, +3d, 2026-12-01 14:30"),
                preview=self._preview,
                required=True,
            ),
            Field(
                "repeat",
                field_name("repeat"),
                hint=_("每月第一个周一, every 2 weeks, monthly on the 15th; +90d: after it is done"),
                preview=self._repeat_preview,
            ),
            Field("person_id", field_name("person_id"), "choice", {one.id: one.name for one in known}),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
            Field(
                "zone",
                field_name("zone"),
                hint=_("empty: here; else such as Asia/Shanghai"),
                preview=self._zone_preview,
            ),
        )

    def _preview(self, text: str) -> str:
        rest = self.karep.practice.rest
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], rest=rest)

    def _repeat_preview(self, text: str) -> str:
        return repeat_preview(parse_repeat(text, self.karep.clock.today), self.karep.clock.today)

    def _zone_preview(self, text: str) -> str:
        """What the clock here shows at the time that is meant there."""
        clock = self.karep.clock
        try:
            find_zone(text.strip())
        except ValueError:
            return _("? not a time zone such as Asia/Shanghai")
        found = typed.read_when(self.draft().get("due", ""), clock, self.karep.settings["dates"])
        if found is None or found.time is None:
            return _("a day without a time is the same day everywhere")
        here = local_moment(to_utc(found.day, found.time, text.strip()), clock.zone)
        day = describe_day(here.date(), clock.today, language())
        return _("→ here: {day} {time}").format(day=day, time=f"{here:%H:%M}")

    async def _follow_up(self) -> FollowUp | None:
        follow_up_id = self.about.get("follow_up_id")
        return await self.karep.desk.read(get_follow_up, follow_up_id) if follow_up_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._follow_up()
        if known is None:
            raise Refused(_("That follow-up is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._follow_up()
        if known is None:
            return await self._line_values() or await self._new_values()
        return {
            "due": f"{known.due} {known.due_time}" if known.due_time else known.due,
            "what": known.what,
            "person_id": known.person_id or "",
            "opportunity_id": known.opportunity_id or "",
            "repeat": repeat_words(known.repeat, language()),
            "zone": known.zone if known.zone and known.zone != self.karep.clock.zone else "",
        }

    async def _new_values(self) -> dict[str, str]:
        only = await typed.only_open_deal(self.karep.desk, self.about["account_id"])
        promise_id = self.about.get("promise_id")
        promise = await self.karep.desk.read(get_promise, promise_id) if promise_id else None
        person = self.about.get("person_id") or (promise.person_id if promise else None) or ""
        known = {"person_id": person, "opportunity_id": self.about.get("opportunity_id", only)}
        return {**known, "what": promise.what, "due": promise.due or ""} if promise else known

    async def _line_values(self) -> dict[str, str]:
        """What the kept line plans, if there is one."""
        if "line" not in self.about:
            return {}
        line = await self.karep.desk.read(
            read_kept_line,
            self.kind,
            self.about["line"],
            partial(understand_follow_up, practice=self.karep.practice),
            today=self.karep.clock.today,
            order=day_order(self.karep.settings["dates"]),
        )
        if line is None:
            return {}
        return {
            "what": line.what,
            "due": f"{line.due.isoformat()}{f' {line.at:%H:%M}' if line.at else ''}",
            "repeat": repeat_words(line.repeat.text, language()) if line.repeat else "",
            "person_id": line.person.id if line.person else "",
            "opportunity_id": line.deal.id if line.deal else "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the follow-up."""
        known = await self._follow_up()
        fields = self._fields(values, known)
        if known is None:
            fields["account_id"] = self.about["account_id"]
            fields |= {name: self.about[name] for name in ("promise_id", "touch_id") if name in self.about}
            await self.karep.save(self.kind, values["what"], _add, fields, self.about.get("line"))
        else:
            await self.karep.save(self.kind, values["what"], follow_ups.change_follow_up, known.id, fields)

    def _fields(self, values: dict[str, str], known: FollowUp | None) -> dict[str, object]:
        """What was typed as the store keeps it.

        Raises:
            Refused: If the day or the repeat is none.
        """
        clock = self.karep.clock
        found = typed.when(values, "due", clock, self.karep.settings["dates"])
        assert found is not None
        return {
            "what": values["what"],
            "due": found.day.isoformat(),
            "due_time": f"{found.time:%H:%M}" if found.time else None,
            "zone": _zone(values["zone"], found.time, clock.zone),
            "repeat": self._repeat(values["repeat"], known),
            "person_id": values["person_id"] or None,
            "opportunity_id": values["opportunity_id"] or None,
        }

    def _repeat(self, words: str, known: FollowUp | None) -> str | None:
        if not words:
            return None
        stored = known.repeat if known else None
        if words == repeat_words(stored, language()) and read_repeat(stored):
            return stored
        found = parse_repeat(words, self.karep.clock.today)
        if found is None:
            sentence = _("“{typed}” is not a repeat that karep understands; try 每月第一个周一, every 2 weeks or +90d.")
            raise Refused(sentence.format(typed=words), field="repeat")
        return found.text


def _zone(typed_zone: str, at: time | None, here: str) -> str | None:
    """Where a time of day is meant; a day alone is the same everywhere."""
    return (typed_zone or here) if at else None


def _add(change: Change, fields: Values, line: str | None) -> str:
    """Store a follow-up, and forget the line that it was begun with.

    Raises:
        Refused: If a value does not fit.
    """
    if line is not None:
        drafts.drop_draft(change.connection, kept_line_key("follow_up.add", line))
    return follow_ups.add_follow_up(change, fields)
