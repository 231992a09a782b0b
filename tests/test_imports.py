"""What is imported when: reading costs no SQLModel, the command line no Textual."""

import subprocess
import sys

import pytest

LOADED = "import sys; import {module}; print(*sorted(name for name in {heavy!r} if name in sys.modules))"


def loaded(module: str, *heavy: str) -> list[str]:
    """Which of `heavy` a fresh Python has loaded after importing `module`."""
    code = LOADED.format(module=module, heavy=heavy)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    "module",
    [
        "karep.db.store",
        "karep.db.desk",
        "karep.db.accounts",
        "karep.db.touches",
        "karep.db.views.accounts",
        "karep.reports.today",
        "karep.reports.week",
        "karep.app",
        "karep.screens.today",
        "karep.screens.accounts",
        "karep.screens.account",
        "karep.screens.forms.person",
    ],
)
def test_models_are_not_imported_to_read(module: str) -> None:
    assert loaded(module, "sqlmodel", "sqlalchemy", "pydantic", "alembic") == []


@pytest.mark.parametrize("module", ["karep.cli", "karep.db.store", "karep.reports.week", "karep.exchange.plan"])
def test_textual_stays_in_the_screens(module: str) -> None:
    assert loaded(module, "textual", "sqlmodel") == []


def test_the_app_opens_without_typer() -> None:
    assert loaded("karep.cli, karep.cli.before, karep.cli.opening, karep.cli.refusals", "typer", "textual") == []


def test_the_control_sees_what_is_loaded() -> None:
    assert loaded("karep.db.models", "sqlmodel", "textual") == ["sqlmodel"]
