"""Moments as the rep reads them."""

from datetime import datetime


def shown_moment(moment: datetime | str) -> str:
    """A moment, or the store's text for one, by the computer's own clock: ``2026-11-20 14:03``."""
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return str(moment)
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
