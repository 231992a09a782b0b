"""Meetings of a calendar into the book: first what becomes of each, then all of it in one action, or nothing."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final

from karep.db import backup
from karep.db.calendars import ORIGIN, log_meeting, plan_again
from karep.db.follow_ups import add_follow_up, change_follow_up, remove_follow_up
from karep.db.views.calendar import Imported, last_change, list_imported, own_records
from karep.exchange.calendar_entries import SUFFIX
from karep.exchange.calendar_events import Meeting, Unread, read_events
from karep.exchange.calendar_file import CalendarFile
from karep.exchange.calendar_matching import Match, Matcher, NoMatch
from karep.exchange.calendar_series import Series, follow_series
from karep.exchange.calendar_values import began_at, ended_at, origin_of, own_id, touch_kind, values_of
from karep.exchange.errors import SheetTooLarge
from karep.exchange.importing import ImportCancelled, Progress
from karep.exchange.records import Refusal
from karep.exchange.report import ImportReport, Warned
from karep.frozen import frozen
from karep.i18n import N_, _, ngettext
from karep.rules.clock import Clock
from karep.rules.zones import utc_text

if TYPE_CHECKING:
    from karep.db.change import Change
    from karep.db.store import Store

MOST_PLANNED: Final = 2_000
"""More follow-ups are no rep's plan."""
_SHOWN: Final = 80
_BLOCK: Final = 50

STORED: Final = ("planned", "logged")
MERGED: Final = ("moved", "changed", "called_off")
OUTCOMES: Final = {
    "planned": N_("planned"),
    "logged": N_("logged as a touch"),
    "moved": N_("moved"),
    "changed": N_("changed"),
    "called_off": N_("called off"),
    "unchanged": N_("unchanged"),
    "refused": N_("not taken over"),
}
"""What can become of an event."""


@frozen
class Step:
    """What one time of an event does to the book."""

    outcome: str
    """One of `OUTCOMES`, but not ``refused``."""
    values: dict[str, Any]
    """The fields of the follow-up that are set."""
    record: str = ""
    """The follow-up that is there already."""
    touch: dict[str, Any] = field(default_factory=dict)
    ended_at: str = ""
    again: bool = False
    """Whether it was removed and comes back."""


@frozen
class Row:
    """One event of the file, and what becomes of it."""

    line: int
    outcome: str
    """One of `OUTCOMES`."""
    subject: str
    day: str = ""
    """``YYYY-MM-DD``, of the first time that is planned."""
    at: str = ""
    """``HH:MM`` in the zone."""
    zone: str = ""
    account: str = ""
    person: str = ""
    reason: str = ""
    """Why it is not taken over, or what the rep should know; translated."""
    helps: str = ""
    """What would take it over: ``account`` when the rep names one, ``past`` when past meetings are logged."""
    steps: tuple[Step, ...] = ()


@frozen
class MeetingPlan:
    """What becomes of every event of a calendar."""

    file: CalendarFile
    rows: tuple[Row, ...]
    notices: tuple[str, ...] = ()
    matcher: Matcher | None = field(default=None, compare=False, repr=False)
    """The names of the book, for the next plan of the same file."""
    as_of: int = 0
    """The last change of the book that it knows."""


def plan_meetings(
    connection: sqlite3.Connection,
    file: CalendarFile,
    clock: Clock,
    *,
    account: tuple[str, str] | None = None,
    named: Mapping[int, tuple[str, str]] | None = None,
    past: bool = False,
    before: MeetingPlan | None = None,
    progress: Progress | None = None,
) -> MeetingPlan:
    """Say what becomes of each event; nothing is written.

    Args:
        connection: The store.
        file: The calendar.
        clock: What time it is, and in which zone.
        account: Id and name of the account that all of it is about; None to find it for each.
        named: The same for single events, by their lines.
        past: Whether what is past is logged as touches.
        before: An earlier plan; while the book is the same its names are not read again.
        progress: Told how many events are done; False cancels.

    Raises:
        ImportCancelled: If `progress` answered False.
        SheetTooLarge: If it would plan too much.
    """
    known = before.matcher if before else None
    matcher = known if known is not None and known.still(connection) else Matcher(connection)
    return _Planning(connection, file, clock, matcher, account, named or {}, past).plan(progress)


class _Planning:
    """The events of a file beside what the book knows of them."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        file: CalendarFile,
        clock: Clock,
        matcher: Matcher,
        account: tuple[str, str] | None,
        named: Mapping[int, tuple[str, str]],
        past: bool,
    ) -> None:
        self.file, self.clock, self.matcher, self.past = file, clock, matcher, past
        self.account, self.named = account, named
        self.as_of = last_change(connection)
        self.read = list(zip(file.events, read_events(file, clock, past=past), strict=True))
        meetings = [one for _raw, ones in self.read if not isinstance(ones, Unread) for one in ones]
        self.known = list_imported(connection, {origin_of(one) for one in meetings})
        past_ids = {ones.uid for _raw, ones in self.read if isinstance(ones, Unread) and ones.uid}
        ids = past_ids | {one.uid for one in meetings}
        self.known |= list_imported(connection, {f"{ORIGIN}{one}" for one in past_ids})
        self.own = own_records(connection, {own_id(one) for one in ids if one.endswith(SUFFIX)})
        self.last = {origin_of(one): one.line for one in meetings}
        self.series = follow_series(connection, [ones for _raw, ones in self.read], self.known, clock)
        self.moved = {origin: one for series in self.series.values() for origin, one in series.moved.items()}

    def plan(self, progress: Progress | None) -> MeetingPlan:
        rows = []
        for number, (_raw, read) in enumerate(self.read):
            if progress is not None and number % _BLOCK == 0 and not progress(number, None):
                raise ImportCancelled
            rows.append(self._unread(read) if isinstance(read, Unread) else self._row(read))
        if sum(step.outcome == "planned" for row in rows for step in row.steps) > MOST_PLANNED:
            sentence = _("This calendar would plan more than {n:,} follow-ups; export a shorter time, or fewer events.")
            raise SheetTooLarge(sentence.format(n=MOST_PLANNED))
        notices = []
        if self.file.others:
            notices.append(
                ngettext(
                    "{n} to-do or journal is not read.", "{n} to-dos and journals are not read.", self.file.others
                ).format(n=self.file.others)
            )
        return MeetingPlan(self.file, tuple(rows), tuple(notices), self.matcher, self.as_of)

    def _unread(self, read: Unread) -> Row:
        day = read.day.isoformat() if read.day else ""
        row = Row(read.line, "refused", read.subject, day, reason=read.reason)
        if not read.past:
            return row
        if series := self.series.get(read.line):
            steps = self._called_off(series)
            outcome = "called_off" if steps else "unchanged"
            return replace(row, outcome=outcome, account=series.account, reason=_over(series), steps=tuple(steps))
        if own_id(read.uid) in self.own or f"{ORIGIN}{read.uid}" in self.known:
            return replace(row, outcome="unchanged")
        return row if self.past else replace(row, helps="past")

    def _row(self, meetings: list[Meeting]) -> Row:
        first = meetings[0]
        at = f"{first.when.at:%H:%M}" if first.when.at else ""
        row = Row(first.line, "refused", first.subject, first.when.day.isoformat(), at, first.when.zone or "")
        if first.uid.endswith(SUFFIX) and own_id(first.uid) in self.own:
            return replace(row, outcome="unchanged", reason=_("it is karep's own"))
        if self.last[origin_of(first)] != first.line:
            return replace(row, reason=_("line {line} says it anew").format(line=self.last[origin_of(first)]))
        series = self.series.get(first.line, Series())
        known = [self.known.get(origin_of(one)) or self.moved.get(origin_of(one)) for one in meetings]
        found: Match | None = None
        if any(one is None for one in known) and not first.cancelled:
            match = self._match(first, known)
            if isinstance(match, NoMatch):
                return replace(row, reason=match.reason, helps="account")
            found = match
        steps = [step for one, there in zip(meetings, known, strict=True) if (step := self._step(one, there, found))]
        steps += self._called_off(series)
        if not steps:
            return replace(row, reason=_("it was called off"))
        return replace(
            row,
            outcome=_foremost(step.outcome for step in steps),
            account=found.account_name if found else next((one.account_name for one in known if one), ""),
            person=found.person_name if found else "",
            reason=_("; ").join(filter(None, (first.note, _again_words(first), _over(series)))),
            steps=tuple(steps),
        )

    def _match(self, meeting: Meeting, known: Iterable[Imported | None]) -> Match | NoMatch:
        """Whom it is with: as the rep says, as its other times are, or as it can be found."""
        account = self.named.get(meeting.line, self.account)
        there = next((one for one in known if one is not None), None)
        if account is None and there is not None:
            return Match(there.account_id, there.account_name, there.person_id, there.person_name or "")
        return self.matcher.match(meeting, account)

    def _called_off(self, series: Series) -> list[Step]:
        return [Step("called_off", {}, one.id) for one in series.gone]

    def _step(self, meeting: Meeting, known: Imported | None, match: Match | None) -> Step | None:
        """What one time of an event does; None when the book does not know it and it shall not."""
        values = values_of(meeting)
        if known is None:
            return self._new(meeting, values, match)
        if known.done or (known.removed and not known.taken_back):
            return Step("unchanged", {}, known.id)
        if meeting.cancelled:
            return Step("unchanged" if known.removed else "called_off", {}, known.id)
        if known.removed:
            return Step("planned", values, known.id, again=True)
        fresh = {
            name: value
            for name, value in values.items()
            if value != known.brought.get(name) and value != known.values[name]
        }
        if known.origin != origin_of(meeting):
            fresh["origin"] = origin_of(meeting)
        if not fresh:
            return Step("unchanged", {}, known.id)
        moved = {"due", "due_time", "zone"} & set(fresh)
        return Step("moved" if moved else "changed", fresh, known.id)

    def _new(self, meeting: Meeting, values: dict[str, Any], match: Match | None) -> Step | None:
        if match is None or meeting.cancelled:
            return None
        whole = {
            **values,
            "account_id": match.account_id,
            "person_id": match.person_id,
            "origin": origin_of(meeting),
        }
        ended = ended_at(meeting, self.clock)
        if ended >= self.clock.now:
            return Step("planned", whole)
        touch = {
            "account_id": match.account_id,
            "at": began_at(meeting, self.clock),
            "kind": touch_kind(meeting),
            "purpose": values["what"],
        }
        return Step("logged", whole, touch=touch, ended_at=utc_text(ended))


# --- doing it --------------------------------------------------------------------------------------------------------


def preview_meetings(plan: MeetingPlan) -> ImportReport:
    """What an import of these meetings would do."""
    return _report(plan, action=None, dry_run=True)


def run_meetings(
    store: "Store",
    make_plan: Callable[[sqlite3.Connection], MeetingPlan],
    *,
    label: str,
    plan: MeetingPlan | None = None,
    progress: Progress | None = None,
) -> tuple[ImportReport, MeetingPlan]:
    """Back the store up and take the meetings over, in one transaction and one action that undo takes back.

    Args:
        store: The open store.
        make_plan: Makes the plan; inside the transaction again where the book has changed, so that it fits.
        label: What the history calls the import.
        plan: The plan that was looked at, if it was.
        progress: Told how many events are done.

    Raises:
        ImportCancelled: If `progress` answered False; nothing is kept then.
        StoreError: If the store is busy or cannot be written; nothing is kept then.
    """
    plan = plan or make_plan(store.connection)
    if not any(step.outcome != "unchanged" for row in plan.rows for step in row.steps):
        return _report(plan, action=None, dry_run=False), plan
    backup.make(store.connection, store.path, reason="import")
    with store.action("import", label) as change:
        if plan.as_of != last_change(change.connection):
            plan = make_plan(change.connection)
        for number, row in enumerate(plan.rows):
            if progress is not None and number % _BLOCK == 0 and not progress(number, len(plan.rows)):
                raise ImportCancelled
            for step in row.steps:
                _take(change, step)
        action = change.seq
    return _report(plan, action=action, dry_run=False), plan


def _take(change: "Change", step: Step) -> None:
    if step.outcome == "unchanged":
        return
    if step.outcome == "called_off":
        remove_follow_up(change, step.record)
    elif step.outcome == "logged":
        log_meeting(change, step.values, step.touch, step.ended_at)
    elif step.again:
        plan_again(change, step.record, step.values)
    elif step.outcome == "planned":
        add_follow_up(change, step.values)
    else:
        change_follow_up(change, step.record, step.values)


def _report(plan: MeetingPlan, *, action: int | None, dry_run: bool) -> ImportReport:
    outcomes = Counter(row.outcome for row in plan.rows)
    steps = Counter(step.outcome for row in plan.rows for step in row.steps)
    created = {"follow_up": steps["planned"], "touch": steps["logged"]}
    changed = {"follow_up": sum(steps[one] for one in MERGED)}
    return ImportReport(
        rows=len(plan.rows),
        stored=sum(outcomes[one] for one in STORED),
        merged=sum(outcomes[one] for one in MERGED),
        unchanged=outcomes["unchanged"],
        refused=tuple(
            Refusal(row.line, row.reason, row.subject[:_SHOWN]) for row in plan.rows if row.outcome == "refused"
        ),
        skipped=(),
        warnings=tuple(
            Warned(row.line, row.reason)
            for row in plan.rows
            if row.reason and row.outcome not in ("refused", "unchanged")
        ),
        created={noun: number for noun, number in created.items() if number},
        changed={noun: number for noun, number in changed.items() if number},
        notices=plan.notices,
        action=action,
        dry_run=dry_run,
    )


def _foremost(outcomes: Iterable[str]) -> str:
    """What becomes of an event of several times: the first of the list that is among them."""
    found = set(outcomes)
    return next((one for one in OUTCOMES if one in found), "unchanged")


def _over(series: Series) -> str:
    """What became of times that the calendar no longer has."""
    gone, kept = len(series.gone), series.kept
    words = (
        ngettext("{n} time is called off", "{n} times are called off", gone).format(n=gone) if gone else "",
        ngettext(
            "{n} time that the calendar no longer has stays: you changed it",
            "{n} times that the calendar no longer has stay: you changed them",
            kept,
        ).format(n=kept)
        if kept
        else "",
    )
    return _("; ").join(filter(None, words))


def _again_words(meeting: Meeting) -> str:
    if meeting.times <= 1 and not meeting.more:
        return ""
    if meeting.more:
        return _("comes again: only the first {n} times are planned").format(n=meeting.times)
    return ngettext(
        "comes again: {n} time in the next 90 days", "comes again: {n} times in the next 90 days", meeting.times
    ).format(n=meeting.times)
