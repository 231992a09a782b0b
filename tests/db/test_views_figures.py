"""What is counted over spans of time, and by which plan: from indexes, whatever the size of the book."""

from __future__ import annotations

from unittest.mock import patch

from karep.db import accounts, opportunities, people, touches
from karep.db.store import Store
from karep.db.views import figures, moves, period_records, progress
from karep.db.views.journal_rules import IMPORTED

WEEK = ("2026-11-15T16:00:00.000Z", "2026-11-22T16:00:00.000Z")
SINCE, UNTIL = WEEK
ZONE = "Asia/Shanghai"


def plan(store: Store, statement: str, *values: object, **named: object) -> list[str]:
    return [row[3] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {statement}", named or values)]


def test_touches_are_counted_from_the_index_alone(store: Store) -> None:
    for statement in (figures.TOUCHES, figures.KINDS):
        [only] = plan(store, statement, *WEEK)
        assert only.startswith("SEARCH touch USING") and only.endswith("ix_touch_at_kind_account_id (at>? AND at<?)")
        # the table itself is opened, for the index has a condition, but no row of it is ever looked for
        code = store.connection.execute(f"EXPLAIN {statement}", WEEK).fetchall()
        tables = {row[4] for row in code if row[1] == "DeferredSeek"}
        read = {row[2] for row in code if row[1] == "Column"}
        assert read and not read & tables
    by_account = plan(store, figures.OF_ACCOUNT, "x", *WEEK)
    assert by_account == ["SEARCH touch USING COVERING INDEX ix_touch_account_id_at (account_id=? AND at>? AND at<?)"]
    [removed] = plan(store, figures.REMOVED)
    assert removed.startswith("SEARCH account USING COVERING INDEX ix_account_removed_at_name_id")


def test_deals_and_people_begin_with_an_index(store: Store) -> None:
    first, second, *_others = plan(store, progress.CLOSED, since="a", until="b")
    assert first.endswith("ix_opportunity_changed_at (changed_at>?)")
    assert second.endswith("ix_journal_record (record=?)")
    statement = progress.NEWCOMERS.format(columns="p.id", imported=IMPORTED)
    steps = plan(store, statement, since="a", until="b")
    assert "SEARCH p USING INDEX ix_person_created_at (created_at=?)" in steps
    assert not [one for one in steps if one.startswith(("SCAN p", "SCAN n", "SCAN j", "SCAN f", "SCAN l", "SCAN a"))]


def test_a_span_begins_with_its_first_moment_and_ends_before_the_last(store: Store) -> None:
    with store.action("test.add") as change:
        one, other = (accounts.add_account(change, {"name": name}) for name in "AB")
        for at, kind, account in (
            (SINCE, "visit", one), ("2026-11-15T15:59:59.999Z", "visit", one), (UNTIL, "call", one),
            ("2026-11-22T15:59:59.999Z", "call", one), ("2026-11-18T01:00:00.000Z", "mail", other),
            ("2026-11-18T02:00:00.000Z", "mail", other),
        ):  # fmt: skip
            touches.log_touch(change, {"account_id": account, "at": at, "kind": kind})
    assert figures.count_touches(store.connection, [WEEK]) == [figures.TouchCounts(4, 1, 1, 2)]
    assert figures.count_kinds(store.connection, WEEK) == (4, 1, 1)
    assert [one.touches for one in figures.list_touched_accounts(store.connection, WEEK)] == [2, 2]
    with store.action("account.remove") as change:
        accounts.remove_account(change, other)
    assert figures.count_touches(store.connection, [WEEK, (UNTIL, "2027")]) == [
        figures.TouchCounts(2, 1, 1, 1),
        figures.TouchCounts(1, 0, 1, 1),
    ]
    assert figures.count_kinds(store.connection, WEEK) == (2, 1, 1)
    assert figures.count_touches(store.connection, [("2027", "2028")]) == [figures.TouchCounts(0, 0, 0, 0)]


def test_nobody_who_came_with_an_import_is_new_even_at_the_same_moment(store: Store) -> None:
    """All at one moment: two added by hand, an import between, and one more by hand; then an import alone."""
    with patch("karep.db.store.moment", return_value="2026-11-18T01:00:00.000Z"):
        for kind, names in (("person.add", "AB"), ("import", "CDE"), ("person.add", "F")):
            with store.action(kind) as change:
                for name in names:
                    people.add_person(change, {"name": name})
    for at, kinds in (("2026-11-19T01:00:00.000Z", ["import"]), ("2026-11-20T01:00:00.000Z", ["import", "person.add"])):
        for kind in kinds:
            with patch("karep.db.store.moment", return_value=at), store.action(kind) as change:
                for name in "GHI" if kind == "import" else "J":
                    people.add_person(change, {"name": name})
    assert [one.name for one in progress.list_newcomers(store.connection, *WEEK)] == ["A", "B", "F", "J"]
    assert len(progress.list_newcomer_moments(store.connection, *WEEK)) == 4


def test_a_deal_that_came_as_won_counts_on_its_day_until_somebody_says_otherwise(store: Store) -> None:
    with store.action("import") as change:
        account = accounts.add_account(change, {"name": "A"})
        values = {"account_id": account, "name": "D", "status": "won", "amount": 100}
        deal = opportunities.add_opportunity(change, {**values, "expected_close": "2026-11-22"})
        opportunities.add_opportunity(change, values)
    for zone in (ZONE, "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"):
        since, until = week_in(zone)
        [found] = progress.list_closings(store.connection, since, until, zone=zone)
        assert (found.opportunity_id, found.status) == (deal, "won") and since <= found.at < until
        assert progress.list_closings(store.connection, until, "2027-02-01T00:00:00.000Z", zone=zone) == []
    assert progress.list_closings(store.connection, *WEEK) == []
    with store.action("opportunity.reopen") as change:
        opportunities.reopen(change, deal)
    assert progress.list_closings(store.connection, *WEEK, zone=ZONE) == []


def week_in(zone: str) -> tuple[str, str]:
    from datetime import date

    from karep.rules.zones import utc_span

    return utc_span(date(2026, 11, 16), date(2026, 11, 22), zone)


def test_the_journal_is_asked_by_record(store: Store) -> None:
    span = {"since": "a", "until": "b"}
    asked = [
        *((moves._MOVED.format(noun=noun), span) for noun in ("promise", "follow_up")),
        *((period_records._MOVES.format(noun=noun), {"since": "a"}) for noun in ("promise", "follow_up")),
        *((one, span) for one in (period_records._BEGUN, period_records._WORKED)),
    ]
    for statement, values in asked:
        steps = plan(store, statement, **values)
        [journal] = [step for step in steps if " j USING" in step or step == "SCAN j"]
        assert journal.endswith("ix_journal_record (record=?)"), statement
