"""Drafting findings about the law, each with how it is proven and its witnesses, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..engine.law.rulebook import Rulebook
from ..rules.proofs.drafting import DraftingFinding, Witness
from .document import Block, Document, Listing, Paragraph


def findings_document(found: Sequence[DraftingFinding], rulebook: Rulebook) -> Document:
    """Each finding with its proof on the readings encoded, or where it is refuted."""
    return Document("What follows about the drafting of the law", tuple(_blocks(found, rulebook)))


def _blocks(found: Sequence[DraftingFinding], rulebook: Rulebook) -> Iterator[Block]:
    for finding in found:
        yield Paragraph(finding.statement, "lead")
        proven = "Proven on the readings encoded," if finding.holds else "REFUTED,"
        way = f"over {finding.over}" if finding.method == "exhaustive" and finding.over else "by witness"
        provisions = ", ".join(map(rulebook.cite, finding.provisions))
        yield Paragraph(f"{proven} {way} ({finding.checked} tried). {provisions}. [{finding.id}]")
        witnesses = tuple(_witness(witness) for witness in finding.witnesses)
        if witnesses:
            yield Listing(witnesses)


def _witness(witness: Witness) -> str:
    facts = "; ".join(f"{path}: {value}" for path, value in witness.facts.items())
    readings = "".join(f"; reading {name}={choice}" for name, choice in witness.readings.items())
    return f"On {witness.on}: {witness.shows} ({facts}{readings})"
