"""Two drafts as a cover note: the outcome and what turned it, what is stated otherwise, what else that did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.case.words import long_date
from ..engine.law.rulebook import Rulebook
from ..rules.citation_styles import pinpoints
from .diff_record import Change, DiffRecord, Effect, OvertakenFinding
from .document import Block, Document, Heading, Listing, Paragraph
from .words import listed, sentence

HEADINGS = {
    "day": "The day assessed",
    "fact": "Facts",
    "finding": "Findings",
    "signature": "Signatures",
    "position": "What parties say",
    "reading": "Readings",
    "party": "Parties",
    "source": "Sources",
    "evidence": "What facts rest on",
    "note": "Notes",
}


def diff_document(old: str, new: str, drafts: Sequence[DiffRecord], rulebook: Rulebook) -> Document:
    """The cover note; ``old`` and ``new`` are what the drafts are called."""
    blocks: list[Block] = []
    for each in drafts:
        if len(drafts) > 1 or each.feature:
            blocks.append(Heading(each.feature or each.name))
        blocks += diff_blocks(each, rulebook)
    return Document(f"Changes from {old} to {new}", tuple(blocks))


def diff_blocks(draft: DiffRecord, rulebook: Rulebook) -> Iterator[Block]:
    """What there is to say of one case."""
    titles = rulebook.verdicts.titles
    if not draft.before or not draft.after:
        yield Paragraph(
            f"This feature is {'new' if draft.after else 'gone'}: {titles[draft.after or draft.before]}.", "lead"
        )
        return
    turned = next((effect for effect in draft.effects if effect.what == "outcome"), None)
    if turned is None:
        yield Paragraph(f"The outcome is as before: {titles[draft.after]}.", "lead")
    else:
        yield Paragraph(
            f"The outcome is another: {titles[draft.after]} ({draft.after}); before: {titles[draft.before]} "
            f"({draft.before}). {_because(draft, turned)}",
            "lead",
        )
    if not draft.changes:
        yield Paragraph("Nothing is stated otherwise.")
    for kind, heading in HEADINGS.items():
        found = [change for change in draft.changes if change.kind == kind]
        if found:
            yield Paragraph(f"{heading}:")
            yield Listing(tuple(change.sentence if _is_path(change) else sentence(change.sentence) for change in found))
    if draft.overtaken:
        yield Paragraph("Findings made before a fact on which they rest changed:")
        yield Listing(tuple(_overtaken(each) for each in draft.overtaken))
    others = [effect for effect in draft.effects if effect.what != "outcome"]
    if others:
        yield Paragraph("What else that did:")
        yield Listing(tuple(_group(draft, effects, rulebook) for effects in _grouped(others)))


def _overtaken(each: OvertakenFinding) -> str:
    by = f"{each.by}, {long_date(each.on)}" if each.on else "unsigned"
    return sentence(f"{each.finding} ({by}); now {listed(each.facts)}")


def _because(draft: DiffRecord, effect: Effect) -> str:
    """What did it, in a sentence."""
    if not effect.because:
        return "All changes together made it so; no fewer were found that do."
    made = [draft.changes[at] for at in effect.because]
    lead = "One change alone turns it" if len(made) == 1 else f"{len(made)} changes together turn it"
    return f"{lead}: {listed([change.sentence for change in made])}."


def _grouped(effects: Sequence[Effect]) -> list[list[Effect]]:
    """Effects that the same changes have, with the same statuses, told together."""
    found: dict[tuple[object, ...], list[Effect]] = {}
    for effect in effects:
        found.setdefault((effect.because, effect.subject, effect.before, effect.after), []).append(effect)
    return list(found.values())


def _is_path(change: Change) -> bool:
    """Whether the sentence begins with where it stands, which keeps its letters."""
    return change.sentence.startswith(change.path)


def _group(draft: DiffRecord, effects: Sequence[Effect], rulebook: Rulebook) -> str:
    first = effects[0]
    order = [rule.provision for rule in rulebook.of_kind("condition")]
    unit = f" [{first.subject}]" if first.subject else ""
    cited = pinpoints([effect.provision for effect in effects], order, cite=rulebook.cite)
    why = [_short(draft.changes[at]) for at in first.because]
    because = f", because of {listed(why)}" if why else ""
    status = first.after.replace("_", " "), first.before.replace("_", " ")
    return sentence(f"{cited}{unit}: {status[0]}, before {status[1]}{because}")


def _short(change: Change) -> str:
    return change.path if change.happened != "gone" else f"{change.path}, no longer stated"
