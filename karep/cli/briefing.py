"""`karep brief`: one page to read before a meeting."""

from typing import Annotated

import typer

from karep.cli.call import call_of
from karep.cli.exports import note
from karep.cli.options import Force, TextMdOrJson, To
from karep.cli.refusals import Refusal
from karep.i18n import N_


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("Write the brief for a meeting with WHO."))(brief)


def brief(
    context: typer.Context,
    who: Annotated[
        str,
        typer.Argument(
            metavar="WHO", help=N_("An account, a person, a deal or a follow-up: by name, a part, pinyin or id.")
        ),
    ],
    names: Annotated[
        str | None,
        typer.Option("--with", metavar="NAMES", help=N_("Who will be in the room, with commas between the names.")),
    ] = None,
    form: TextMdOrJson = "text",
    cite: Annotated[bool, typer.Option("--cite", help=N_("End every line with the ids of its records."))] = False,
    private: Annotated[
        bool, typer.Option("--private", help=N_("Tell personal things too: likes, birthdays, my view of people."))
    ] = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write what a rep should have in mind when the meeting begins."""
    from karep.reports.brief import brief as report
    from karep.reports.brief_who import Unclear, find_subject, with_people
    from karep.rules.gifts import Allowance

    call = call_of(context)
    with call.open() as store:
        clock = call.clock
        subject = find_subject(store.connection, who, clock.today)
        if names and not isinstance(subject, Unclear):
            subject = with_people(store.connection, subject, names, clock.today)
        if isinstance(subject, Unclear):
            raise Refusal(subject.sentence)
        days, allowance = call.practice.days, Allowance.of(call.settings)
        found = report(store.connection, subject, clock, private=private, days=days, allowance=allowance)
    from karep.cli.reports import give

    note(call, "brief", form, give(found, form, to, force=force, cite=cite))
