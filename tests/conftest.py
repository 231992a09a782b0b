"""What every test gets: a home of its own, English words, and a store that costs a file copy."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from karep.db.store import Store
from karep.i18n import use_language
from karep.playbook import shelf
from karep.rules.tier_names import use_tiers
from karep.rules.tiers import DEFAULT_TIERS


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each test's settings, backups and stores."""
    place = tmp_path / "home"
    monkeypatch.setenv("KAREP_HOME", str(place))
    monkeypatch.delenv("KAREP_STORE", raising=False)
    shelf.use_own_folders()
    return place


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English and tiers by revenue unless they choose otherwise, and leave both behind."""
    use_language("en")
    yield
    use_language("en")
    use_tiers(DEFAULT_TIERS)


@pytest.fixture(scope="session")
def empty_store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store at the current schema, made once."""
    folder = tmp_path_factory.mktemp("template")
    before = os.environ.get("KAREP_HOME")
    os.environ["KAREP_HOME"] = str(folder / "home")
    try:
        Store.open(folder / "empty.db").close()
    finally:
        if before is None:
            del os.environ["KAREP_HOME"]
        else:
            os.environ["KAREP_HOME"] = before
    return folder / "empty.db"


@pytest.fixture
def store_path(tmp_path: Path, empty_store_file: Path) -> Path:
    """The path of an empty store."""
    path = tmp_path / "book.db"
    shutil.copyfile(empty_store_file, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    """An open, empty store."""
    with Store.open(store_path) as opened:
        yield opened
