"""What is remembered when the day of something agreed is moved."""

from datetime import date


def moved_day(
    before: str | None, due: date | str | None, *, first_due: str | None, moves: int, reason: str
) -> dict[str, object]:
    """The fields that a move leaves behind; none when there was no day before, or it stays.

    Args:
        before: The day that it had, ``YYYY-MM-DD``.
        due: The day that it gets; None or an empty text for none.
        first_due: The day first agreed on, once it was moved.
        moves: How often it was moved so far.
        reason: Why it moves now, in the rep's words.
    """
    day = due.isoformat() if isinstance(due, date) else (due or "").strip()
    if not before or before == day:
        return {}
    return {"moves": moves + 1, "first_due": first_due or before, "moved_reason": reason.strip() or None}
