"""Which records a number counts, as they are told to others: their nouns and ids, none of their words."""

from karep.reports.report import Line


def counted_records(line: Line) -> tuple[tuple[str, str], ...]:
    """The noun and the id of each record that a number counts; nothing for a line that is no number."""
    if line.figure is None:
        return ()
    below = ((one.noun, one.record_id) for one in line.lines if one.record_id)
    return tuple(dict.fromkeys((*line.sources, *below)))
