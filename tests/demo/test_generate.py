"""The sample book: what it must hold, that it is the same twice, and that nothing in it is impossible."""

import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from karep.db import backup
from karep.db.journal import undo
from karep.db.store import Store
from karep.db.triggers import RECORDS
from karep.demo.en import ENGLISH
from karep.demo.generate import make_sample
from karep.demo.tables import Tongue
from karep.demo.zh import CHINESE
from karep.playbook.shelf import read_playbook, use_folders, use_own_folders
from karep.rules import vocabulary

TODAY = date(2026, 11, 22)
OTHER_DAYS = [date(2024, 2, 29), date(2026, 10, 3), date(2099, 12, 31)]


def _book(folder: Path, today: date) -> Store:
    store = Store.open(folder / f"{today}.db")
    make_sample(store, today)
    return store


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAREP_HOME", str(folder / "home"))
        with _book(folder, TODAY) as store:
            yield store


def _rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in store.connection.execute(sql)]


def _column(store: Store, sql: str) -> list[Any]:
    return [row[0] for row in _rows(store, sql)]


def test_it_holds_forty_accounts_in_three_tiers_half_in_chinese(book: Store) -> None:
    rows = _rows(book, "SELECT name, tier, owner FROM account")
    assert len(rows) == 40
    assert Counter(row[1] for row in rows) == {"diamond": 8, "platinum": 14, "gold": 18}
    assert Counter(row[2] for row in rows) == {CHINESE.owner: 20, ENGLISH.owner: 20}
    assert sum(any("一" <= letter <= "鿿" for letter in row[0]) for row in rows) == 20


def test_it_holds_its_people_in_every_role(book: Store) -> None:
    assert _column(book, "SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM member)") == [158]
    assert set(_column(book, "SELECT role FROM role")) == set(vocabulary.ROLES)
    assert set(_column(book, "SELECT kind FROM preference")) == set(vocabulary.PREFERENCE_KINDS)
    assert set(_column(book, "SELECT privacy FROM preference")) == set(vocabulary.PRIVACY)
    assert set(_column(book, "SELECT kind FROM occasion")) == set(vocabulary.OCCASION_KINDS)
    assert set(_column(book, "SELECT calendar FROM occasion")) == set(vocabulary.CALENDARS)


def test_some_chairs_are_empty_and_some_people_have_gone(book: Store) -> None:
    unnamed = _rows(book, "SELECT name, phone, mobile, email FROM person WHERE placeholder = 1")
    assert len(unnamed) > 5
    assert all(row[0].endswith("?") and row[1:] == (None, None, None) for row in unnamed)
    assert _column(book, "SELECT count(*) FROM person WHERE left_on IS NOT NULL")[0] >= 2


def test_every_stage_status_and_kind_of_business_is_there_in_both_languages(book: Store) -> None:
    for tongue in (CHINESE, ENGLISH):
        deals = _rows(
            book,
            f"""SELECT o.stage, o.status, o.kind, o.currency FROM opportunity o JOIN account a ON a.id = o.account_id
                WHERE a.owner = '{tongue.owner}'""",
        )
        assert {row[0] for row in deals} == set(vocabulary.STAGES)
        assert {row[1] for row in deals} == set(vocabulary.OPPORTUNITY_STATUSES)
        assert {row[2] for row in deals} == set(vocabulary.OPPORTUNITY_KINDS)
        assert {row[3] for row in deals} == ({"CNY"} if tongue is CHINESE else {"USD", "EUR"})


def test_a_lost_deal_says_why_and_when_to_ask_again(book: Store) -> None:
    lost = _rows(book, "SELECT lost_reason, revisit_on FROM opportunity WHERE status = 'lost'")
    assert len(lost) >= 4
    assert all(reason and revisit > TODAY.isoformat() for reason, revisit in lost)


def test_a_year_of_touches_of_every_kind_but_other(book: Store) -> None:
    touches = _rows(book, "SELECT at, kind, summary FROM touch ORDER BY at")
    assert 400 <= len(touches) <= 700
    assert {row[1] for row in touches} == set(vocabulary.TOUCH_KINDS) - {"other"}
    assert touches[0][0] < (TODAY - timedelta(days=320)).isoformat()
    assert touches[-1][0] > (TODAY - timedelta(days=4)).isoformat()
    assert all(row[2] and "{" not in row[2] for row in touches)
    assert _column(book, "SELECT id FROM touch WHERE id NOT IN (SELECT touch_id FROM attendance)") == []


def test_no_account_tells_the_same_twice(book: Store) -> None:
    assert _rows(book, "SELECT account_id, summary FROM touch GROUP BY 1, 2 HAVING count(*) > 1") == []


def test_no_sentence_is_worn_out(book: Store) -> None:
    assert max(Counter(_column(book, "SELECT summary FROM touch")).values()) <= 3


def test_promises_and_objections_have_every_end(book: Store) -> None:
    promises = _rows(book, "SELECT owed_by, due, kept_at IS NOT NULL, broken_at IS NOT NULL FROM promise")
    overdue = [row for row in promises if row[1] < TODAY.isoformat() and not row[2] and not row[3]]
    assert {row[0] for row in promises} == {row[0] for row in overdue} == set(vocabulary.OWED_BY)
    assert all(row[1] >= (TODAY - timedelta(days=10)).isoformat() for row in overdue)
    assert sum(row[2] for row in promises) > len(promises) / 2
    assert any(row[3] for row in promises) and not any(row[2] and row[3] for row in promises)
    assert any(row[1] > TODAY.isoformat() for row in promises)
    assert set(_column(book, "SELECT outcome FROM objection")) == set(vocabulary.OBJECTION_OUTCOMES)


def test_needs_rivals_tags_confidences_and_moved_days_are_there_in_both_languages(book: Store) -> None:
    for tongue in (CHINESE, ENGLISH):
        mine = f"JOIN account a ON a.id = r.account_id WHERE a.owner = '{tongue.owner}'"
        needs = _rows(book, f"SELECT r.what, r.problem, r.value, r.hidden FROM need r {mine}")
        assert len(needs) >= 20 and {row[3] for row in needs} == {0, 1}
        assert not any("{" in str(text) for row in needs for text in row)
        rivals = _column(book, f"SELECT coalesce(r.note, '') FROM competitor r {mine}")
        assert len(rivals) >= 15 and not any("{" in note for note in rivals)
        assert len(_column(book, f"SELECT r.tags FROM touch r {mine} AND r.tags IS NOT NULL")) > 30
        secrets = _column(book, f"SELECT r.private_note FROM touch r {mine} AND r.private_note IS NOT NULL")
        assert len(secrets) >= 6 and not any("{" in text for text in secrets)
        for noun in ("promise", "follow_up"):
            moved = f"SELECT r.due, r.first_due, r.moves, r.moved_reason FROM {noun} r {mine} AND r.moves > 0"
            rows = _rows(book, moved)
            assert rows and all(due > first and reason for due, first, _moves, reason in rows)
        assert _column(book, f"SELECT r.repeat FROM follow_up r {mine} AND r.repeat IS NOT NULL")


def test_tiers_have_a_history_and_some_are_by_hand_or_provisional(book: Store) -> None:
    rows = _rows(
        book,
        """SELECT a.tier_origin, a.agreement_on IS NULL, a.yearly_purchases IS NULL, c.from_tier <> c.to_tier
           FROM account a JOIN tier_change c ON c.account_id = a.id AND c.to_tier = a.tier""",
    )
    assert len(rows) == 40 and all(row[3] for row in rows)
    assert {row[0] for row in rows} == set(vocabulary.TIER_ORIGINS)
    assert {row[1] for row in rows} == {row[2] for row in rows} == {0, 1}


def test_gifts_were_given_to_nobody_who_serves_the_state(book: Store) -> None:
    gifts = _rows(
        book,
        """SELECT a.owner, p.government, g.approver IS NOT NULL, g.kind, g.given_on FROM gift g
           JOIN person p ON p.id = g.person_id JOIN account a ON a.id = p.account_id""",
    )
    assert {row[0] for row in gifts} == {CHINESE.owner, ENGLISH.owner}
    assert {row[1] for row in gifts} == {0} and max(row[4] for row in gifts) <= TODAY.isoformat()
    assert {row[3] for row in gifts if row[2]} == {"invitation"}
    assert _column(book, "SELECT count(*) FROM person WHERE government = 1")[0] >= 6


def test_days_of_leap_months_greetings_and_what_is_put_off_are_there(book: Store) -> None:
    lunar = _rows(book, "SELECT month, day, leap_month FROM occasion WHERE calendar = 'lunar'")
    assert (6, 12, 1) in lunar and (12, 30, 0) in lunar
    greeted = _rows(book, "SELECT text, reply IS NULL FROM care WHERE act = 'greeting'")
    assert {row[1] for row in greeted} == {0, 1} and not any("{" in row[0] for row in greeted)
    assert all(until > TODAY.isoformat() for until in _column(book, "SELECT until FROM snooze"))


def test_some_customers_live_in_the_same_town(book: Store) -> None:
    towns = Counter(_column(book, "SELECT city FROM account"))
    assert {"徐州", "无锡", "苏州", "Toledo", "Milwaukee"} <= {town for town, number in towns.items() if number > 1}


def test_follow_ups_stand_around_today(book: Store) -> None:
    dues = _column(book, "SELECT due FROM follow_up WHERE done_at IS NULL")
    assert TODAY.isoformat() in dues
    assert min(dues) < TODAY.isoformat() < max(dues) <= (TODAY + timedelta(days=14)).isoformat()
    timed = _rows(book, "SELECT due_time, zone FROM follow_up WHERE due_time IS NOT NULL")
    assert len({zone for _, zone in timed}) > 3
    assert _column(book, "SELECT count(*) FROM follow_up WHERE done_at IS NOT NULL")[0] > 100


def test_some_accounts_went_cold_and_one_active_one_has_no_plan(book: Store) -> None:
    assert set(_column(book, "SELECT status FROM account")) >= {"active", "at_risk", "dormant"}
    cold = _rows(
        book,
        f"""SELECT a.name, (SELECT count(*) FROM follow_up f WHERE f.account_id = a.id AND f.done_at IS NULL)
            FROM account a WHERE a.status = 'active'
            AND (SELECT max(at) FROM touch t WHERE t.account_id = a.id) < '{TODAY - timedelta(days=45)}'""",
    )
    assert 0 in [plans for _, plans in cold]


def test_every_tick_and_objection_is_in_the_playbook_of_both_languages(book: Store) -> None:
    ticked = set(_column(book, "SELECT item_id FROM tick"))
    unmet = {item for text in _column(book, "SELECT unmet FROM stage_change") for item in json.loads(text)}
    assert {item.partition(".")[0].upper() for item in ticked} == set(vocabulary.STAGES)
    assert unmet
    assert any(".sign." in item for item in ticked)
    for language in ("en", "zh"):
        cards = read_playbook(language, ())
        assert ticked | unmet <= set(cards.ticked)
        doubts = _rows(book, "SELECT card, answer_id FROM objection")
        assert {card for card, _ in doubts} <= set(cards.objections)
        answers = {card: {one.id for one in known.answers} for card, known in cards.objections.items()}
        assert [pair for pair in doubts if pair[1] and pair[1] not in answers[pair[0]]] == []


def test_no_item_is_ticked_twice_or_from_a_stage_not_reached(book: Store) -> None:
    assert _rows(book, "SELECT opportunity_id, item_id FROM tick GROUP BY 1, 2 HAVING count(*) > 1") == []
    ahead = """SELECT 1 FROM tick k JOIN opportunity o ON o.id = k.opportunity_id
               WHERE substr(k.item_id, 2, 1) > substr(o.stage, 2, 1)"""
    assert _rows(book, ahead) == []


def test_a_deal_is_in_delivery_from_the_day_it_was_signed(book: Store) -> None:
    signed = _rows(
        book,
        """SELECT o.expected_close, substr(c.at, 1, 10) FROM opportunity o JOIN stage_change c
           ON c.opportunity_id = o.id AND c.to_stage = 'S7' WHERE o.status = 'won'""",
    )
    assert len(signed) > 10
    assert all(abs((date.fromisoformat(close) - date.fromisoformat(at)).days) <= 8 for close, at in signed)


def test_the_moves_of_a_deal_lead_to_its_stage(book: Store) -> None:
    for deal, stage in _rows(book, "SELECT id, stage FROM opportunity"):
        moves = _rows(
            book, f"SELECT from_stage, to_stage FROM stage_change WHERE opportunity_id = '{deal}' ORDER BY at, to_stage"
        )
        assert [move[1] for move in moves[:-1]] == [move[0] for move in moves[1:]]
        assert not moves or moves[-1][1] == stage


def test_answers_were_tried_often_enough_to_tell_which_work(book: Store) -> None:
    for tongue in (CHINESE, ENGLISH):
        tried = _rows(
            book,
            f"""SELECT o.card, count(DISTINCT o.answer_id), count(*), sum(o.outcome = 'worked'),
                       count(o.clarified), count(o.person_id), max(o.words LIKE '%{{%')
                FROM objection o JOIN account a ON a.id = o.account_id
                WHERE a.owner = '{tongue.owner}' GROUP BY 1 ORDER BY 3 DESC""",
        )
        assert [row for row in tried[:4] if row[1] < 2 or row[2] < 7 or not 0 < row[3] < row[2] or not row[4]] == []
        assert all(row[2] == row[5] and not row[6] for row in tried), "somebody said it, and no field is left open"


def test_floors_are_kept_and_below_them_somebody_approved(book: Store) -> None:
    rows = _rows(
        book,
        """SELECT c.price, o.floor_amount, c.approver, c.made_at, o.floor_approver, o.amount, o.status
           FROM concession c JOIN opportunity o ON o.id = c.opportunity_id""",
    )
    assert {row[3] is None for row in rows} == {True, False} and len(rows) > 40
    assert all(row[4] and row[1] < row[5] for row in rows)
    assert all((row[0] < row[1]) == (row[2] is not None) for row in rows)
    assert any(row[2] for row in rows) and not any(row[3] is None for row in rows if row[6] == "won")
    order = _rows(book, "SELECT opportunity_id, made_at IS NULL, price FROM concession ORDER BY rowid")
    for earlier, later in itertools.pairwise(order):
        assert earlier[0] != later[0] or (earlier[1] <= later[1] and earlier[2] >= later[2]), "ever less, made first"


def test_a_group_buy_in_each_language_has_leader_members_and_service(book: Store) -> None:
    groups = _rows(
        book,
        """SELECT o.leader_id IS NOT NULL, o.vip_service, count(*), count(m.joined_at), max(m.person_id = o.leader_id)
           FROM opportunity o JOIN member m ON m.opportunity_id = o.id WHERE o.kind = 'group_buy' GROUP BY o.id""",
    )
    assert groups == [(1, 1, 8, 5, 0)] * 2


def test_people_have_what_the_playbook_asks_about_them(book: Store) -> None:
    for tongue in (CHINESE, ENGLISH):
        mine = f"FROM person p JOIN account a ON a.id = p.account_id WHERE a.owner = '{tongue.owner}'"
        found = _rows(
            book, f"SELECT count(p.counterpart), count(p.concerns), count(p.pram_plan), count(p.intimacy) {mine}"
        )
        assert found[0][0] > 60 and found[0][1] > 40 and found[0][2] == 4 and found[0][3] > 30
        assert len(_column(book, f"SELECT DISTINCT p.counterpart {mine} AND p.counterpart IS NOT NULL")) >= 3
        absent = f"SELECT absent_roles FROM account WHERE owner = '{tongue.owner}' AND absent_roles IS NOT NULL"
        roles = _column(book, absent)
        assert roles and {one for text in roles for one in text.split(",")} <= set(vocabulary.ROLES)
    assert _column(book, "SELECT count(*) FROM opportunity WHERE grown_from_id IS NOT NULL")[0] >= 4
    circles = (
        "SELECT 1 FROM opportunity o JOIN opportunity g ON g.id = o.grown_from_id WHERE g.account_id <> o.account_id"
    )
    assert _rows(book, circles) == []


def test_the_reps_own_cards_do_not_change_the_sample(book: Store, tmp_path: Path) -> None:
    folder = tmp_path / "cards" / "en" / "objections"
    folder.mkdir(parents=True)
    (folder / "broken.md").write_text("no card", "utf-8")
    use_folders(tmp_path / "cards")
    try:
        with _book(tmp_path, TODAY) as again:
            assert _without_ids(again.connection) == _without_ids(book.connection)
    finally:
        use_own_folders()


def _impossible(store: Store, today: date) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for noun, fields in {
        "touch": ["at"], "stage_change": ["at"], "tick": ["at"], "objection": ["at"], "follow_up": ["done_at"],
        "need": ["at"], "competitor": ["at"], "concession": ["made_at"], "member": ["joined_at"],
        "promise": ["kept_at", "broken_at"],
    }.items():  # fmt: skip
        for field in fields:
            found += _rows(store, f"SELECT '{noun}', {field} FROM {noun} WHERE {field} >= '{today}'")
    found += _rows(
        store,
        """SELECT 'met after leaving', p.name FROM attendance x JOIN person p ON p.id = x.person_id
           JOIN touch t ON t.id = x.touch_id WHERE p.left_on IS NOT NULL AND substr(t.at, 1, 10) > p.left_on""",
    )
    found += _rows(
        store,
        """SELECT 'kept before given', p.what FROM promise p JOIN touch t ON t.id = p.touch_id
           WHERE p.kept_at < t.at OR p.broken_at < t.at OR p.due < substr(t.at, 1, 10)""",
    )
    found += _rows(
        store,
        """SELECT 'a stranger attends', p.name FROM attendance x JOIN person p ON p.id = x.person_id
           JOIN touch t ON t.id = x.touch_id WHERE p.placeholder OR p.account_id != t.account_id""",
    )
    return found


@pytest.mark.parametrize("today", OTHER_DAYS, ids=str)
def test_any_day_makes_a_sound_book_without_impossible_dates(tmp_path: Path, today: date) -> None:
    with _book(tmp_path, today) as store:
        assert _impossible(store, today) == []
        assert backup.check(store.connection) == []
        assert _column(store, f"SELECT count(*) FROM follow_up WHERE due = '{today}' AND done_at IS NULL")[0] >= 2


def test_nothing_is_impossible_or_unsound_today(book: Store) -> None:
    assert _impossible(book, TODAY) == []
    assert backup.check(book.connection) == []


def _without_ids(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every record with its ids replaced by the place where each first occurs, and no stamps."""
    places: dict[str, str] = {}
    book = {}
    for noun in RECORDS:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({noun})")]
        wanted = [name for name in columns if name not in ("created_at", "changed_at")]
        rows = connection.execute(f"SELECT {', '.join(wanted)} FROM {noun} ORDER BY rowid").fetchall()
        for number, row in enumerate(rows):
            places[row[0]] = f"{noun} {number}"
        book[noun] = [tuple(places.get(value, value) for value in row) for row in rows]
    return book


def test_the_same_day_makes_the_same_book(book: Store, tmp_path: Path) -> None:
    with _book(tmp_path, TODAY) as again:
        assert _without_ids(again.connection) == _without_ids(book.connection)


def test_another_day_moves_the_plans_with_it(book: Store, tmp_path: Path) -> None:
    with _book(tmp_path, TODAY + timedelta(days=7)) as later:
        sql = "SELECT what, due FROM follow_up WHERE done_at IS NULL ORDER BY rowid"
        moved = [(what, (date.fromisoformat(due) + timedelta(days=7)).isoformat()) for what, due in _rows(book, sql)]
        assert _rows(later, sql) == moved
        assert _column(later, "SELECT max(at) FROM touch") > _column(book, "SELECT max(at) FROM touch")


def test_the_whole_sample_is_one_action_that_can_be_undone(tmp_path: Path) -> None:
    with _book(tmp_path, TODAY) as store:
        assert _rows(store, "SELECT kind FROM action") == [("demo.make",)]
        undo(store)
        assert _column(store, "SELECT count(*) FROM account WHERE removed_at IS NULL") == [0]


def test_numbers_and_addresses_are_nobodys(book: Store) -> None:
    people = _rows(book, "SELECT phone, mobile, email FROM person WHERE placeholder = 0")
    accounts = _rows(book, "SELECT phone, NULL, email FROM account")
    for phone, mobile, email in people + accounts:
        assert " 555 01" in phone if phone else mobile.startswith("138 0000 ")
        assert email.endswith(".example")
    numbers = [row[0] or row[1] for row in people + accounts]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("tongue", [CHINESE, ENGLISH], ids=lambda tongue: tongue.code)
def test_what_the_tables_name_is_there(tongue: Tongue) -> None:
    for company in tongue.companies:
        names = [human.name for human in company.people]
        assert len(set(names)) == len(names)
        assert {human.boss for human in company.people} - {""} <= set(names)
        assert {step.who for step in company.steps} - {""} <= set(names)
        assert {owed.who for owed in company.owed} <= set(names)
        assert not company.parent or company.parent in [other.name for other in tongue.companies]
    assert {role for scene in tongue.scenes for role in scene.roles.split()} <= set(vocabulary.ROLES)
