"""What closes a memo: assumptions and limits, the evidence, the means of replay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...engine.case.words import long_date
from ...showing.document import Block, Inline, Listing, Paragraph, Span, Table, Terms, inline
from ...showing.foreign import said, web_link
from ...showing.words import sentence, wording
from ..dossier import Dossier
from ..exhibits import PROFILE_ANCHOR, PROFILE_MARK, Exhibit


def limits(dossier: Dossier) -> Iterator[Block]:
    """On what the answer rests and what it does not say."""
    yield dossier.heading(1, "Assumptions and limits")
    points: list[Inline] = [
        inline(
            "This is structured working material, not legal advice. It measures the facts on file against the "
            "conditions encoded; it verifies no fact."
        ),
        inline(
            "Legal judgements (necessity, proportionality, state of the art, least intrusion, delay and the like) are "
            "taken over from the file. The program makes none."
        ),
        inline(
            "“Covered” means that all encoded conditions of Article 3(1) are satisfied on the facts supplied. It is no "
            "statement on Regulation (EU) 2016/679 or other law."
        ),
    ]
    yield Listing(tuple(points))


def evidence(dossier: Dossier) -> Iterator[Block]:
    """The evidence index: every document with its exhibit mark, in order of time within an author."""
    yield dossier.heading(1, "Evidence index")
    exhibits = list(dossier.exhibits.by_key.values())
    undated = date.max
    exhibits.sort(key=lambda each: each.source.on or undated)
    rows = (_profile(dossier), *(_exhibit(dossier, exhibit) for exhibit in exhibits))
    yield Table(
        "Exhibits",
        ("Exhibit", "Document", "Author", "Date", "Standing", "Cited for"),
        rows,
        (0.1, 0.36, 0.14, 0.12, 0.13, 0.15),
        (PROFILE_ANCHOR, *(exhibit.anchor for exhibit in exhibits)),
    )


def _profile(dossier: Dossier) -> tuple[Inline, ...]:
    """The profile itself: the source of facts for which it names no document."""
    return (
        inline(PROFILE_MARK),
        inline("The profile assessed, ", said(dossier.profile.name), ". Facts that name no document rest on it alone."),
        inline("whoever made the file"),
        inline("not dated"),
        inline("statement"),
        inline("facts without a document"),
    )


def _exhibit(dossier: Dossier, exhibit: Exhibit) -> tuple[Inline, ...]:
    source = exhibit.source
    words: list[str | Span | Inline] = [said(source.title), "."]
    for text in (source.reference, source.note):
        if text:
            words += [" ", said(sentence(text))]
    if source.url:
        words += [" ", web_link(source.url)]
    provisions = list(dossier.exhibits.supports.get(exhibit.key, {}))
    shown = provisions[:6]
    more = f" and {len(provisions) - len(shown)} more" if len(provisions) > len(shown) else ""
    return (
        inline(exhibit.mark),
        inline(*words),
        inline(said(source.by, limit=120) if source.by else "not named"),
        inline(long_date(source.on) if source.on else "not dated"),
        inline(wording().grades.get(source.grade or "", "not stated")),
        inline(dossier.cites(shown) if shown else "not cited", more),
    )


def replay(dossier: Dossier) -> Iterator[Block]:
    """How to derive the same answer again."""
    assessment, heads = dossier.assessment, dossier.heads
    yield dossier.heading(1, "Replay")
    engines = " and ".join(engine.replace("_", " ") for engine in assessment.engines)
    agreement = (
        f"Two engines derived the answer independently and agree ({engines})."
        if len(assessment.engines) > 1
        else f"One engine derived the answer ({engines})."
    )
    yield Paragraph(inline(f"{agreement} The same file, rulebook and options give the same answer."))
    entries: list[tuple[str, Inline]] = [
        ("Program", inline(f"derogation {heads.version}")),
        ("Command", inline(said(heads.command) if heads.command else "called as a library")),
        ("Rulebook, SHA-256", inline(assessment.rulebook.digest)),
        ("Profile, SHA-256", inline(dossier.case.digest)),
    ]
    yield Terms(tuple(entries))
