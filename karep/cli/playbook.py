"""`karep playbook`: look up what to say, and keep cards of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from karep.cli.call import call_of
from karep.cli.language import Commands
from karep.cli.options import TextMdOrJson, TextOrJson
from karep.cli.refusals import Refusal
from karep.cli.streams import complain, say, say_json, say_raw
from karep.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from karep.playbook.card import CardError

OTHERS = 3
"""As many answers are named below the one that is shown."""

Lang = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", metavar="en|zh", help=N_("The language of the card; the one in use if left out.")),
]
CardId = Annotated[
    str, typer.Argument(metavar="ID", help=N_("The card's id such as o.too-expensive or S6, or that of a line of it."))
]

commands = typer.Typer(
    name="playbook", cls=Commands, rich_markup_mode=None, help=N_("What to do, to ask and to answer.")
)


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.add_typer(commands)


@commands.callback(invoke_without_command=True)
def playbook(context: typer.Context) -> None:
    """Show how many cards there are, and where one's own are."""
    if context.invoked_subcommand is not None:
        return
    from karep.cli import cards_shown
    from karep.playbook import shelf

    book = shelf.playbook(call_of(context).language)
    say("\n".join(cards_shown.overview(book, shelf.folders())))
    _tell(list(book.faults))


@commands.command(help=N_("Find a card by what the customer says."))
def find(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help=N_("What the customer says, such as: too expensive."))
    ],
    form: TextOrJson = "text",
) -> None:
    """Print the first answer in six lines, and the names of the next ones; finding nothing is no failure."""
    from karep.cli import cards_shown
    from karep.playbook.finding import find_entries

    spoken = call_of(context).language
    typed = " ".join(words)
    found = find_entries(typed, spoken, 1 + OTHERS)
    if form == "json":
        say_json([cards_shown.entry_values(one) for one in found])
    elif found:
        say("\n".join(cards_shown.at_a_glance(found[0], spoken)))
        if found[1:]:
            say("\n".join(["", _("Or:"), *cards_shown.names(found[1:])]))
    else:
        complain(_("Nothing in the playbook answers to “{words}”.").format(words=typed))


@commands.command(help=N_("Show a whole card."))
def show(
    context: typer.Context,
    card: CardId,
    form: TextMdOrJson = "text",
) -> None:
    """Print a card as it is in force, with what the company and the rep laid over it."""
    from karep.cli import cards_shown

    spoken = call_of(context).language
    found = cards_shown.named(card, spoken)
    if form == "json":
        say_json(cards_shown.card_values(found))
    else:
        say("\n".join(cards_shown.whole(found, spoken, markdown=form == "md")))


@commands.command(help=N_("Make a card of your own."))
def new(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=N_("One of: objection, technique, questions, battle, guide."))
    ],
    name: Annotated[
        list[str], typer.Argument(metavar="NAME", help=N_("What it is called; an objection: what the customer says."))
    ],
    lang: Lang = None,
) -> None:
    """Write a card that can be used at once, and say where it is."""
    from karep.playbook import writing

    spoken = lang or call_of(context).language
    other = writing.namesake(kind, " ".join(name), spoken)
    try:
        path = writing.new_card(kind, " ".join(name), spoken)
    except writing.NotWritten as error:
        raise Refusal(str(error)) from error
    say(_("The card is in {path}; put your own words into it.").format(path=path))
    if other:
        told = _("There is a card of that name already: {id}. To change that one: karep playbook edit {id}")
        complain(told.format(id=other))


@commands.command(help=N_("Change a card in your editor."))
def edit(context: typer.Context, card: CardId, lang: Lang = None) -> None:
    """Open the rep's own copy of a card in VISUAL or EDITOR; without an editor, print where it is."""
    from karep.cli import cards_shown
    from karep.cli.editor import opened_in_editor
    from karep.playbook import shelf, writing
    from karep.reports.card_faults import meanwhile_words

    spoken = lang or call_of(context).language
    try:
        path = writing.own_copy(cards_shown.named(card, spoken).id, spoken)
    except writing.NotWritten as error:
        raise Refusal(str(error)) from error
    if not opened_in_editor(path):
        say_raw(f"{path}\n")
        return
    shelf.forget()
    if writing.drop_untouched(path, spoken):
        say(_("Nothing was changed: the card is as it was."))
        return
    wrong = [fault for fault in shelf.playbook(spoken).faults if fault.source == str(path)]
    _tell(wrong)
    if wrong:
        meanwhile = meanwhile_words(shelf.playbook(spoken).meanwhile.get(str(path)))
        raise Refusal(" ".join((_("Put this right."), meanwhile)))
    say(_("The card is sound, and in force."))


@commands.command(help=N_("Print the folder of your own cards."))
def path(context: typer.Context) -> None:
    """Print where the rep's own cards go, whether the folder is there yet or not."""
    from karep import paths

    say_raw(f"{paths.playbook_folder()}\n")


@commands.command(help=N_("Check cards and say what is wrong with them."))
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help=N_("A folder of cards; those in force if left out."), show_default=False),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=N_("Count what is written in one language only as a fault."))
    ] = False,
) -> None:
    """Print a line for each fault and remark, and end with 1 when there is a fault."""
    from karep.playbook import shelf
    from karep.playbook.checking import folder_faults, shipped_faults
    from karep.playbook.folders import own_files
    from karep.playbook.shipped import shipped_cards

    if folder is not None and not folder.expanduser().is_dir():
        raise Refusal(_("There is no folder {path}.").format(path=folder))
    chosen = [folder.expanduser()] if folder is not None else shelf.folders()
    own = sum(len(own_files(one)) for one in chosen)
    if folder is not None and not own:
        raise Refusal(_("There are no cards in {path}; they lie in its folders en and zh.").format(path=folder))
    faults = [*([] if folder is not None else shipped_faults()), *folder_faults(*chosen)]
    for fault in faults:
        say_raw(f"{fault}\n")
    remarks = 0 if strict else sum(fault.is_remark for fault in faults)
    if wrong := len(faults) - remarks:
        raise Refusal(ngettext("{n} fault.", "{n} faults.", wrong).format(n=wrong))
    ours = len(shipped_cards(language()))
    if folder is None:
        say(_("{n} cards in each language, sound.").format(n=ours))
    if own:
        say(ngettext("{n} card of your own, sound.", "{n} cards of your own, sound.", own).format(n=own))
    if remarks:
        told = ngettext(
            "{n} remark: written in one language only.", "{n} remarks: written in one language only.", remarks
        )
        say(told.format(n=remarks))


def _tell(faults: "list[CardError]") -> None:
    for fault in faults:
        complain(str(fault))
