"""The head of an account's page: its name, where it stands in the list, its tier and stage, what comes next."""

from collections.abc import Sequence

from textual.content import Content

from karep.db.views.accounts import Account
from karep.db.views.follow_ups import FollowUp
from karep.db.views.opportunities import Opportunity
from karep.db.views.tiers import TierStanding
from karep.i18n import _
from karep.reports.due import Due, state_words
from karep.reports.tiers import standing_words
from karep.reports.words import stage_words, tier_words
from karep.rules.stages import furthest
from karep.rules.vocabulary import ACCOUNT_STATUSES
from karep.screens.account_actions import PIN
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe


def account_name(account: Account, place: str) -> Content:
    """The name, whether the account is pinned, and its place in the list."""
    name = one_line(account.name)
    if account.short_name and account.short_name != account.name:
        name = f"{name}  {one_line(account.short_name)}"
    mark = (f"{PIN if account.pinned else '◆'} ", "$text-accent")
    return assemble(mark, safe(name).stylize("bold"), (f"  {place}" if place else "", "$text-muted"))


def account_head(
    account: Account,
    ahead: Sequence[FollowUp],
    deals: Sequence[Opportunity],
    eyes: Eyes,
    place: str,
    standing: TierStanding | None = None,
    due: Due | None = None,
) -> Content:
    """Two lines.

    Args:
        account: The account.
        ahead: Its next steps.
        deals: Its deals.
        eyes: Who looks.
        place: Where the account stands in the list that the rep walks through.
        standing: Its tier beside what the scheme says.
        due: How its rhythm stands.
    """
    tier = tier_words(account.tier) if standing is None else standing_words(standing)
    stage = furthest(one.stage for one in deals if one.status == "open")
    parts = [tier, stage_words(stage) if stage else ""]
    if account.status != "active":
        parts.append(f"! {_(ACCOUNT_STATUSES[account.status])}")
    if ahead:
        when = eyes.when_due(ahead[0])
        late = "! " if when.startswith("! ") else ""
        parts.append(f"{late}{_('next')}: {when.removeprefix(late)} {one_line(eyes.words(ahead[0].what))}")
    elif account.tier:
        parts.append(_("nothing planned"))
    if due is not None and account.status not in ("dormant", "lost"):
        late = "! " if due.cadence.state == "overdue" else ""
        parts.append(f"{late}{state_words(due)}")
    below = safe("  " + " · ".join(part for part in parts if part))
    return Content("\n").join([account_name(account, place), below])
