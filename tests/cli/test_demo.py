"""`karep demo`."""

from pathlib import Path

import pytest

from karep.db import backup
from tests.cli.conftest import Karep


def test_the_sample_book_goes_into_a_new_file(karep: Karep, tmp_path: Path) -> None:
    target = tmp_path / "sample.db"
    answer = karep("--today", "2026-11-20", "demo", "--to", target)
    assert (answer.code, answer.err) == (0, "")
    assert str(target) in answer.out
    assert backup.faults(target) == []
    before = target.read_bytes()
    refused = karep("demo", "--to", target)
    assert refused.code == 1 and refused.err.count("\n") == 1
    assert target.read_bytes() == before


def test_a_sample_that_fails_leaves_nothing(karep: Karep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("karep.demo.generate.make_sample", fail)
    assert karep("demo", "--to", tmp_path / "sample.db").code == 1
    assert not list(tmp_path.glob("sample*"))


def test_the_demo_opens_in_a_private_folder_that_goes_away(karep: Karep, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def run(_call: object, path: Path, *, demo: bool) -> int:
        assert demo and path.parent.stat().st_mode & 0o077 == 0
        seen.append(path)
        return 0

    monkeypatch.setattr("karep.cli.opening._run", run)
    assert karep("demo").code == 0
    assert seen and not seen[0].parent.exists()
