"""`karep near`: who else is near an account, or in a city."""

from typing import Annotated

import typer

from karep.cli.call import call_of
from karep.cli.exports import note
from karep.cli.options import Force, TextMdOrJson, To
from karep.cli.refusals import Refusal
from karep.cli.reports import give
from karep.i18n import N_


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("List who else is near WHO, and due."))(near)


def near(
    context: typer.Context,
    who: Annotated[
        str,
        typer.Argument(
            metavar="WHO", help=N_("An account, a person, a deal or a follow-up; or a city, such as Suzhou or 苏州.")
        ),
    ],
    days: Annotated[
        int | None, typer.Option(min=0, max=365, metavar="N", help=N_("Due within so many days; as it is set."))
    ] = None,
    private: Annotated[bool, typer.Option("--private", help=N_("Tell phone numbers and personal days too."))] = False,
    form: TextMdOrJson = "text",
    to: To = None,
    force: Force = False,
) -> None:
    """List the accounts near one that are due, with why, address, phone and whom to see."""
    from karep.reports.near import near_report, nothing_words, read_near
    from karep.reports.near_who import find_place

    call = call_of(context)
    with call.open() as store:
        clock = call.clock
        place = find_place(store.connection, who, clock.today)
        if place.refusal:
            raise Refusal(place.refusal)
        about = {"city": place.city} if place.city else {"account_id": place.account_id}
        found = read_near(store.connection, clock, call.practice, days=days, **about)
    if not found.city:
        raise Refusal(nothing_words(found))
    path = give(near_report(found, clock.today, private=private), form, to, force=force)
    note(call, "near", form, path)
