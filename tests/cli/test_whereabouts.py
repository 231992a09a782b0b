"""`karep where` and `karep keys`."""

import json
from pathlib import Path

from karep import paths
from karep.actions import ACTIONS
from tests.cli.conftest import Karep


def test_where_names_every_place(karep: Karep, tmp_path: Path) -> None:
    store = tmp_path / "客户.db"
    answer = karep("--store", store, "where")
    assert answer.code == 0
    for place in (store, paths.settings_file(), paths.backup_folder(store), paths.log_file(), paths.playbook_folder()):
        assert str(place) in answer.out
    places = json.loads(karep("--store", store, "where", "--format", "json").out)
    assert places["store"] == str(store)
    assert not store.exists()


def test_the_store_comes_from_the_environment(karep: Karep, tmp_path: Path, monkeypatch: object) -> None:
    import pytest

    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setenv("KAREP_STORE", str(tmp_path / "env.db"))
    assert str(tmp_path / "env.db") in karep("where").out
    assert str(tmp_path / "env.db") not in karep("--store", tmp_path / "named.db", "where").out


def test_keys_show_every_action(karep: Karep) -> None:
    for form in ("text", "md"):
        shown = karep("keys", "--format", form).out
        assert all(action.help in shown for action in ACTIONS)
        assert "`F1`" in shown if form == "md" else "F1" in shown
    listed = json.loads(karep("keys", "--format", "json").out)
    assert [one["id"] for one in listed] == [action.id for action in ACTIONS]


def test_keys_show_the_reps_own(karep: Karep) -> None:
    settings = paths.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text('[keys]\n"edit.undo" = "ctrl+u"\n', "utf-8")
    by_id = {one["id"]: one["keys"] for one in json.loads(karep("keys", "--format", "json").out)}
    assert by_id["edit.undo"] == ["ctrl+u"]
    assert "ctrl+u" in karep("keys").out


def test_settings_that_do_nothing_are_named_and_the_command_goes_on(karep: Karep) -> None:
    file = paths.settings_file()
    paths.make_private(file.parent)
    file.write_text(
        'zone = "America/Chicgo"\ntier_scheme = "revenu"\nholidays = "XX"\nfestivals_off = "xmas"\n', "utf-8"
    )
    answer = karep("--lang", "en", "where", "--format", "json")
    assert answer.code == 0 and json.loads(answer.out)
    told = answer.err.splitlines()
    assert len(told) == 4
    for sentence in (
        "The setting tier_scheme takes: revenue, metal, units. Did you mean revenue?",
        "There is no time zone America/Chicgo (setting zone); the computer's own is used. "
        "Did you mean America/Chicago?",
        "There is no festival xmas (setting festivals_off). Did you mean christmas?",
        "No public holidays are known for XX; only weekends are free. Try CN or DE-BY.",
    ):
        assert sentence in told
    file.write_text('zone = "Asia/Shanghai"\n', "utf-8")
    assert karep("where").err == ""
