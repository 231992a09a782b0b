"""`karep tiers`: where the tiers of the book and the scheme in force differ."""

import typer

from karep.cli.call import call_of
from karep.cli.exports import note
from karep.cli.options import Force, TextMdOrJson, To
from karep.cli.reports import give
from karep.i18n import N_


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Show where tiers and the scheme in force differ."))(tiers)


def tiers(
    context: typer.Context,
    form: TextMdOrJson = "text",
    to: To = None,
    force: Force = False,
) -> None:
    """Show every account on which the scheme says another tier, those who buy most first."""
    from karep.reports.tiers import tier_review

    call = call_of(context)
    with call.open() as store:
        found = tier_review(store.connection, call.clock, call.practice)
    note(call, "tiers", form, give(found, form, to, force=force))
