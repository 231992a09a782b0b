"""The report on a book in which every text of every record is hostile, in every format: it is read back as it is."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile
from unicodedata import category

import pytest
from python_calamine import CalamineWorkbook

from karep.db.store import Store
from karep.i18n import speaking
from karep.reports.document import document
from karep.reports.messages import messages, units
from karep.reports.render import as_json, as_markdown
from karep.reports.report import Report
from karep.reports.sheets import as_csv, as_xlsx
from karep.reports.tables import cells, tables
from karep.reports.week import report
from karep.rules.clock import Clock
from karep.rules.formula import unguard
from karep.rules.periods import read_period
from karep.rules.vocabulary import REPORT_PARTS
from tests.hostile import OURS, fill
from tests.reports.test_render_parts import expected, read_back
from tests.reports.test_sheets import MORE_HOSTILE, as_csv_text

PARTS = list(enumerate(REPORT_PARTS.values(), 1))
TEXTS = [*OURS, *(one for one in MORE_HOSTILE if one.strip() and "\ufffe" not in one)]


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory, empty_store_file: Path) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAREP_HOME", str(folder / "home"))
        copyfile(empty_store_file, folder / "book.db")
        store = Store.open(folder / "book.db")
        with store.action("test") as change:
            fill(change, TEXTS)
        yield store
        store.close()


@pytest.fixture(scope="module")
def week(hostile_store: Store) -> Report:
    period = read_period("2026-W47")
    assert period
    clock = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
    with speaking("en"):
        return report(hostile_store.connection, clock, period, author=TEXTS[2], department=TEXTS[14])


def test_markdown(week: Report) -> None:
    found = read_back(as_markdown(week))
    assert found == expected(week)
    assert len(found) > 10 * len(TEXTS), "the book is in it"


def test_messages(week: Report) -> None:
    pieces = messages(week)
    assert len(pieces) > 5 and all(units(piece) <= 2000 for piece in pieces)
    written = "\n".join(pieces)
    assert not [one for one in written if one != "\n" and category(one) in ("Cc", "Cs", "Zl", "Zp")]
    rows = written.split("\n")
    assert all(any(row.startswith(f"{number}. {title}") for row in rows) for number, title in PARTS)


def test_json(week: Report) -> None:
    assert json.loads(as_json(week)) == document(week)


def test_csv(week: Report) -> None:
    body = list(csv.reader(io.StringIO(as_csv(week).decode("utf-8-sig"), newline="")))[1:]
    rows = [row for table in tables(week) for row in table.rows]
    assert [[unguard(cell) for cell in one] for one in body if one[1]] == [
        [as_csv_text(cell) for cell in cells(row)] for row in rows
    ]


def test_xlsx(week: Report) -> None:
    written = as_xlsx(week)
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    sizes = [len(book.get_sheet_by_name(name).to_python()) - 1 for name in book.sheet_names[1:]]
    assert sizes == [max(1, len(table.rows)) for table in tables(week)]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)
    assert b"<f>" not in sheets and b"<f " not in sheets and b"hyperlink" not in sheets
