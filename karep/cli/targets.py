"""`karep targets`: what shall be reached in a week, a month, a quarter or a year, how far it is, and setting it."""

from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from karep.cli.call import Call, call_of, check_year
from karep.cli.language import Commands
from karep.cli.options import TextOrJson
from karep.cli.refusals import Refusal
from karep.cli.streams import say, say_json
from karep.i18n import N_, _

PeriodName = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD",
        help=N_("week, month, quarter or year for every one; or one: 2026-W47, 2026-11, 2026-Q4, 2026."),
    ),
]
MeasureName = Annotated[
    str, typer.Argument(metavar="WHAT", help=N_("One of: signed, visits, calls, touches, people (new ones)."))
]
Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="CODE", help=N_("Of an amount, where it is not the currency in the settings.")),
]


class _Setting(TyperCommand):
    """The command that sets a target; a number below zero is no mistyped option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands behind the command."""
        for word in args:
            if word.startswith("-") and any(map(str.isdigit, word)) and not word.startswith("--"):
                raise typer.BadParameter(_("{value}: a target is not below zero").format(value=word), ctx=ctx)
        return super().parse_args(ctx, args)


commands = typer.Typer(
    name="targets", cls=Commands, rich_markup_mode=None, help=N_("Show how far targets are reached; set them.")
)


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.add_typer(commands)


@commands.callback(invoke_without_command=True)
def targets(context: typer.Context, form: TextOrJson = "text") -> None:
    """Show the targets of this week, month, quarter and year with what is reached, and those of other periods."""
    if context.invoked_subcommand is not None:
        return
    from karep.reports.targets import targets_page, targets_values

    call = call_of(context)
    currency = call.settings["currency"]
    with call.open() as store:
        if form == "json":
            say_json(targets_values(store.connection, call.clock, currency))
            return
        page = targets_page(store.connection, call.clock, currency)
    if not any(section.lines for section in page.sections):
        say(_("No targets are set. Set one with: karep targets set month visits 40"))
        return
    from karep.reports.render import render

    say(render(page, "text").rstrip("\n"))


@commands.command("set", cls=_Setting, help=N_("Say what shall be reached in a period, or in every one of a kind."))
def set_one(
    context: typer.Context,
    period: PeriodName,
    measure: MeasureName,
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("A number; an amount as 3000000, 3m or 300万."))],
    currency: Currency = None,
) -> None:
    """Set a target; what was set for the same before is replaced."""
    from karep.db.targets import set_target
    from karep.db.views.targets import find_target
    from karep.reports.targets import kept_words, target_label

    call = call_of(context)
    name, what = _period(period), _measure(measure)
    number, money = _value(value, what, currency, call)
    with call.open() as store:
        with store.action("target.set", target_label(name, what)) as change:
            set_target(change, period=name, measure=what, value=number, currency=money)
        stored = find_target(store.connection, name, what, money)
    assert stored is not None, "it was stored a moment ago"
    say(_("Target: {target}").format(target=kept_words(stored, call.settings["currency"])))


@commands.command(help=N_("Take a target out."))
def drop(context: typer.Context, period: PeriodName, measure: MeasureName, currency: Currency = None) -> None:
    """Take a target out; ``karep undo`` brings it back."""
    from karep.db.targets import drop_target
    from karep.db.views.targets import find_target
    from karep.reports.targets import kept_words, target_label

    call = call_of(context)
    name, what = _period(period), _measure(measure)
    label = target_label(name, what)
    with call.open() as store:
        stored = find_target(store.connection, name, what, _currency(currency, what, call))
        if stored is None:
            raise Refusal(_("There is no such target: {target}. karep targets lists them.").format(target=label))
        with store.action("target.drop", label) as change:
            drop_target(change, stored.id)
    say(_("Taken out: {target}").format(target=kept_words(stored, call.settings["currency"])))


def _period(text: str) -> str:
    from karep.rules.periods import SPANS
    from karep.rules.target_line import read_target_period

    found = read_target_period(text)
    if found is None:
        raise typer.BadParameter(
            _("write week, month, quarter or year, or one period as 2026-W47, 2026-11, 2026-Q4, 2026")
        )
    if found not in SPANS:
        check_year(int(found[:4]))
    return found


def _measure(text: str) -> str:
    from karep.rules.target_line import MEASURE_WORDS, read_measure

    found = read_measure(text)
    if found is None:
        raise typer.BadParameter(_("what is measured is one of: {values}").format(values=", ".join(MEASURE_WORDS)))
    return found


def _value(text: str, measure: str, currency: str | None, call: Call) -> tuple[int, str | None]:
    from karep.rules.target_line import read_target_value

    number, written = read_target_value(text, measure)
    if number is None:
        sentence = _("“{text}” is no target: that is a number from 0 on, whole, or an amount with at most two decimals")
        raise typer.BadParameter(sentence.format(text=text))
    return number, _currency(currency or written, measure, call)


def _currency(text: str | None, measure: str, call: Call) -> str | None:
    from karep.rules.money import read_currency

    if measure != "signed":
        return None
    found = read_currency(text) if text else call.settings["currency"]
    if not found:
        raise typer.BadParameter(_("“{text}” is no currency").format(text=text))
    return str(found)
