"""Gifts on the screens: opening their form, changing and removing one, and their rows on a person's page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from karep.db.views.gifts import Gift, Recipient, get_gift
from karep.db.views.records import person_of
from karep.i18n import _, ngettext
from karep.reports.gift_words import WARNING, gift_reason, gift_value_words, year_words
from karep.rules.gifts import WITHIN, Allowance, YearTotal, limit_reading
from karep.rules.privacy import MASK
from karep.rules.vocabulary import GIFT_KINDS
from karep.screens import places
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line
from karep.screens.widgets.columns import Cell, Row, Tone
from karep.screens.widgets.section_list import Section

if TYPE_CHECKING:
    from karep.app import KarepApp

SHOWN: Final = 6
"""As many of the last gifts stand on a person's page; the timeline has them all."""
YEAR_ROW: Final = "field:gift_limit"
"""The row of the year's total; it opens the person's form, where the limit is set."""


async def open_gift(
    app: "KarepApp", account_id: str | None, person_id: str | None, record: tuple[str, str] | None
) -> None:
    """Open the form of a new gift to an account or person, for the important day or festival in `record` if it is one.

    Args:
        app: The app.
        account_id: The account at hand.
        person_id: The person at hand; without one, whom the highlighted record is about.
        record: Noun and id of what is highlighted.
    """
    noun, record_id = record or ("", "")
    if not person_id and record:
        person_id = await app.desk.read(person_of, noun, record_id)
    about = {
        "account_id": account_id,
        "person_id": person_id,
        "occasion_id": record_id if noun == "occasion" else None,
        "festival": record_id if noun == "festival" else None,
    }
    if not account_id and not person_id:
        app.say(_("Highlight an account or a person first."))
        return
    await places.open_form(app, "gift.add", **{name: value for name, value in about.items() if value})


async def remove_gift(app: "KarepApp", gift_id: str) -> None:
    """Take a gift out, and say whose it was; undo brings it back."""
    from karep.db import gifts

    gift = await app.desk.read(get_gift, gift_id)
    if gift is None:
        app.say(_("That record is not in the store."))
        return
    name = gift.person_name or gift.account_name or ""
    await app.save("record.remove", f"{_(GIFT_KINDS['gift'])} {name}", gifts.remove_gift, gift_id)
    app.say(_("Gift to {name} removed; u brings it back.").format(name=one_line(name)))


def gift_section(
    recipient: Recipient, given: Iterable[Gift], total: YearTotal, allowance: Allowance, year: int, eyes: Eyes, key: str
) -> Section:
    """The year's total of the limit, and the last gifts; for other eyes only that there is something.

    Args:
        recipient: Who got them.
        given: The last gifts, newest first.
        total: What the year came to so far.
        allowance: The usual limit.
        year: The year.
        eyes: Who looks.
        key: The key that notes a gift.
    """
    if eyes.hides("gift", "item"):
        return Section(_("Gifts"), {YEAR_ROW: Row({"when": Cell(str(year), "muted"), "what": MASK})})
    limit = allowance.for_person(recipient.gift_limit)
    state = limit_reading(total.counted, limit)
    sign, tone = ("", "muted") if state == WITHIN else (f"{WARNING} ", "warning")
    used = f"{sign}{year_words(total, limit, allowance)}"
    rows = {YEAR_ROW: Row({"when": Cell(str(year), "muted"), "what": Cell(one_line(used), _tone(tone))})}
    if recipient.government:
        words = _("{sign} serves the state: every gift needs approval").format(sign=WARNING)
        rows["field:government"] = Row({"when": Cell("", "muted"), "what": Cell(words, "warning")})
    rows |= {f"gift:{one.id}": _gift_row(one, eyes) for one in given}
    count = ngettext("{n} this year", "{n} this year", total.gifts).format(n=total.gifts) if total.gifts else ""
    return Section(" · ".join(filter(None, (_("Gifts · {key} notes one").format(key=key), count))), rows)


def _tone(tone: str) -> Tone:
    return "warning" if tone == "warning" else "muted"


def _gift_row(gift: Gift, eyes: Eyes) -> Row:
    return Row({"when": Cell(eyes.on(gift.given_on), "accent"), "what": one_line(eyes.words(gift_line(gift)))})


def gift_line(gift: Gift) -> str:
    """What it was, worth how much, for which day, and who approved it, on one line."""
    kind = "" if gift.kind == "gift" else _(GIFT_KINDS.get(gift.kind, GIFT_KINDS["gift"]))
    approved = _("approved by {name}").format(name=gift.approver) if gift.approver else ""
    parts = (kind, gift.item, gift_value_words(gift), gift_reason(gift), approved)
    return " · ".join(filter(None, parts))
