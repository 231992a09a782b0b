"""`karep import`: its plan, its report, its exit code, and what it never does."""

import json
from pathlib import Path

import pytest

from karep.db.store import Store
from tests.cli.conftest import Karep

SHEET = "Account Name,Phone,Colour\nAcme,0755 28780808,red\n华为技术有限公司,,blue\nragged,1,2,3\n\nTotal,,\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(SHEET, "utf-8")
    return path


def test_plan_report_and_undo(karep: Karep, store_path: Path, sheet: Path) -> None:
    answer = karep("--store", store_path, "import", sheet)
    assert answer.code == 0 and answer.err == ""
    assert "Account Name  → account: name" in answer.out and "Colour        → kept as a fact" in answer.out
    assert "3 rows = 2 stored + 0 merged + 0 unchanged + 1 refused" in answer.out
    assert "line 4: has 4 cells" in answer.out and "Total" in answer.out
    assert "new: 2 accounts, 2 facts" in answer.out and "karep undo 1 takes it back" in answer.out
    again = karep("--store", store_path, "import", sheet)
    assert "3 rows = 0 stored + 0 merged + 2 unchanged + 1 refused" in again.out and "undo" not in again.out
    assert karep("--store", store_path, "undo", "1").code == 0
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT 1 FROM account WHERE removed_at IS NULL").fetchall() == []


def test_the_dry_run_makes_nothing(karep: Karep, tmp_path: Path, sheet: Path) -> None:
    missing = tmp_path / "none.db"
    answer = karep("--store", missing, "import", sheet, "--dry-run")
    assert answer.code == 0 and "2 stored" in answer.out and "dry run" in answer.out
    assert not missing.exists()
    assert karep("--store", missing, "import", sheet).code == 0
    assert missing.exists()


def test_json(karep: Karep, store_path: Path, sheet: Path) -> None:
    found = json.loads(karep("--store", store_path, "import", sheet, "--format", "json").out)
    assert (found["rows"], found["stored"], found["refused"], found["action"]) == (3, 2, 1, 1)
    assert found["refusals"][0]["line"] == 4
    assert found["columns"][2] == {"header": "Colour", "field": "fact"}


def test_columns_encoding_and_separator(karep: Karep, store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes("厂商;颜色\n澳柯玛;红\n".encode("gb18030"))
    undecided = karep("--store", store_path, "import", path)
    assert undecided.code == 1 and "--encoding gb18030" in undecided.err and "澳柯玛" in undecided.err
    unnamed = karep("--store", store_path, "import", path, "--encoding", "gb18030")
    assert unnamed.code == 1 and "--map" in unnamed.err
    wrong = karep("--store", store_path, "import", path, "--encoding", "gb18030", "--map", "厂商")
    assert wrong.code == 1 and "COLUMN=FIELD" in wrong.err
    answer = karep(
        "--store", store_path, "import", path, "--encoding", "gb18030", "--map", "厂商=account.name",
        "--separator", ";", "--kind", "accounts", "--on-match", "overwrite",
    )  # fmt: skip
    assert answer.code == 0 and "1 row = 1 stored" in answer.out


@pytest.mark.parametrize(
    ("text", "option", "word"),
    [
        ("Full Name,Birthdate\nAnn,3/4/1985\n", (), "--dates"),
        ("Account Name\nAcme\n", ("--encoding", "klingon"), "klingon"),
        ("Colour\nred\n", (), "--map"),
        ("Account Name,Phone\na,b,c\n", (), ""),
    ],
)
def test_refused_with_a_sentence(
    karep: Karep, store_path: Path, tmp_path: Path, text: str, option: tuple[str, ...], word: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(text, "utf-8")
    answer = karep("--store", store_path, "import", path, *option)
    assert answer.code == 1 and word in answer.err and "Traceback" not in answer.err
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT 1 FROM account UNION SELECT 1 FROM person").fetchall() == []


def test_files_that_are_not_there_and_wrong_usage(karep: Karep, store_path: Path, sheet: Path) -> None:
    assert karep("--store", store_path, "import", "nowhere.csv").code == 1
    assert karep("--store", store_path, "import").code == 2
    assert karep("--store", store_path, "import", sheet, "--on-match", "guess").code == 2
    assert karep("--store", store_path, "import", sheet, "--dates", "dym").code == 2


def test_the_bar_is_drawn_on_a_terminal_only(
    karep: Karep, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Account Name\n" + "".join(f"Acme {n}\n" for n in range(1200)), "utf-8")
    assert karep("--store", store_path, "import", path, "--dry-run").err == ""
    monkeypatch.setattr("karep.cli.importing.is_terminal", lambda _stream: True)
    answer = karep("--store", store_path, "import", path)
    assert "500 rows read" in answer.err and "1,200 / 1,200" in answer.err and answer.err.endswith("\x1b[K")
    assert karep("--plain", "--store", store_path, "import", path).err == ""


def test_hostile_text_is_shown_and_harmless(karep: Karep, store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_text("Account Name,\x1b[31mRed\nAcme\x1b]0;x\x07,=cmd()\na\x1b[2J,b,c\n", "utf-8")
    answer = karep("--store", store_path, "import", path)
    assert answer.code == 0 and "\x1b" not in answer.out + answer.err
