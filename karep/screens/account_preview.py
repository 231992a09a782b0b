"""An account at a glance, beside the book."""

from typing import Final

from textual import work
from textual.content import Content
from textual.widgets import Static

from karep.db.views.accounts import Account, get_account
from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.people import Person, list_people
from karep.db.views.touches import Touch, list_touches
from karep.i18n import _
from karep.rules.tier_names import tier_name
from karep.rules.vocabulary import ROLES, TOUCH_KINDS
from karep.screens.base import Guarded
from karep.screens.privacy import Eyes
from karep.screens.safe import cells_of, fit, one_line, safe

_WIDTH: Final = 41
"""Cells of a line; the side of the book is as wide."""


class AccountPreview(Guarded, Static):
    """Name, people, next steps and the last touches of the highlighted account."""

    DEFAULT_CSS = """
    AccountPreview { height: 1fr; overflow: hidden; }
    """

    _shown: str | None = None

    def show(self, account_id: str | None) -> None:
        """Show another account; an answer that comes too late is dropped."""
        self._shown = account_id
        self._load()

    @work(group="preview", exclusive=True, exit_on_error=False)
    async def _load(self) -> None:
        desk, account_id = self.karep.desk, self._shown
        account = await desk.read(get_account, account_id) if account_id else None
        if account is None:
            self.update("")
            return
        people = await desk.read(list_people, account.id)
        ahead = await desk.read(list_follow_ups, account_id=account.id)
        touches = await desk.read(list_touches, account_id=account.id, limit=4)
        if self._shown == account_id:
            eyes = Eyes.of(self.karep)
            self.update(_glance(account, people, ahead, touches, eyes))


def _glance(account: Account, people: list[Person], ahead: list[FollowUp], touches: list[Touch], eyes: Eyes) -> Content:
    tier = tier_name(account.tier) if account.tier else _("untiered")
    place = " · ".join(part for part in (account.region, account.city, account.district, account.industry) if part)
    lines: list[Content] = [
        safe(one_line(account.name)).stylize("bold"),
        safe(" · ".join(part for part in (tier, one_line(place)) if part)),
        Content(""),
        Content.styled(_("People"), "bold $text-primary"),
    ]
    for person in people[:7]:
        role = _(ROLES[person.roles[0]]) if person.roles else ""
        lines.append(_two(f"{person.name} {person.title or ''}", role))
    lines += [Content(""), Content.styled(_("Next steps"), "bold $text-primary")]
    for one in ahead[:4]:
        lines.append(_two(eyes.words(one.what), eyes.when_due(one)))
    lines += [Content(""), Content.styled(_("Last touches"), "bold $text-primary")]
    for touch in touches:
        lines.append(Content.styled(f"{eyes.ago(touch.at)} · {_(TOUCH_KINDS[touch.kind])}", "$text-muted"))
        said = eyes.text("touch", "summary", touch.summary or touch.purpose or "", kind=touch.kind)
        lines.append(safe(one_line(said)))
    return Content("\n").join(lines)


def _two(left: str, right: str) -> Content:
    """A line with something at its right edge; the left gives way."""
    return Content.assemble(fit(left, max(8, _WIDTH - cells_of(right) - 1)), " ", safe(right).stylize("$text-muted"))
