"""Reading a log line: every word of it becomes a part that is stored, or stays in the summary as it was typed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen
from karep.rules.cadence import DEFAULT_SETTINGS, CadenceSettings, proposed_day
from karep.rules.date_words import Order, find_when, parse_when
from karep.rules.log_line import values
from karep.rules.log_line.deals import amount_doubt, named_deal
from karep.rules.log_line.head import Reader, Said, left_over
from karep.rules.log_line.kinds import kind_of, kind_within
from karep.rules.log_line.labels import LABELS
from karep.rules.log_line.names import Names, attendee, capitals_within, forms_within, mentioned
from karep.rules.log_line.pieces import Cut, Line, cut, holds_private, tidy
from karep.rules.log_line.remains import Remains
from karep.rules.log_line.stage_words import stage_at
from karep.rules.log_line.understood import (
    AtHand,
    Attendee,
    Book,
    Candidate,
    Doubt,
    NextStep,
    Part,
    PartKind,
    PromiseSaid,
    Question,
    Understood,
)
from karep.rules.log_line.whose import ATTENDS, CLAUSES, accounts_meant, is_called
from karep.rules.money import parse_money
from karep.rules.rest_days import WEEKENDS, RestDays

_LONG_AGO: Final = timedelta(days=60)
LONGEST_LINE: Final = 4_000
"""Of a longer line everything behind is summary, or in confidence when something in it is."""


@frozen
class Asked:
    """What a line is read against."""

    at_hand: AtHand
    book: Book
    today: date
    order: Order = "ymd"
    cadence: CadenceSettings = DEFAULT_SETTINGS
    rest: RestDays = WEEKENDS
    """Which days are free; on none of them falls a next step whose day was not said."""


def read_line(text: str, asked: Asked) -> Understood:
    """Everything that a log line says. Never raises; every word is in a part or in the summary.

    Where no account is at hand the line is read against the whole book first; when that leaves one account, it is
    read once more among its people.
    """
    line = Line.of(text[:LONGEST_LINE])
    pieces = cut(line, lambda kind, words: values.opens(kind, words, asked.today, asked.order))
    first = _Reading(pieces, asked, text)
    if first.value("new_account"):
        return _Reading(pieces, replace(asked, at_hand=first.new_account()), text, said=True).understood()
    if asked.at_hand.account is not None and not first.names_another_account():
        if not asked.at_hand.is_listed or first.is_about_the_account():
            return first.understood()
        listed, first = first, _Reading(pieces, replace(asked, at_hand=AtHand()), text)
        if not (found := first.accounts()) or asked.at_hand.account in found:
            return listed.understood()
    else:
        found = first.accounts()
    if len(found) != 1:
        return replace(first.understood(), questions=(first.question(found),))
    words = frozenset(one.word for one in first.said if one.accounts)
    return _Reading(
        pieces, replace(asked, at_hand=asked.book.at_hand(found[0].id)), text, words, said=True
    ).understood()


class _Reading:
    """One reading of the pieces of a line."""

    def __init__(
        self, pieces: Cut, asked: Asked, text: str, account_words: frozenset[str] = frozenset(), *, said: bool = False
    ) -> None:
        self.pieces, self.asked, self.text = pieces, asked, text
        self.account_said = said
        self.names = Names(asked.at_hand, asked.book, account_words)
        self.reader = Reader(pieces.rest, self.names, asked.today, asked.order)
        self.doubts: list[Doubt] = []
        self.subjects: list[Attendee] = []
        """Who is named at the head and begins a sentence: the words stay in it."""
        self.kept: list[Part] = []
        """Labelled parts that could not be stored as meant: their words stay in the summary."""
        self.labelled = {kind: tuple(one for one in pieces.labelled if one.kind == kind) for kind in LABELS}
        self.said = self._said()
        self.left = self._left()
        self.people = self._people()

    # --- the text ----------------------------------------------------------------------------------------------------

    def words(self, part: Part) -> str:
        """What stands behind the label of a part."""
        return self.pieces.rest.text[part.value_start : part.end]

    def value(self, kind: PartKind) -> str:
        """What stands behind the labels of a kind."""
        return " ".join(tidy(self.words(part)) for part in self.labelled[kind])

    def _said(self) -> list[Said]:
        known: set[PartKind] = {part.kind for part in self.pieces.labelled}
        said: list[Said] = []
        for number, (start, end) in enumerate(self.pieces.free):
            head, subjects = self.reader.head(start, end, known) if number == 0 else ([], [])
            at = head[-1].part.end if head else start
            self.subjects += subjects
            said += head
            said += self.reader.alone(at, end, known | {one.part.kind for one in said})
        return said

    def _left(self) -> list[tuple[int, int]]:
        taken = [*(one.part for one in self.said), *self.pieces.tags, *self.pieces.private]
        return [
            left
            for start, end in self.pieces.free
            for left in left_over(start, end, [part for part in taken if start <= part.start < end])
        ]

    def _sentences(self) -> str:
        return "\n".join(self.pieces.rest.text[start:end] for start, end in self.left)

    # --- whom it is about --------------------------------------------------------------------------------------------

    def _people(self) -> tuple[Attendee, ...]:
        found = [one.attendee for one in self.said if one.attendee is not None] + self.subjects
        for part in self.labelled["person"]:
            for word in filter(None, map(tidy, values.NAMES_APART.split(self.words(part)))):
                found.append(attendee(word, self.names.people(word)))
        found += [] if not found else self._attending()
        if not found:
            found = self._mentioned(self._sentences())
        if not found and self.asked.at_hand.person is not None:
            person = self.asked.at_hand.person
            found = [Attendee(person.name, person)]
        return tuple({(one.person.id if one.person else one.word): one for one in found}.values())

    def _mentioned(self, text: str) -> list[Attendee]:
        """Who is spoken of in some sentences; the words stay where they are."""
        if self.asked.at_hand.account is not None:
            folded = Line.of(text).folded
            return [Attendee(word, one) for _at, word, one in mentioned(text, folded, self.asked.at_hand.people)]
        return [attendee(word, found) for word in forms_within(text) if (found := self.names.people(word))]

    def _attending(self) -> list[Attendee]:
        """Who is said to have been there too, beside those at the head: 李敏也在."""
        clauses = CLAUSES.split(self._sentences())
        return [one for clause in clauses if ATTENDS.search(clause) for one in self._mentioned(clause)]

    def new_account(self) -> AtHand:
        """The account that the line brings along: one that has this very name already, or a new one."""
        name = self.value("new_account")
        for known in self.asked.book.accounts_called(name):
            if is_called(known, name):
                return self.asked.book.at_hand(known.id)
        return AtHand(Candidate("", name))

    def names_another_account(self) -> bool:
        """Whether a label says that it is about an account other than the one at hand."""
        account = self.asked.at_hand.account
        named = self.value("account")
        return bool(named) and account is not None and not is_called(account, named)

    def is_about_the_account(self) -> bool:
        """Whether the line names the account at hand, or somebody there."""
        account = self.asked.at_hand.account
        theirs = [one.account_id for who in self.people for one in (who.person, *who.choices) if one]
        return account is not None and (account.id in theirs or any(one.accounts for one in self.said))

    def accounts(self) -> list[Candidate]:
        """The accounts that the line may be about, by what it names and by whose people it names."""
        named = self.value("account")
        groups = [self.asked.book.accounts_called(named)] if named else []
        if named and not groups[0]:
            # whoever else is named, an account that nobody knows is not theirs
            return []
        groups += [one.accounts for one in self.said if one.accounts]
        if not groups and not self.people:
            groups += filter(None, map(self.names.accounts, capitals_within(self.pieces.rest.text)))
        return accounts_meant(groups, self.people, self.text)

    def question(self, found: list[Candidate]) -> Question:
        """What must be asked when the account is not clear."""
        named = self.value("account") or next((one.word for one in self.said if one.accounts), "")
        new = next((one.word for one in self.people if one.is_new), "")
        if not found and not named and not new:
            return Question("who")
        part = next((one.part for one in self.said if one.accounts), next(iter(self.labelled["account"]), None))
        return Question("account", named or new, tuple(found), part)

    def _questions(self) -> tuple[Question, ...]:
        parts = {one.attendee.word: one.part for one in self.said if one.attendee}
        return tuple(
            Question("person", one.word, one.choices, parts.get(one.word)) for one in self.people if one.choices
        )

    # --- everything else ----------------------------------------------------------------------------------------------

    def understood(self) -> Understood:
        """What will be stored."""
        if self.labelled["new_account"] and self.labelled["account"]:
            self._keep("account", Doubt("account", self.value("account"), self.labelled["account"][0]))
        kind, kind_said = self._kind()
        day, at = self._when()
        deal = self._deal()
        stage, stage_reason = self._stage(deal)
        amount = self._amount(deal)
        steps = self._next_steps(deal)
        self._note_days_ahead()
        self._note_who_is_elsewhere()
        self._note_what_is_only_highlighted()
        if holds_private(self.pieces.rest.text):
            self.doubts.append(Doubt("not_private", "!!"))
        remains = self._remains()
        return Understood(
            self.text,
            parts=remains.parts(),
            account=self.asked.at_hand.account,
            account_said=self.account_said,
            people=self.people,
            deal=deal,
            kind=kind,
            kind_said=kind_said,
            day=day,
            at=at,
            purpose=self.value("purpose"),
            summary=remains.summary(),
            outcome=self.value("outcome"),
            colleagues=self.value("colleagues"),
            tags=tuple(dict.fromkeys(self.text[one.value_start : one.end] for one in self.pieces.tags)),
            private_note=remains.private_note(),
            promises=self._promises(),
            objections=tuple(values.objection(self.words(part)) for part in self.labelled["objection"]),
            needs=tuple(tidy(self.words(part)) for part in self.labelled["need"]),
            rivals=tuple(one for part in self.labelled["rival"] for one in values.rivals(self.words(part))),
            next_steps=steps,
            proposal=None if steps else self._proposal(deal),
            stage=stage,
            stage_reason=stage_reason,
            amount=amount,
            questions=self._questions(),
            doubts=tuple(self.doubts),
        )

    def _remains(self) -> Remains:
        """What is left of the text when everything that was understood is taken out of it."""
        return Remains(self.pieces, self.text, LONGEST_LINE, tuple(self.left), tuple(self.said), tuple(self.kept))

    def _keep(self, kind: PartKind, doubt: Doubt) -> None:
        """Let the words of a labelled part stay in the summary, label and all."""
        self.doubts.append(doubt)
        self.kept += self.labelled[kind]

    def _kind(self) -> tuple[str, bool]:
        if self.labelled["kind"]:
            found = kind_of(Line.of(self.value("kind")).folded)
            if found:
                return found, True
            self.kept += self.labelled["kind"]
        found = next((one.kind for one in self.said if one.kind), None) or kind_within(
            Line.of(self._sentences()).folded
        )
        return (found, True) if found else ("visit", False)

    def _when(self) -> tuple[date | None, values.TimeOfDay]:
        if self.labelled["when"]:
            words = self.value("when")
            found = parse_when(words, self.asked.today, order=self.asked.order, past=True)
            if found and found.day <= self.asked.today:
                return found.day, found.time
            self._keep("when", Doubt("future" if found else "due", words, self.labelled["when"][0]))
        said = next((one for one in self.said if one.part.kind == "when"), None)
        if said is None or said.moment is None:
            return None, None
        if self.asked.today - said.moment.day > _LONG_AGO:
            self.doubts.append(Doubt("long_ago", said.moment.said, said.part))
        return said.moment.day, said.moment.at

    def _note_days_ahead(self) -> None:
        """Say that a day ahead at the head of the line is no day on which something happened."""
        for start, end in self.left[:1]:
            words = self.pieces.rest.text[start:end]
            found = find_when(words, self.asked.today, order=self.asked.order)
            if found and not tidy(words[: found.start]) and found.when.day > self.asked.today:
                at = start + found.start
                self.doubts.append(Doubt("future", found.when.matched, Part("summary", at, start + found.end, at)))

    def _note_who_is_elsewhere(self) -> None:
        """Say of a new person that somebody of another account is called so."""
        for one in self.people:
            if one.is_new and self.asked.at_hand.account is not None:
                known = self.asked.book.people_called(one.word)
                if len(known) == 1:
                    self.doubts.append(Doubt("elsewhere", one.word, None, known[0]))

    def _note_what_is_only_highlighted(self) -> None:
        """Say where a line is stored that begins with words of which nobody is known there."""
        at_hand = self.asked.at_hand
        if at_hand.account is None or not at_hand.is_listed or self.is_about_the_account():
            return
        begins = min(self._remains().parts(), key=lambda part: part.start, default=None)
        if any(one.is_new for one in self.people) or (begins and begins.kind in ("summary", "person")):
            self.doubts.append(Doubt("listed", at_hand.account.name))

    def _promises(self) -> tuple[PromiseSaid, ...]:
        return tuple(
            one
            for part in (*self.labelled["ours"], *self.labelled["theirs"])
            for one in values.promises(part.kind == "ours", self.words(part), self.asked.today, self.asked.order)
        )

    # --- the deal ----------------------------------------------------------------------------------------------------

    def _deal(self) -> Candidate | None:
        deals = self.asked.at_hand.deals
        if self.labelled["deal"]:
            if (found := named_deal(self.value("deal"), deals)) is not None:
                return found
            self._keep("deal", Doubt("deal", self.value("deal"), self.labelled["deal"][0]))
        return self.asked.at_hand.deal or (deals[0] if len(deals) == 1 else None)

    def _stage(self, deal: Candidate | None) -> tuple[str, str]:
        if not self.labelled["stage"]:
            return "", ""
        words = self.value("stage")
        found = stage_at(Line.of(words).folded)
        if found is None or deal is None:
            self._keep("stage", Doubt("stage" if found is None else "deal", words, self.labelled["stage"][0]))
            return "", ""
        stage, end = found
        if stage == deal.title:
            self._keep("stage", Doubt("same_stage", words, self.labelled["stage"][0]))
            return "", ""
        return stage, tidy(words[end:])

    def _amount(self, deal: Candidate | None) -> int | None:
        said = next((one for one in self.said if one.money is not None), None)
        if self.labelled["amount"]:
            words = self.value("amount")
            money = parse_money(words)
            doubt = amount_doubt(money, deal)
            if doubt is not None or money is None:
                self._keep("amount", Doubt(doubt or "amount", words, self.labelled["amount"][0]))
                return None
            return money.minor
        if said is None or said.money is None:
            return None
        doubt = amount_doubt(said.money, deal)
        if doubt is not None:
            self.said.remove(said)
            self.left = self._left()
            self.doubts.append(Doubt(doubt, self.text[said.part.start : said.part.end], said.part))
            return None
        return said.money.minor

    # --- what comes next ---------------------------------------------------------------------------------------------

    def _next_steps(self, deal: Candidate | None) -> tuple[NextStep, ...]:
        fallback = self._rhythm(deal)
        return tuple(
            values.next_step(self.words(part), self.asked.today, self.asked.order, fallback)
            for part in self.labelled["next"]
        )

    def _rhythm(self, deal: Candidate | None) -> date:
        """The day that the tier's rhythm gives; a deal that is being worked on needs one within a week."""
        stage = deal.title if deal else None
        asked = self.asked
        return proposed_day(asked.at_hand.tier, stage, asked.today, asked.cadence, asked.rest)

    def _proposal(self, deal: Candidate | None) -> NextStep:
        """A day ahead that the sentences speak of, else the rhythm's day."""
        found = find_when(self._sentences(), self.asked.today, order=self.asked.order)
        if found and found.when.day > self.asked.today:
            return NextStep("", found.when.day, found.when.time)
        return NextStep("", self._rhythm(deal), due_said=False)
