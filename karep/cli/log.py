"""`karep log`: what happened, in one line or many, as in the app's own box."""

import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from karep.cli.call import Call, call_of
from karep.cli.options import TextOrJson
from karep.cli.refusals import REFUSED, Refusal
from karep.cli.streams import ReaderGone, complain, flush, say, say_json
from karep.i18n import N_, _, ngettext
from karep.rules.visible import one_line

if TYPE_CHECKING:
    from karep.db.store import Store
    from karep.exchange.log_lines import LogLine
    from karep.reports.report import Line
    from karep.rules.date_words import Order
    from karep.rules.log_line.understood import Understood
    from karep.rules.practice import Practice


_WORDS_SHOWN: Final = 24
"""As much of a refused line is repeated, in characters: enough to know it again."""
_IN_CONFIDENCE: Final = re.compile("[!！]{2}")


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(
        help=N_(
            "Log a visit or a call in one line, many lines from standard input (-) or from a file. Each line is stored "
            "as an action of its own, or refused with its reason; blank lines and those that begin with “# ” are "
            "passed over."
        )
    )(log)


def log(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="LINE", help=N_("Who, and what happened, such as “曾总 谈合同 下次:周五”; - reads standard input.")
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help=N_("Read the lines from this file; - is standard input."))
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("The account that it is about, by name, a part or its id."))
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="E", help=N_("The encoding of the lines, such as gb18030."))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would be stored and store nothing."))] = False,
    form: TextOrJson = "text",
) -> None:
    """Store each line, and say what it became."""
    if bool(words) == (file is not None):
        raise typer.BadParameter(_("Say what happened in one line, or - for standard input, or --file FILE."))
    call = call_of(context)
    call.require_store()
    lines = _lines(words or [], file, encoding)
    many = file is not None or words == ["-"]
    with call.open() as store:
        desk = _Desk(call, store, account, dry_run=dry_run, many=many, form=form)
        try:
            for line in lines:
                # whoever reads what is told may stop, as head does: the lines are stored all the same
                with suppress(ReaderGone):
                    desk.take(line)
        finally:
            # what was stored before something went wrong is told all the same
            with suppress(ReaderGone):
                desk.close()
                flush()
    if desk.refused:
        raise typer.Exit(REFUSED)


def _lines(words: list[str], file: Path | None, encoding: str | None) -> "list[LogLine]":
    """The lines of the file, of standard input, or the one that was typed."""
    from karep.exchange.log_lines import LogLine, read_log_lines

    if file is not None and str(file) != "-":
        return read_log_lines(file.expanduser().read_bytes(), encoding)
    if file is not None or words == ["-"]:
        return read_log_lines(sys.stdin.buffer.read(), encoding)
    return [LogLine(1, " ".join(words))]


@dataclass(slots=True)
class _Desk:
    """Takes line after line, and tells of each what became of it."""

    call: Call
    store: "Store"
    account: str | None
    dry_run: bool
    many: bool
    """Whether lines are told apart by their numbers."""
    form: str
    account_id: str = ""
    saved: int = 0
    refused: int = 0
    last: int = 0
    """The number of the last action."""
    told: list[dict[str, Any]] | None = None
    practice: "Practice" = field(init=False)

    def __post_init__(self) -> None:
        """Find the account that the lines are about."""
        self.told = [] if self.form == "json" else None
        # read once: a file may hold thousands of lines
        self.practice = self.call.practice
        if self.account is not None:
            self.account_id = _account_id(self.store, self.account, self.call)

    def take(self, line: "LogLine") -> None:
        """Store a line, or refuse it."""
        from karep.db.errors import NotFound, Refused
        from karep.rules.stored_text import clean_text

        if line.text is None:
            reason = _("This line is not text in the encoding of the others; see --encoding.")
            self._refuse(line, reason)
            return
        text = clean_text(line.text).strip()
        understood = self._understand(text)
        if not understood.can_be_saved:
            self._refuse(line, self._unclear(understood), understood)
            return
        if self.dry_run:
            self._tell(line.number, understood)
            return
        try:
            touch_id, undo = self._store(understood)
        except (Refused, NotFound) as refusal:
            self._refuse(line, str(refusal), understood)
            return
        self._tell(line.number, understood, touch_id, undo)

    def _understand(self, text: str) -> "Understood":
        from karep.db.views.log_lines import at_hand, understand

        connection, order = self.store.connection, cast("Order", self.call.settings["dates"])
        # asked anew for each line: those before it may have made people
        given = at_hand(connection, {"account_id": self.account_id} if self.account_id else {})
        today = self.call.clock.today
        return understand(connection, text, given, today=today, order=order, practice=self.practice)

    def _store(self, understood: "Understood") -> tuple[str, int]:
        from karep.db.log_lines import store_line

        label = understood.account.name if understood.account else ""
        with self.store.action("touch.log", label) as change:
            return store_line(change, understood, self.call.clock, practice=self.practice), change.seq

    def _unclear(self, understood: "Understood") -> str:
        from karep.reports.log_preview import question_words

        asked = []
        for question in understood.questions:
            words = question_words(question)
            if question.about == "person":
                words += " " + _("Write more of the name.")
            elif not self.account_id:
                words += " " + _("Write its name in the line, or add --account NAME.")
            asked.append(words)
        return " ".join(asked)

    # --- telling -------------------------------------------------------------------------------------------------

    def _tell(self, number: int, understood: "Understood", touch_id: str = "", undo: int = 0) -> None:
        self.saved += 1
        self.last = undo or self.last
        if self.told is not None:
            self.told.append(self._values(number, understood) | {"id": touch_id or None, "undo": undo or None})
            return
        from karep.reports.log_preview import log_preview

        report = log_preview(understood, self.call.clock, self.practice.rest)
        heads = [self._head(number), one_line(report.subtitle), _("karep undo {n}").format(n=undo) if undo else ""]
        rows = [f"  {_row(line)}" for line in report.section("rows").lines]
        rows += [f"  ! {_row(line)}" for line in report.section("doubts").lines]
        say("\n".join([" · ".join(filter(None, heads)), *rows]))

    def _refuse(self, line: "LogLine", reason: str, understood: "Understood | None" = None) -> None:
        self.refused += 1
        if self.told is not None:
            values = self._values(line.number, understood) if understood else {"line": line.number, "stored": False}
            self.told.append(values | {"stored": False, "reason": reason})
        elif self.many:
            words = _beginning(line.text or "")
            sentence = _("line {line} “{words}”: {reason}") if words else _("line {line}: {reason}")
            complain(one_line(sentence.format(line=line.number, words=words, reason=reason)))
        else:
            complain(one_line(reason))

    def _head(self, number: int) -> str:
        return _("line {line}").format(line=number) if self.many else ""

    def _values(self, number: int, understood: "Understood") -> dict[str, Any]:
        """A line for another program."""
        from karep.reports.log_preview import doubt_words, preview_rows

        account = understood.account
        return {
            "line": number,
            "stored": not self.dry_run,
            "account_id": account.id if account else None,
            "account": account.name if account else None,
            "parts": [
                {"kind": row.kind, "how": row.how, "noun": row.noun, "id": row.record_id or None}
                # what was said in confidence is in nothing that another program reads
                | ({"words": row.words} if row.level != "bottom_line" else {})
                for row in preview_rows(understood, self.call.clock)
            ],
            "questions": [
                {"about": one.about, "word": one.word, "choices": [_choice(choice) for choice in one.choices]}
                for one in understood.questions
            ],
            "doubts": [{"about": one.about, "reason": doubt_words(one)} for one in understood.doubts],
        }

    def close(self) -> None:
        """Tell how many lines there were."""
        if self.told is not None:
            say_json(self.told)
        elif self.dry_run:
            say(_("Nothing was stored: this was a dry run."))
        elif self.many:
            stored = ngettext("{n} line stored", "{n} lines stored", self.saved).format(n=self.saved)
            refused = ngettext("{n} refused", "{n} refused", self.refused).format(n=self.refused)
            say(_("{stored}, {refused}").format(stored=stored, refused=refused))
        elif self.last:
            say(_("karep undo {number} takes it back").format(number=self.last))


def _account_id(store: "Store", name: str, call: Call) -> str:
    from karep.db.views.subjects import account_of
    from karep.reports.brief_who import Unclear, find_subject

    found = find_subject(store.connection, name, call.clock.today)
    account_id = None if isinstance(found, Unclear) else account_of(store.connection, found.noun, found.id)
    if isinstance(found, Unclear) and found.names:
        raise Refusal(found.sentence)
    if account_id is None:
        raise Refusal(_("No account is called {name}.").format(name=one_line(name)))
    return account_id


def _beginning(text: str) -> str:
    """The first words of a line, without what it says in confidence."""
    words = one_line(_IN_CONFIDENCE.split(text, maxsplit=1)[0]).strip()
    return words if len(words) <= _WORDS_SHOWN else f"{words[:_WORDS_SHOWN].rstrip()}…"


def _choice(choice: Any) -> dict[str, Any]:
    return {"id": choice.id, "name": choice.name, "account": choice.account_name or None}


def _row(line: "Line") -> str:
    """A part of the preview in one line: what it is called, what it says, and what is to know about it."""
    label, words, note = (one_line(line.part(name)) for name in ("part", "words", "note"))
    shown = _("{label}: {text}").format(label=label, text=words) if label else words
    return f"{shown} ({note})" if note else shown
