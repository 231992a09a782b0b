"""What is left of a log line when all that was understood is taken out: the summary, and what is in confidence."""

from karep.frozen import frozen
from karep.rules.log_line.head import Said, left_over
from karep.rules.log_line.pieces import Cut, holds_private, tidy
from karep.rules.log_line.understood import Part, PartKind


@frozen
class Remains:
    """The text of one reading, cut into what was understood and what stays as it was typed."""

    pieces: Cut
    text: str
    limit: int
    """So many characters are read; what stands behind stays as it is."""
    left: tuple[tuple[int, int], ...]
    """From where to where the sentences go."""
    said: tuple[Said, ...]
    kept: tuple[Part, ...]
    """Parts with a label that could not be stored as meant: they stay in the summary, label and all."""

    def parts(self) -> tuple[Part, ...]:
        """Every stretch of the text and what it is, in order; they do not overlap."""
        labelled = [one for one in self.pieces.labelled if one not in self.kept]
        sentences = [Part("summary", start, end, start) for start, end in self.left if tidy(self._typed(start, end))]
        sentences += [Part("summary", one.start, one.end, one.start) for one in self.kept]
        found = [*sentences, *(one.part for one in self.said), *labelled]
        found = [piece for part in found for piece in self._around_what_is_apart(part)]
        found += [*self.pieces.private, *self.pieces.tags]
        if len(self.text) > self.limit:
            kind: PartKind = "private" if self._is_rest_private() else "summary"
            found.append(Part(kind, self.limit, len(self.text), self.limit))
        return tuple(sorted(found, key=lambda part: part.start))

    def _typed(self, start: int, end: int) -> str:
        """A stretch of the text without what is in confidence, and without tags."""
        return self.pieces.rest.text[start:end]

    def _around_what_is_apart(self, part: Part) -> list[Part]:
        """A part without the tags and sentences in confidence that stand in the middle of it."""
        apart = (*self.pieces.private, *self.pieces.tags)
        inside = [one for one in apart if part.start < one.end and one.start < part.end]
        if not inside:
            return [part]
        return [
            Part(part.kind, start, end, min(max(start, part.value_start), end))
            for start, end in left_over(part.start, part.end, inside)
            if tidy(self._typed(start, end))
        ]

    def summary(self) -> str:
        """Whatever was not understood, word for word, in the order of the text."""
        pieces = [(start, self._typed(start, end)) for start, end in self.left]
        pieces += self._labelled("summary")
        pieces += [(part.start, self._typed(part.start, part.end)) for part in self.kept]
        if len(self.text) > self.limit and not self._is_rest_private():
            pieces.append((self.limit, self.text[self.limit :]))
        return " ".join(filter(None, (tidy(words) for _start, words in sorted(pieces))))

    def private_note(self) -> str:
        """What was said in confidence, a line a sentence."""
        pieces = [(one.start, self.text[one.value_start : one.end]) for one in self.pieces.private]
        pieces += self._labelled("private")
        if len(self.text) > self.limit and self._is_rest_private():
            pieces.append((self.limit, self.text[self.limit :]))
        return "\n".join(filter(None, (" ".join(words.split()) for _start, words in sorted(pieces))))

    def _labelled(self, kind: PartKind) -> list[tuple[int, str]]:
        return [
            (part.start, self._typed(part.value_start, part.end)) for part in self.pieces.labelled if part.kind == kind
        ]

    def _is_rest_private(self) -> bool:
        """Whether something in confidence stands behind the part of a long text that is read."""
        return holds_private(self.text[self.limit :])
