"""Take the screenshots of the documentation from the sample book: ``python scripts/pictures.py``."""

import asyncio
import os
import re
import tempfile
from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 21)
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
ENGLISH = (
    "Doyle, Bell visit: walked through the frame contract; objection: price -> sent the value sheet; we: quote by Fri; "
    "they: drawings; next: Wed 10:00"
)
CHINESE = "曾总 王工 现场 谈框架合同 异议:价格 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:A公司"
PICTURES = (
    ("today", "en", "today", ()),
    ("account", "zh", "accounts", ("end", "up", "enter")),
    ("stage", "en", "deals", ("enter",)),
    ("find", "zh", "today", ("/", *"zeng")),
    ("brief", "en", "accounts", ("down", "down", "down", "down", "b")),
    ("log", "en", "today", ("n", *ENGLISH)),
    ("log.zh", "zh", "today", ("n", *CHINESE)),
    ("timeline", "en", "accounts", ("enter", "tab", "T")),
)
"""File name, language, first place, keys to press."""

ZONES = {"en": "America/Chicago", "zh": "Asia/Shanghai"}
"""Where the rep who speaks each language lives."""


async def take(name: str, language: str, start: str, keys: tuple[str, ...]) -> None:
    """Take one picture."""
    from karep.app import KarepApp
    from karep.db.desk import Desk
    from karep.demo.generate import make_sample
    from karep.i18n import use_language
    from karep.rules.clock import Clock
    from karep.settings import Settings

    use_language(language)
    settings = Settings()
    settings.values["start"] = start
    desk = Desk(Path(os.environ["KAREP_HOME"]) / f"{name}.db")
    desk.open()
    desk.submit(lambda store: make_sample(store, TODAY)).result()
    app = KarepApp(desk, Clock.at(TODAY, zone=ZONES[language]), settings)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
        app.clear_notifications()
        await pilot.pause(0.5)
        picture = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(), flags=re.S)
        (FOLDER / f"{name}.svg").write_text(picture, "utf-8")
    desk.close()


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["KAREP_HOME"] = home
        for picture in PICTURES:
            asyncio.run(take(*picture))


if __name__ == "__main__":
    main()
