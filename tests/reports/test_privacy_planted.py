"""What is nobody else's business is planted in every place that can hold it, and looked for in everything that leaves.

Each text holds a marker of its own: ``zqpub…`` where others may read it, ``zqprv…`` where they may not. The private
ones are what is private by its field, lines of notes that begin with ``!!``, what the rep left out or reworded.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from karep.db.change import Change
from karep.db.models import BY_NOUN
from karep.db.rewordings import leave_out, reword
from karep.db.store import Store
from karep.i18n import speaking
from karep.reports.formats import FORMATS
from karep.reports.handing_on import Order, ordered, written
from karep.reports.messages import messages
from karep.reports.own_words import keyed
from karep.reports.report import Report
from karep.reports.withheld import left_out, withheld_counts, withheld_sentence
from karep.rules.clock import Clock
from karep.rules.periods import Period, period_of
from karep.rules.practice import USUAL
from karep.rules.vocabulary import REPORT_PARTS
from karep.settings import Settings
from tests.hostile import _texts

TODAY: Final = date(2026, 11, 20)
CLOCK: Final = Clock.at(TODAY, zone="Asia/Shanghai")
PRIVATE: Final = re.compile(r"zqprv\d+", re.IGNORECASE)
PUBLIC: Final = re.compile(r"zqpub\d+", re.IGNORECASE)
SPANS: Final = ("week", "month")
TEMPLATE: Final = "{{ report }}"
"""Writes everything that a template is given."""

SECRET: Final = frozenset(
    {
        *(("account", field) for field in ("note", "phone")),
        *(("person", field) for field in ("phone", "mobile", "email", "wechat", "address", "note")),
        *(("person", f"pram_{field}") for field in ("plan", "relationship", "agreement", "maintenance")),
        *(("gift", field) for field in ("item", "note", "approver")),
        *(("care", field) for field in ("text", "reply")),
        *(("opportunity", field) for field in ("note", "floor_terms", "floor_approver")),
        *(("preference", "text"), ("snooze", "reason"), ("touch", "private_note"), ("follow_up", "bottom_line")),
        *(("concession", "approver"), ("rewording", "generated"), ("person", "counterpart")),
    }
)
"""The fields of which no word may leave."""
NAMES: Final = frozenset(
    {
        *((noun, "name") for noun in ("account", "person", "opportunity")),
        *(
            ("account", "short_name"),
            ("person", "title"),
            ("objection", "card"),
            ("objection", "answer_id"),
        ),
    }
)
"""What others and things are called, on one line: no notes, whose lines could begin with ``!!``."""
ONE_LINE: Final = frozenset({("competitor", "name"), ("remark", "department")})
"""Names that the rep may begin with ``!!``."""
PRICES: Final = {
    ("opportunity", "floor_amount"): 771_234_00,
    ("concession", "price"): 881_235_00,
    ("person", "gift_limit"): 991_236_00,
}
"""Amounts that may not leave, in minor units."""


class Planting:
    """A book in the making: every text that is stored has a marker, and each marker is known by where it stands."""

    def __init__(self, change: Change, wholly: bool) -> None:
        """Plant into `change`; `wholly` makes notes of nothing but what is private."""
        self.change = change
        self.wholly = wholly

    def add(self, noun: str, *, secret: bool = False, **values: Any) -> str:
        """Store a record whose free texts are all marked; with `secret` nothing of it may leave."""
        texts = {
            field: self._text(noun, field, secret=secret or (noun, field) in SECRET)
            for field in _texts(noun, "x")
            if field not in values
        }
        prices = {field: value for (of, field), value in PRICES.items() if of == noun}
        known = BY_NOUN[noun].model_fields
        kept = {field: value for field, value in values.items() if field in known}
        return self.change.add(noun, {**texts, **prices, **kept})

    def _text(self, noun: str, field: str, *, secret: bool) -> str:
        number = _number(noun, field, self.wholly)
        if secret:
            return f"zqprv{number}"
        if (noun, field) in NAMES:
            return f"zqpub{number}"
        if (noun, field) in ONE_LINE and not self.wholly:
            return f"zqpub{number}"
        if self.wholly:
            return f"!! zqprv{number}"
        return f"zqpub{number}\n！！ zqprv{number}\n  - !! zqprv{number}"


_PLACES: list[tuple[str, str, bool]] = []


def _number(noun: str, field: str, wholly: bool) -> int:
    place = (noun, field, wholly)
    if place not in _PLACES:
        _PLACES.append(place)
    return 1000 + _PLACES.index(place)


def _place(marker: str) -> tuple[str, str, bool]:
    return _PLACES[int(marker[5:]) - 1000]


def _fill(change: Change, *, wholly: bool) -> None:
    """One account with everything that a week can hold."""
    plant = Planting(change, wholly)
    on = "2026-11-18"
    at = f"{on}T04:00:00.000Z"
    account = plant.add("account", tier="diamond", match_key="x", status="at_risk", status_on=on)
    person = plant.add("person", account_id=account, match_key="x", stance=-2, strength=4, left_on=on)
    other = plant.add("person", account_id=account, match_key="x", stance=1, strength=3)
    plant.add("role", person_id=other, account_id=account, role="decision_maker")
    deal = plant.add("opportunity", account_id=account, stage="S5", amount=5_000_000_00, currency="CNY")
    more: dict[str, Any] = {"account_id": account, "currency": "CNY", "expected_close": on}
    won = plant.add("opportunity", **more, status="won", stage="S7", amount=100_00)
    lost = plant.add("opportunity", **more, status="lost", stage="S4", amount=100_00, kind="cross_sell")
    for one, before, after in ((deal, "S4", "S5"), (won, "S6", "S7"), (lost, "S5", "S4")):
        plant.add("stage_change", opportunity_id=one, from_stage=before, to_stage=after, at=at, unmet='["x"]')
    about = {"account_id": account, "person_id": person, "opportunity_id": deal}
    visit = plant.add("touch", account_id=account, opportunity_id=deal, at=at, kind="visit")
    for kind in ("call", "mail", "meal"):
        plant.add("touch", account_id=account, at=at, kind=kind)
    given = plant.add("touch", account_id=account, at=at, kind="gift", secret=True)
    for one in (person, other):
        plant.add("attendance", touch_id=visit, person_id=one)
    about["touch_id"] = visit
    for owed_by in ("us", "them"):
        for due in ("2026-11-17", "2026-11-19", "2026-11-25", None):
            plant.add("promise", **about, owed_by=owed_by, due=due)
        plant.add("promise", **about, owed_by=owed_by, due=on, kept_at=at)
        plant.add("promise", **about, owed_by=owed_by, due=on, broken_at=at, moves=2, first_due="2026-11-10")
    for due in ("2026-11-17", on, "2026-11-25", "2026-12-03"):
        plant.add("follow_up", **about, due=due)
        plant.add("follow_up", **about, due=due, moves=3, first_due="2026-11-16")
    plant.add("follow_up", **about, due=on, done_at=at, done_touch_id=visit)
    for outcome in ("open", "answered", "worked", "failed"):
        plant.add("objection", **about, at=at, outcome=outcome)
    for hidden in (False, True):
        plant.add("need", **about, at=at, hidden=hidden)
    for _each in range(2):
        plant.add("competitor", **about, at=at)
    plant.add("tick", opportunity_id=deal, at=at, touch_id=visit)
    plant.add("concession", **about, below_floor=True, made_at=at)
    plant.add("concession", **about, below_floor=True, made_at=None, secret=True)
    plant.add("fact", account_id=account, dated=on)
    plant.add("fact", person_id=person, dated=on, secret=True)
    plant.add("member", opportunity_id=deal, person_id=other, joined_at=at)
    plant.add("tier_change", account_id=account, from_tier="diamond", to_tier="gold", at=at)
    for privacy in ("internal", "personal", "sensitive"):
        plant.add("preference", person_id=person, kind="taboo", privacy=privacy)
    for day in (18, 24):
        birthday = plant.add("occasion", person_id=person, kind="birthday", month=11, day=day, secret=True)
        plant.add("occasion", account_id=account, kind="contract_end", month=11, day=day)
    plant.add("gift", account_id=account, person_id=person, occasion_id=birthday, touch_id=given, given_on=on)
    care = {"year": 2026, "done_at": at, "act": "greeting"}
    plant.add("care", account_id=account, person_id=person, occasion_id=birthday, touch_id=given, **care)
    plant.add("snooze", account_id=account, about="cadence", until="2026-12-20")
    for period in ("2026-W47", "2026-11"):
        for part in REPORT_PARTS:
            own = {"period": period, "part": part, "account_id": account, "lesson": "avoid", "stage": "S5"}
            plant.add("remark", **own)
            for privacy in ("personal", "sensitive"):
                plant.add("remark", **own, privacy=privacy, secret=True)


def _unwanted(store: Store) -> list[str]:
    """The touches whose lines are left out of the week."""
    rows = store.connection.execute("SELECT id FROM touch WHERE kind = 'mail' ORDER BY id")
    return [row[0] for row in rows]


def _dressed_touches(store: Store) -> None:
    """Leave some touches out of the week alone, and reword another, whose purpose is private then."""
    unwanted = _unwanted(store)
    said = store.connection.execute("SELECT id FROM touch WHERE kind = 'call' ORDER BY id LIMIT 1").fetchone()[0]
    with store.action("touch.change", "x") as change:
        for one in unwanted:
            change.change("touch", one, {"purpose": "zqprv4", "summary": "zqprv4", "outcome": "zqprv4"})
        change.change("touch", said, {"purpose": "zqprv5"})
    report = _report(store, "week", "en")
    keys = {line.record_id: key for key, line in keyed(report) if line.noun == "touch" and not line.name}
    with store.action("week.edit", "x") as change:
        for one in unwanted:
            leave_out(change, period=report.period, line=keys[one])
        reword(change, period=report.period, line=keys[said], text="zqpub5", generated="zqprv3")


def _reworded(store: Store) -> None:
    """Leave out one record's lines, whose words are private then, and reword another's."""
    _dressed_touches(store)
    gone = store.connection.execute("SELECT id FROM need WHERE hidden = 0 ORDER BY id LIMIT 1").fetchone()[0]
    said = store.connection.execute("SELECT id FROM competitor ORDER BY id LIMIT 1").fetchone()[0]
    with store.action("need.change", "x") as change:
        change.change("need", gone, {"what": "zqprv1", "problem": "zqprv1", "value": "zqprv1"})
    for span in SPANS:
        report = _report(store, span, "en")
        keys = [(line.record_id, key) for key, line in keyed(report)]
        with store.action("week.edit", "x") as change:
            for record, key in keys:
                if record == gone:
                    leave_out(change, period=report.period, line=key)
                elif record == said:
                    reword(change, period=report.period, line=key, text="zqpub2\n!! zqprv2", generated="zqprv3")


@pytest.fixture(scope="module")
def book(empty_store_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two accounts full of markers, one of them with notes that are wholly private."""
    path = tmp_path_factory.mktemp("planted") / "book.db"
    shutil.copyfile(empty_store_file, path)
    with pytest.MonkeyPatch.context() as environment, Store.open(path) as store:
        environment.setenv("KAREP_HOME", str(path.parent / "home"))
        with store.action("test.fill") as change:
            for wholly in (False, True):
                _fill(change, wholly=wholly)
        _reworded(store)
        yield store


def _report(store: Store, span: str, language: str, *, cite: bool = False) -> Report:
    settings = Settings()
    settings.values["name"] = "Li"
    order = Order(_period(span), language=language, cite=cite)
    return ordered(store.connection, CLOCK, settings, lambda: USUAL, order)


def _period(span: str) -> Period:
    return period_of(span, TODAY)


def _texts_of(content: bytes, form: str) -> str:
    """Everything that can be read in a file."""
    if form != "xlsx":
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _all_exports(store: Store, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Everything that can leave, with what it is."""
    page, plain = tmp_path / "all.html.j2", tmp_path / "all.txt.j2"
    for template in (page, plain):
        template.write_text(TEMPLATE, "utf-8")
    for span in SPANS:
        for language in ("en", "zh"):
            for cite in (False, True):
                report = _report(store, span, language, cite=cite)
                about = f"{span} {language} {'cite' if cite else ''}"
                for form in FORMATS:
                    order = Order(_period(span), form, language, cite)
                    yield f"{form} {about}", _texts_of(written(report, order), form)
                for template, form in ((page, "html"), (plain, "txt")):
                    order = Order(_period(span), form, language, cite, template)
                    yield f"template {form} {about}", written(report, order).decode("utf-8")
                with speaking(language):
                    yield f"messages {about}", "\n".join(messages(report))


def test_no_private_word_is_in_anything_that_leaves(book: Store, tmp_path: Path) -> None:
    told: dict[str, set[str]] = {}
    unwanted = _unwanted(book)
    assert len(unwanted) == 2
    for name, text in _all_exports(book, tmp_path):
        assert not [one for one in unwanted if one[-12:] in text], (name, "the id of what is left out")
        found = {_place(one) if int(one[5:]) >= 1000 else one for one in PRIVATE.findall(text)}
        assert not found, (name, sorted(map(str, found)))
        for field, value in PRICES.items():
            whole = value // 100
            for written_as in (f"{whole}", f"{whole:,}", f"{value}"):
                assert not re.search(rf"(?<!\d){written_as}(?!\d)", text), (name, field, written_as)
        told[name] = set(PUBLIC.findall(text))
    assert len(told) == len(SPANS) * 2 * 2 * (len(FORMATS) + 3)
    # what others may read is there, in every one of them
    expected = {"touch.summary", "touch.purpose", "promise.what", "need.what", "objection.words", "competitor.name"}
    expected |= {"account.name", "opportunity.name", "remark.text", "follow_up.what", "concession.give"}
    for name, found in told.items():
        places = {".".join(_place(one)[:2]) for one in found if int(one[5:]) >= 1000}
        # one message tells few lines, and those of one sort
        wanted = {"account.name"} if name.startswith("short") else expected
        assert wanted <= places, (name, wanted - places)
        assert "zqpub2" in found or name.startswith("short"), (name, "the rep's own words for a line")


def test_the_rep_sees_what_is_withheld(book: Store) -> None:
    for span in SPANS:
        report = _report(book, span, "en")
        named = {(one.noun, one.field, one.why) for one in report.withheld}
        for noun, field in (("touch", "summary"), ("promise", "what"), ("need", "what"), ("competitor", "note")):
            assert (noun, field, "private_line") in named, (noun, field)
        whys = withheld_counts(report)
        assert {"private_line", "gift", "privacy", "hidden"} <= whys.keys(), whys
        for one in report.withheld:
            assert one.noun in BY_NOUN and one.record_id, one
        listed = left_out(book.connection, report.withheld)
        assert len(listed) == sum(whys.values())
        assert {(one.why, one.noun, one.record_id) for one in listed} == {
            (one.why, one.noun, one.record_id) for one in report.withheld
        }
        assert all(one.words for one in listed)
        assert "!!" in withheld_sentence(whys)


def test_the_report_on_screen_has_the_list_and_no_file_has(book: Store, tmp_path: Path) -> None:
    report = _report(book, "week", "en")
    ids = {one.record_id for one in report.withheld if one.why in ("privacy", "hidden")}
    assert ids
    for form in FORMATS:
        text = _texts_of(written(report, Order(_period("week"), form, cite=True)), form)
        assert "withheld" not in text.lower().replace("withheld_words", "")
        assert not [one for one in ids if one in text], form


def test_the_control_finds_what_is_planted(book: Store) -> None:
    """The store itself holds every marker: the places were really filled."""
    planted = set()
    for noun in BY_NOUN:
        cursor = book.connection.execute(f"SELECT * FROM {noun}")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            planted |= {(noun, name) for name, text in zip(names, row, strict=True) if "zqprv" in str(text)}
    assert planted >= SECRET - {("rewording", "generated")} and len(planted) > 90
