"""What the import's list shows at each step: files, questions, the preview, the report. Every text of a file is cut."""

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date
from typing import Final

from karep.exchange.dates import read_date
from karep.exchange.errors import DateOrderConflict, DateOrderUndecided, EncodingUndecided, SheetRefused
from karep.exchange.headers import is_deal_word
from karep.exchange.importing import ImportReport, OnMatch
from karep.exchange.mapping import FACT, LEAVE_OUT, Column, Kind, field_words
from karep.exchange.values import Unfit
from karep.frozen import frozen
from karep.i18n import N_, _, language, ngettext
from karep.rules.day_words import describe_day
from karep.rules.privacy import MASK, masked_numbers
from karep.screens.safe import one_line
from karep.screens.sheet_path import Listing
from karep.screens.sheet_reading import Choices, Reading
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.columns import Column as Shown
from karep.screens.widgets.section_list import Section

MOST: Final = 500
"""Rows of one section: who has more refusals than this corrects the file first."""

_LONGEST: Final = 300

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "gb18030": N_("Chinese, simplified (GBK, GB18030)"),
    "big5": N_("Chinese, traditional (Big5)"),
    "shift_jis": N_("Japanese (Shift JIS)"),
    "cp1252": N_("Western (Windows 1252)"),
    "utf-16": "UTF-16",
}
"""Encodings that can be chosen by hand."""

SEPARATORS: Final = {",": N_("comma ,"), "\t": N_("tab"), ";": N_("semicolon ;"), "|": N_("vertical bar |")}

KINDS: Final = {
    Kind.ACCOUNTS: N_("accounts"),
    Kind.PEOPLE: N_("people"),
    Kind.BOTH: N_("accounts and people"),
}

ON_MATCH: Final = {
    OnMatch.FILL: N_("fill empty fields"),
    OnMatch.OVERWRITE: N_("replace the old text"),
    OnMatch.KEEP: N_("leave untouched"),
}

ORDER_WORDS: Final = {"dmy": N_("day first"), "mdy": N_("month first"), "ymd": N_("year first")}


FILE_COLUMNS: Final = (
    Shown("what", "", width=20, fraction=5, priority=9),
    Shown("value", "", width=12, fraction=1, priority=8),
    Shown("more", "", width=9, priority=5, align="right"),
)
SHEET_COLUMNS: Final = (
    Shown("what", "", width=16, fraction=2, priority=9),
    Shown("value", "", width=20, fraction=3, priority=8),
    Shown("more", "", width=12, fraction=4, priority=5),
)
REPORT_COLUMNS: Final = (
    Shown("what", "", width=11, priority=9),
    Shown("value", "", width=20, fraction=3, priority=8),
    Shown("more", "", width=12, fraction=2, priority=5),
)


@frozen
class Page:
    """The sections of the list, and what the line below it says about each row."""

    sections: tuple[Section, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    """Row to the whole text, where the columns cut it."""
    columns: tuple[Shown, ...] = SHEET_COLUMNS


def covered(page: Page) -> Page:
    """The page while others can see it: what stands in the rows of the file is hidden, how it is read is not."""
    sections = tuple(
        Section(one.title, {key: _covered_row(key, row) for key, row in one.rows.items()}, one.note)
        for one in page.sections
    )
    details = {key: MASK if _is_of_file(key) else text for key, text in page.details.items()}
    return Page(sections, details, page.columns)


def _is_of_file(key: str) -> bool:
    return key.partition(":")[0] in ("column", "encoding", "refused", "warning", "alike", "skipped")


def _covered_row(key: str, row: Row) -> Row:
    if not _is_of_file(key):
        return row
    # a header or a line's number, and the reason, stay; of the rows of the file nothing does
    hidden = {"value", "more"} if key.startswith("encoding:") else {"more"}
    cells = {name: Cell(MASK, "muted") if name in hidden else cell for name, cell in row.cells.items()}
    value = cells.get("value", "")
    words = value.text if isinstance(value, Cell) else value
    return Row(cells | {"value": Cell(masked_numbers(words), value.tone if isinstance(value, Cell) else "")}, row.tone)


def files_page(listings: Sequence[Listing], today: date) -> Page:
    """Folders and sheets to choose from; rows are ``file:<n>:<m>`` by their position in `listings`."""
    page = Page()
    sections = []
    for number, listing in enumerate(listings):
        rows: dict[str, Row] = {}
        for position, entry in enumerate(listing.entries):
            key = f"file:{number}:{position}"
            name = entry.path.name + ("/" if entry.is_folder else "")
            day = "" if entry.is_folder else describe_day(date.fromtimestamp(entry.changed), today, language())
            rows[key] = Row({"what": name, "value": Cell(day, "muted"), "more": Cell(_size(entry.size), "muted")})
            page.details[key] = str(entry.path)
        note = listing.fault or _("no sheets here")
        more = ngettext("{n} more", "{n} more", listing.more).format(n=listing.more) if listing.more else ""
        sections.append(Section(" · ".join(part for part in (str(listing.folder), more) if part), rows, note))
    return Page(tuple(sections), page.details, FILE_COLUMNS)


def _size(size: int) -> str:
    if not size:
        return ""
    return f"{max(size // 1024, 1):,} KB" if size < 1024 * 1024 else f"{size / (1024 * 1024):,.1f} MB"


def encoding_page(error: EncodingUndecided) -> Page:
    """Each candidate with its first rows; every row is ``encoding:<name>:<n>``."""
    page = Page()
    sections = []
    for candidate in error.candidates:
        rows: dict[str, Row] = {}
        for number, cells in enumerate(candidate.rows):
            key = f"encoding:{candidate.encoding}:{number}"
            rows[key] = _row([*cells[:2], " | ".join(_cut(cell) for cell in cells[2:12])])
            page.details[key] = " | ".join(_cut(cell) for cell in cells[:30])
        sections.append(Section(encoding_words(candidate.encoding), rows, _("nothing to show")))
    return Page(tuple(sections), page.details)


def encoding_words(encoding: str) -> str:
    """What an encoding is called."""
    plain = encoding.lower().removesuffix("-sig")
    return _(ENCODINGS[plain]) if plain in ENCODINGS else plain.upper()


def dates_page(error: DateOrderUndecided | DateOrderConflict, reading: Reading, choices: Choices) -> Page:
    """The two orders, and neither, with what the examples would mean; rows are ``dates:<order>``."""
    rows: dict[str, Row] = {}
    details: dict[str, str] = {}
    for order in ("dmy", "mdy", "ymd"):
        meant = []
        for _line, text in error.examples:
            day = read_date(text, order)
            meant.append(f"{_cut(text)} → {_('kept as text') if isinstance(day, Unfit) else day}")
        words = _("neither") if order == "ymd" else _(ORDER_WORDS[order])
        rows[f"dates:{order}"] = _row([words, meant[0] if meant else "", "; ".join(meant[1:])])
        details[f"dates:{order}"] = "; ".join(meant)
    columns, samples = _columns(reading, choices)
    sections = (
        Section(_("Which comes first in “{column}”?").format(column=_cut(error.column)), rows),
        Section(_("Columns"), columns),
        Section(_("How it is read"), _how(reading, choices)),
    )
    return Page(sections, {**samples, **details})


def names_page(reading: Reading, choices: Choices) -> Page:
    """The columns of a sheet in which no name was found, and the ways to read it nevertheless."""
    rows = {f"kind:{kind}": _row([_(KINDS[kind]), "", ""]) for kind in (Kind.ACCOUNTS, Kind.PEOPLE)}
    columns, details = _columns(reading, choices)
    sections = (
        Section(_("Columns: choose the one that holds the name"), columns),
        Section(_("Or take each row for"), rows),
        Section(_("How it is read"), _how(reading, choices)),
    )
    return Page(sections, details)


def preview_page(reading: Reading, choices: Choices, report: ImportReport | None) -> Page:
    """How the sheet is read, its columns, and what would not be stored; rows that can be changed are ``choice:<what>``
    and ``column:<n>``."""
    columns, details = _columns(reading, choices)
    sections = [Section(_("How it is read"), _how(reading, choices, report)), Section(_("Columns"), columns)]
    notices = reading.plan.notices if reading.plan and report is None else ()
    if report is not None:
        sections += _outcome(report, details)
        notices = report.notices or (reading.plan.notices if reading.plan else ())
    sections.append(_texts("notice", _("About the file"), notices, details))
    return Page(tuple(sections), details)


def _how(reading: Reading, choices: Choices, report: ImportReport | None = None) -> dict[str, Row]:
    def row(words: str, value: str, chosen: object) -> Row:
        return Row({"what": words, "value": value, "more": Cell(_("as you chose") if chosen else _("found"), "muted")})

    sheet = reading.sheet
    rows: dict[str, Row] = {}
    if sheet.encoding is not None:
        rows["choice:encoding"] = row(_("Encoding"), encoding_words(sheet.encoding), choices.encoding)
        separator = sheet.separator or ""
        words = _(SEPARATORS[separator]) if separator in SEPARATORS else separator
        rows["choice:separator"] = row(_("Between cells"), words, choices.separator)
    else:
        name = sheet.name.partition(" · ")[2] or sheet.name
        rows["choice:sheet"] = row(_("Sheet of the workbook"), _cut(name), choices.sheet)
    if reading.plan is not None:
        # While a question is open, it is asked above.
        rows["choice:kind"] = row(_("Each row is"), _(KINDS[reading.plan.kind]), choices.kind)
        order = reading.plan.date_order
        rows["choice:dates"] = row(_("Dates"), _(ORDER_WORDS[order]) if order else _("no question"), choices.dates)
    cells = {"what": _("Already in the book"), "value": _(ON_MATCH[choices.on_match]), "more": left_words(report)}
    rows["choice:on_match"] = Row(cells)
    return rows


def left_words(report: ImportReport | None) -> str:
    """How much of the file the rule for known records leaves out, if any."""
    left = report.left if report else 0
    return ngettext("{n} value differs", "{n} values differ", left).format(n=f"{left:,}") if left else ""


def _columns(reading: Reading, choices: Choices) -> tuple[dict[str, Row], dict[str, str]]:
    rows: dict[str, Row] = {}
    details: dict[str, str] = {}
    for column in reading.columns(choices):
        samples = reading.samples[column.index] if column.index < len(reading.samples) else ()
        shown = " · ".join(_cut(sample) for sample in samples)
        key = f"column:{column.index}"
        rows[key] = Row({"what": _cut(column.header), "value": _target(column), "more": Cell(shown, "muted")})
        details[key] = f"{_cut(column.header)}: {shown}" if shown else _cut(column.header)
    return rows, details


def _target(column: Column) -> Cell:
    if not column.field:
        return Cell("?", "warning")
    words = "→ " + field_words(column.field) + (" ✓" if column.by_rep else "")
    return Cell(words, "muted" if column.field in (FACT, LEAVE_OUT) else "")


def report_page(report: ImportReport, undone: bool) -> Page:
    """What an import did."""
    details: dict[str, str] = {}
    counts = [
        ("stored", _("New"), report.stored),
        ("merged", _("Merged"), report.merged),
        ("unchanged", _("Unchanged"), report.unchanged),
        ("refused", _("Refused"), len(report.refused)),
    ]
    nouns = "; ".join(noun_count(noun, count) for noun, count in report.created.items())
    extra = {
        "stored": Cell(_("taken back"), "warning") if undone else Cell(nouns, "muted"),
        "merged": Cell(left_words(report), "muted"),
    }
    rows = {
        f"count:{key}": Row({"what": words, "value": f"{count:,}", "more": extra.get(key, "")})
        for key, words, count in counts
    }
    details["count:stored"] = nouns
    title = ngettext("{n} row", "{n} rows", report.rows).format(n=f"{report.rows:,}")
    sections = [Section(title, rows), *_outcome(report, details)]
    sections.append(_texts("notice", _("About the file"), report.notices, details))
    return Page(tuple(sections), details, REPORT_COLUMNS)


def noun_count(noun: str, count: int) -> str:
    """A number of records of a noun in words, such as “85 accounts”."""
    shown = f"{count:,}"
    match noun:
        case "account":
            return ngettext("{n} account", "{n} accounts", count).format(n=shown)
        case "person":
            return ngettext("{n} person", "{n} people", count).format(n=shown)
        case "fact":
            return ngettext("{n} fact", "{n} facts", count).format(n=shown)
        case "role":
            return ngettext("{n} role", "{n} roles", count).format(n=shown)
        case "occasion":
            return ngettext("{n} important day", "{n} important days", count).format(n=shown)
    return f"{shown} {noun}"


def counts_words(report: ImportReport) -> str:
    """The outcome in one line: “85 rows: 85 new, 0 merged, 0 unchanged, 0 refused”."""
    rows = ngettext("{n} row", "{n} rows", report.rows).format(n=f"{report.rows:,}")
    return _("{rows}: {stored} new, {merged} merged, {unchanged} unchanged, {refused} refused").format(
        rows=rows,
        stored=f"{report.stored:,}",
        merged=f"{report.merged:,}",
        unchanged=f"{report.unchanged:,}",
        refused=f"{len(report.refused):,}",
    )


def _outcome(report: ImportReport, details: dict[str, str]) -> list[Section]:
    """Refusals, warnings, possible doubles and rows left out, each with its line."""
    skipped = [
        (one.line, one.reason + (f" ({one.count:,})" if one.count > 1 else ""), one.text) for one in report.skipped
    ]
    alike = [
        (one.line, _("{name} may be {existing}").format(name=_cut(one.name), existing=_cut(one.existing)), one.reason)
        for one in report.proposals
    ]
    refused = [(one.line, one.reason, one.text) for one in report.refused]
    warned = [(one.line, one.sentence, "") for one in report.warnings]
    return [
        _lines("refused", "✗ " + _("Not stored, with the reason"), refused, details),
        _lines("warning", "! " + _("Stored, but look at it"), warned, details),
        _lines("alike", _("Perhaps the same, not merged"), alike, details),
        _lines("skipped", _("Not records, left out"), skipped, details),
    ]


def _lines(name: str, title: str, lines: Sequence[tuple[int, str, str]], details: dict[str, str]) -> Section:
    rows: dict[str, Row] = {}
    for number, (line, reason, text) in enumerate(lines[:MOST]):
        key = f"{name}:{number}"
        where = _("line {n}").format(n=line)
        rows[key] = _row([where, reason, text])
        details[key] = " · ".join(part for part in (where, _cut(reason), _cut(text)) if part)
    if len(lines) > MOST:
        left = len(lines) - MOST
        rows[f"{name}:more"] = _row(["…", ngettext("{n} more", "{n} more", left).format(n=f"{left:,}"), ""])
    return Section(f"{title} ({len(lines):,})", rows)


def _texts(name: str, title: str, texts: Iterable[str], details: dict[str, str]) -> Section:
    rows: dict[str, Row] = {}
    for number, text in enumerate(texts):
        rows[f"{name}:{number}"] = Row({"what": "·", "value": _cut(text)})
        details[f"{name}:{number}"] = _cut(text)
    return Section(title, rows)


def _row(cells: Sequence[str]) -> Row:
    texts = [_cut(cell) for cell in [*cells, "", "", ""][:3]]
    return Row({"what": texts[0], "value": texts[1], "more": Cell(texts[2], "muted")})


def _cut(text: str) -> str:
    """The beginning of a text on one harmless line."""
    return one_line(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def question_words(question: SheetRefused | None, reading: Reading | None) -> str:
    """What the rep has to decide, in the words of a screen; the error itself speaks of the command line."""
    if isinstance(question, EncodingUndecided):
        return _("This file does not say which characters it is written in. Which rows look right?")
    if isinstance(question, DateOrderUndecided):
        return _("The dates of this file can be read in two ways. Which is right?")
    if isinstance(question, DateOrderConflict):
        return _("Some dates of this file are day first and some month first. Those that do not fit stay text.")
    headers = reading.sheet.columns if reading else ()
    if any(is_deal_word(header) for header in headers):
        return _("This looks like a list of deals or contracts; karep takes only accounts and people from it.")
    return _("No column is known to hold the name of an account or a person.")


def guide() -> str:
    """What stands under an empty path."""
    return _(
        "Bring in lists of accounts, of people, or of both: .csv, .tsv, .txt and .xlsx, as Excel or another CRM "
        "writes them. One row names the columns; karep finds it and knows most names in English and Chinese.\n"
        "You see what would happen before anything is stored, and one undo takes all of it back.\n"
        "Type, paste or drop the file above: Tab completes, ↓ goes to the list, Enter reads it."
    )
