"""The facts: supplied, assumed, disputed and unknown, kept apart, each with who says so and on what source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...engine.case.words import long_date
from ...engine.why.findings import awaits_signature
from ...engine.why.results import MissingFact
from ...showing.document import Block, Inline, Listing, Paragraph, Span, Table, inline, joined, text_of
from ...showing.foreign import said
from ...showing.words import clause, open_clause, sentence, topic, wording
from ..dossier import Dossier
from ..file_facts import FileFact, file_facts
from .exception import position_words

COLUMNS, WIDTHS = ("Fact", "Who says what", "Answer may turn on it"), (0.38, 0.46, 0.16)
#: How facts that count by a party's word are marked among those supplied.
COUNTED = {"admitted": " (admitted)", "own_word": " (on its own word)"}


def facts(dossier: Dossier) -> Iterator[Block]:
    """The section on the facts."""
    yield dossier.heading(1, "Facts")
    if dossier.profile.summary:
        yield Paragraph(inline(said(dossier.profile.summary)))
    every = list(file_facts(dossier))
    supplied = [fact for fact in every if fact.standing in ("supplied", "agreed", "admitted", "own_word")]
    claimed = [fact for fact in every if fact.standing == "claimed"]
    assumed = [fact for fact in every if fact.standing == "assumed"]
    yield dossier.heading(2, "Supplied")
    if supplied:
        yield Paragraph(
            inline("Stated by whoever made the file, on the source named, or agreed between opposed parties.")
        )
        yield _table(dossier, "Facts supplied", supplied)
    else:
        yield Paragraph(inline("None."))
    if claimed:
        party = said(dossier.assessment.standpoint or "")
        yield dossier.heading(2, "Taken as ", party, " states them")
        yield Paragraph(inline("Positions of the party whose standpoint is taken; they are not established otherwise."))
        yield _table(dossier, "Facts as the party states them", claimed)
    if assumed:
        yield dossier.heading(2, "Assumed")
        yield Paragraph(
            inline("Taken as notorious by whoever made the file, for the reason given; no document supports them.")
        )
        yield _table(dossier, "Facts assumed", assumed, basis=False)
    yield from _disputed(dossier)
    yield from _unknown(dossier, every)
    if dossier.profile.notes:
        yield dossier.heading(2, "Remarks in the file")
        yield Listing(tuple(inline(said(note)) for note in dossier.profile.notes))


def _table(dossier: Dossier, caption: str, found: list[FileFact], *, basis: bool = True) -> Table:
    """One row for each topic and source, the facts as clauses."""
    groups: dict[tuple[str, str, str], list[FileFact]] = {}
    for fact in found:
        source = "" if not basis else _source(fact)
        groups.setdefault((text_of(fact.holder), fact.topic, source), []).append(fact)
    rows: list[tuple[Inline, ...]] = []
    holders = list(dict.fromkeys(holder for holder, _, _ in groups))
    for (_, about, source), group in sorted(groups.items(), key=lambda entry: holders.index(entry[0][0])):
        holder = group[0].holder
        head = inline(*holder, ": ", about[:1].lower() + about[1:]) if holder else inline(about)
        cell = joined([_clause(fact) for fact in group], "; ")
        row = (head, inline(*_capital(cell), "."))
        rows.append((*row, _basis(dossier, source, group)) if basis else row)
    if basis:
        return Table(caption, ("About", "Fact", "Source"), tuple(rows), (0.22, 0.58, 0.2))
    return Table(caption, ("About", "Fact"), tuple(rows), (0.24, 0.76))


def _source(fact: FileFact) -> str:
    if fact.statement.positions:
        return next((position.source for position in fact.statement.positions if position.source), "")
    return fact.statement.source


def _clause(fact: FileFact) -> Inline:
    more = ", and perhaps more" if fact.partial else ""
    note = fact.statement.note
    shown = fact.spec.type != "text" and clause(fact.spec, fact.value)
    words = inline(shown) if shown else inline(said(clause(fact.spec, fact.value)))
    if fact.standing in COUNTED:
        words = inline(*words, COUNTED[fact.standing])
    behind = [inline(said(note.removeprefix("Notorious: ")))] if note else []
    behind += [inline(each) for each in _signature(fact)]
    return inline(*words, more, " (", joined(behind, "; "), ")") if behind else inline(*words, more)


def _signature(fact: FileFact) -> list[Span]:
    """Of a finding: who made it, or that nobody has signed it, and that it is overtaken."""
    signed = fact.statement.signed
    if signed is None:
        return [Span("unsigned")] if awaits_signature(fact.spec, fact.statement) else []
    why = f": {signed.why}" if signed.why else ""
    found = [said(f"found by {signed.by} on {long_date(signed.on)}{why}")]
    return [*found, Span("overtaken, see the brief answer", bold=True)] if fact.overtaken else found


def _capital(run: Inline) -> Inline:
    first, *rest = run
    return inline(Span(f"{first.text[:1].upper()}{first.text[1:]}", foreign=first.foreign), *rest)


def _basis(dossier: Dossier, source: str, group: Iterable[FileFact]) -> Inline:
    provisions = tuple(dict.fromkeys(path for fact in group for path in fact.spec.provisions))
    mark = dossier.exhibits.cite(source, provisions)
    if mark is None:
        return inline(said(source))
    author = dossier.profile.sources[source].by if source else ""
    return inline(mark, " ", said(author, limit=80)) if author else inline(mark)


def _disputed(dossier: Dossier) -> Iterator[Block]:
    """Who says what of the facts in dispute, or said by an interested party alone."""
    rows: list[tuple[Inline, ...]] = []
    counted: list[tuple[Inline, ...]] = []
    for fact in dossier.disputed.values():
        spec = dossier.spec(fact.path)
        words = open_clause(spec) if spec is not None else fact.question
        provisions = spec.provisions if spec is not None else ()
        first = provisions[0] if provisions else ""
        positions = joined([position_words(dossier, position, first, spec) for position in fact.positions], "; ")
        holder = _holder(dossier, fact.path)
        (counted if fact.standing in ("agreed", *COUNTED) else rows).append(
            (
                inline(*holder, sentence(words)[:-1] if not holder else words),
                positions,
                inline("yes" if fact.decisive else "no"),
            )
        )
    yield dossier.heading(2, "Disputed")
    if not rows and not counted:
        yield Paragraph(inline("None. No party takes a position on a fact."))
    if counted:
        yield Paragraph(
            inline(
                "Agreed between opposed parties or borne out by a source that is not theirs, admitted by a party, or "
                "said by it of its own plain conduct and contested by nobody: such facts count."
            )
        )
        yield Table("Positions that count", COLUMNS, tuple(counted), WIDTHS)
    if not rows:
        return
    yield Paragraph(
        inline(
            "Parties differ, or a party with an interest in the answer alone says so. ",
            "Such facts count as not known"
            if dossier.assessment.standpoint is None
            else "Facts on which the party is silent count as not known",
            " until an opposed party or an independent source confirms them.",
        )
    )
    yield Table("Facts in dispute", COLUMNS, tuple(rows), WIDTHS)


def _holder(dossier: Dossier, path: str) -> Inline:
    """The report, or the technology where there are several, that a path speaks of."""
    name, indexed, rest = path.partition("[")
    index = rest.partition("]")[0]
    if not indexed or not index.isdigit():
        return inline()
    if name == "reports" and dossier.profile.reports is not None:
        year = dossier.profile.reports.known[int(index)].year
        return inline(f"Report for {year.value}: ") if year is not None and year.value is not None else inline()
    if name == "technologies" and dossier.profile.technologies is not None and len(dossier.assessment.units) > 1:
        return inline(dossier.unit_name(dossier.profile.technologies.known[int(index)].id), ": ")
    return inline()


def _unknown(dossier: Dossier, every: list[FileFact]) -> Iterator[Block]:
    """What is not known and may turn the answer, with who can supply it."""
    yield dossier.heading(2, "Unknown")
    disclosed = {fact.statement.path for fact in every if fact.standing == "not_disclosed"}
    missing = [fact for fact in dossier.assessment.missing_facts if fact.standing not in ("disputed", "uncorroborated")]
    if not missing:
        yield Paragraph(
            inline(
                "Nothing on which the answer turns, besides what is disputed."
                if dossier.disputed
                else "Nothing on which the answer turns."
            )
        )
        return
    yield Paragraph(
        inline(
            "Facts on which the answer may turn, those that weigh most first. Facts on which it cannot turn "
            "are left out."
        )
    )
    groups: dict[tuple[str, str, str], list[MissingFact]] = {}
    for fact in missing:
        spec = dossier.spec(fact.path)
        about = topic(spec.path.rpartition(".")[0]) if spec is not None else topic(dossier.spec_path(fact.path))
        groups.setdefault((text_of(_holder(dossier, fact.path)), about, fact.who), []).append(fact)
    rows: list[tuple[Inline, ...]] = []
    for (_, about, who), group in groups.items():
        holder = _holder(dossier, group[0].path)
        words = "; ".join(dict.fromkeys(_open(dossier, fact, disclosed) for fact in group))
        provisions = [path for fact in group for path in fact.provisions[:1]]
        rows.append(
            (
                inline(*holder, about if not holder else about[:1].lower() + about[1:]),
                inline(sentence(words)),
                inline(wording().who.get(who, who)),
                inline(dossier.cites(provisions)),
            )
        )
    yield Table(
        "Facts not known",
        ("About", "Not known", "Can be supplied by", "Matters for"),
        tuple(rows),
        (0.2, 0.42, 0.14, 0.24),
    )


def _open(dossier: Dossier, fact: MissingFact, disclosed: set[str]) -> str:
    spec = dossier.spec(fact.path)
    lists = wording().lists
    words = open_clause(spec) if spec is not None else lists.get(dossier.spec_path(fact.path), fact.question)
    return f"{words} (asked, not disclosed)" if fact.path in disclosed else words
