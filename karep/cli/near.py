"""`karep near`: who else is near an account, or in a city."""

from typing import Annotated, Literal

import typer

from karep.cli.call import call_of
from karep.cli.options import Force, To
from karep.cli.refusals import Refusal
from karep.i18n import N_, _


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
    form: Annotated[
        Literal["text", "md", "json"],
        typer.Option("--format", metavar="text|md|json", help=N_("Text, Markdown or JSON.")),
    ] = "text",
    to: To = None,
    force: Force = False,
) -> None:
    """List the accounts near one that are due, with why, address, phone and whom to see."""
    from karep.db.views.subjects import account_of
    from karep.reports.brief_who import Unclear, find_subject
    from karep.reports.near import city_named, near_report, nothing_words, read_near

    call = call_of(context)
    with call.open() as store:
        clock, about = call.clock, {"city": city_named(store.connection, who)}
        if not about["city"]:
            subject = find_subject(store.connection, who, clock.today)
            if isinstance(subject, Unclear):
                raise Refusal(subject.sentence)
            about = {"account_id": account_of(store.connection, subject.noun, subject.id) or ""}
            if not about["account_id"]:
                raise Refusal(_("{who} belongs to no account.").format(who=who))
        found = read_near(store.connection, clock, call.practice, days=days, **about)
    if not found.city:
        raise Refusal(nothing_words(found))
    from karep.cli.reports import give

    give(near_report(found, clock.today), form, to, force=force)
