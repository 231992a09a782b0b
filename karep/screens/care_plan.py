"""Planning a visit, or something else, for an important day: the line that it begins with, and the note that it leaves.

What is planned is about these, beside the account and the person: ``care_act``, ``care_year`` and ``occasion_id`` or
``festival``; ``care_day`` is the day to plan it for, ``care_for`` what the line says that it is for.
"""

from collections.abc import Mapping
from typing import Final

from karep.db import care
from karep.db.change import Change
from karep.reports.care_words import act_words

_LINKS: Final = ("account_id", "person_id", "occasion_id", "festival")


def first_words(about: Mapping[str, str]) -> str:
    """What the line begins with: the day, what, and what it is for, unless that is somebody's own day."""
    what = " · ".join(filter(None, (act_words(about["care_act"]), about.get("care_for"))))
    return f"{about['care_day']}; {what}" if about.get("care_day") else what


def note_planned(change: Change, about: Mapping[str, str], follow_up_id: str) -> str:
    """Note for which day a follow-up is planned, in the same action; the id of the note.

    Raises:
        Refused: If something that it points to was removed.
    """
    links = {name: about[name] for name in _LINKS if about.get(name)}
    values = {**links, "act": about["care_act"], "year": int(about["care_year"]), "follow_up_id": follow_up_id}
    return care.note_care(change, values)
