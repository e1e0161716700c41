"""What closes the page of an answer: the answer over time, authorities, sources, notes, the law and the digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ..engine.case.words import long_date
from ..engine.days.timeline import Interval
from ..engine.why.results import Assessment
from ..version import VERSION
from .authorities import line
from .document import Block, Figure, Fold, Heading, Inline, Listing, Paragraph, Span, Table, Terms, Text, inline
from .foreign import said, web_link
from .pictures.timeline import timeline_picture
from .timeline_page import cause_words, span_words
from .whole_record import OnFile, Whole
from .words import sentence, wording

#: Of the picture of the answer over time, in pixels.
WIDTH = 880.0


def over_time(whole: Whole) -> Iterator[Block]:
    found, on = whole.timeline, whole.assessment.on
    if len(found.intervals) == 1:
        yield Paragraph(f"From {span_words(found.first_day, found.last_day)} the answer is the same.")
        return
    outcomes = wording().outcomes
    said_of = [f"{_days(each, whole)}: {outcomes[each.state.outcome].short}" for each in found.intervals]
    yield Figure(
        timeline_picture(found, WIDTH, marked=on, word=lambda outcome: outcomes[outcome].short if outcome else ""),
        "The periods of the law and the answer over time, numbered as in the table below; the day assessed is marked.",
        f"Bands of time. {'; '.join(f'{at}. {text}' for at, text in enumerate(said_of, 1))}.",
    )
    rows = tuple(
        (f"{at}. {_days(each, whole)}", outcomes[each.state.outcome].short, _causes(each, whole))
        for at, each in enumerate(found.intervals, 1)
    )
    yield Table("The answer over time", ("Days", "Answer", "What changes on the first day"), rows)


def _days(interval: Interval, whole: Whole) -> str:
    here = " (day assessed)" if interval.first_day <= whole.assessment.on <= interval.last_day else ""
    return f"{span_words(interval.first_day, interval.last_day)}{here}"


def _causes(interval: Interval, whole: Whole) -> Text:
    causes = (sentence(cause_words(cause, whole.assessment.rulebook)) for cause in interval.causes)
    return inline(said(" ".join(causes) or "First day shown", limit=3_000))


def authorities(whole: Whole) -> Iterator[Block]:
    """Every authority that bears on the answer, by what it bears on."""
    book = whole.assessment.rulebook
    for target, group in groupby(whole.cited, lambda each: each.target):
        points = tuple(inline(said(line(each))) for each in group)
        rule = book.by_id.get(target)
        fact = book.vocabulary.facts.get(target)
        named = f"{book.cite(rule.provision)}: {rule.title}" if rule else fact.question if fact else target
        yield Fold(f"{named} ({len(points)})", (Listing(points),))


def sources(whole: Whole, anchors: Mapping[str, str]) -> Iterator[Block]:
    if whole.sources:
        rows = tuple(_source(each) for each in whole.sources)
        names = tuple(anchors[each.key] for each in whole.sources)
        yield Table("Documents that facts name", ("Key", "Document", "By", "Date", "Standing"), rows, anchors=names)


def _source(source: OnFile) -> tuple[Inline, ...]:
    words: list[Text | Span] = [said(source.title)]
    for text in (source.reference, source.note):
        words += [". ", said(text)] if text else []
    words += [" ", web_link(source.url)] if source.url else []
    return (
        inline(said(source.key)),
        inline(*words),
        inline(said(source.by or "not named")),
        inline(source.on or "not dated"),
        inline(wording().grades.get(source.grade, "not stated")),
    )


def notes(assessment: Assessment) -> Iterator[Block]:
    if assessment.subject.notes:
        yield Heading("On the file", 2)
        yield Listing(tuple(inline(said(note)) for note in assessment.subject.notes))
    if assessment.notes:
        yield Heading("Law beside the conditions", 2)
        yield Listing(assessment.notes)


def law(whole: Whole) -> Iterator[Block]:
    """The act and its state, the engines, and the digests by which this very answer is known again."""
    assessment, act = whole.assessment, whole.assessment.law
    state = "in force" if act.in_force else "not in force on this day"
    entries: list[tuple[str, Text]] = []
    if act.act:
        entries.append(("Act", f"{act.act}, {act.version}; CELEX {act.celex}"))
        entries.append(("Official text", inline(web_link(act.eli))))
        entries.append((f"On {long_date(assessment.on)}", state))
        read = "known at second hand, its text not read" if act.second_hand else "official text read"
        unseen = f"; not seen: {'; '.join(act.unseen)}" if act.unseen else ""
        entries.append(("Known how", f"{read}{unseen}"))
        if act.note:
            entries.append(("Note", act.note))
    agree = "they agree" if len(assessment.engines) > 1 else "alone, checked by no second engine"
    entries += [
        ("Derived by", f"{' and '.join(assessment.engines)}; {agree}"),
        ("Program", f"derogation {VERSION}"),
        ("Profile, SHA-256", assessment.subject.digest),
        ("Rulebook, SHA-256", assessment.rulebook.digest),
        ("Answer, SHA-256", whole.record),
    ]
    yield Terms(tuple(entries))
    yield Paragraph(
        "The digest of the answer is that of its JSON form (assess --format json). Structured working material, not "
        "legal advice: legal judgements are taken over from the file, the program makes none.",
        "small",
    )
