"""The targets: set by a line, changed, taken out, at 80 columns."""

from pathlib import Path

from karep.db.store import Store
from karep.db.views.targets import list_all_targets
from karep.rules.periods import read_period
from karep.screens.targets import TargetsDialog, open_targets
from tests.ui.driving import Running, press, settled, shown


def stored(path: Path) -> list[tuple[str, str, int, str | None]]:
    with Store.open(path) as store:
        return [(one.period, one.measure, one.value, one.currency) for one in list_all_targets(store.connection)]


async def test_targets_are_set_changed_and_taken_out(running: Running, book: dict[str, str], store_path: Path) -> None:
    async with running(start="week") as pilot:
        await open_targets(pilot.app, read_period("2026-W47"))  # type: ignore[arg-type]
        await settled(pilot)
        assert "No targets yet." in shown(pilot)
        await press(pilot, "text:month vis")
        assert "? what" in shown(pilot)
        await press(pilot, "enter")
        assert "✗ Type a period" in shown(pilot)
        await press(pilot, "text:its 40")
        assert "Every month · Visits · 40" in shown(pilot) and "✗" not in shown(pilot)
        await press(pilot, "enter", "text:2026-Q4 signed 3m", "enter")
        assert "Visits · 0 of 40 (0%) · every month" in shown(pilot)
        assert "Signed · ¥0 of ¥3M (0%)" in shown(pilot)
        # the highlighted one comes into the empty line, and is changed there
        await press(pilot, "enter", "backspace", "text:5", "enter")
        assert "0 of 45 (0%)" in shown(pilot)
        await press(pilot, "text:2026-Q4 signed –", "enter")
        assert "of ¥3M" not in shown(pilot) and "0 of 45 (0%)" in shown(pilot)
        await press(pilot, "text:week half", "escape")
        assert not isinstance(pilot.app.screen, TargetsDialog)
        await open_targets(pilot.app, read_period("2026-W47"))  # type: ignore[arg-type]
        await settled(pilot)
        assert "week half" in shown(pilot), "what was typed comes back"
    assert stored(store_path) == [("month", "visits", 45, None)]
