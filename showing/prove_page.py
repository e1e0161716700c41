"""What is proved about the rules, and what notices when they change, as a document and as ``derogation/prove/1``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook
from ..rules.proofs.explained import load_explained
from ..rules.proofs.mutants import CANARY
from ..rules.proofs.mutation_run import MutationRun, summary, summary_alone
from ..rules.proofs.proof import Proof
from .contract import Digest, closed, schema_of
from .document import Block, Document, Heading, Listing, Paragraph, Table

PROVE = "derogation/prove/1"


@closed
class ProofJson(TypedDict):
    """A proof."""

    proof: str
    """Its name."""
    statement: str
    """What it says."""
    holds: bool
    """Whether that is so."""
    tried: int
    """How many searches or worlds."""
    over: str
    """Of what."""
    readings: str
    """On which readings."""
    named: list[str]
    """Exceptions that it names, or what shows it."""
    not_proved: list[str]
    """What it does not say."""
    witness: list[str]
    """Where it does not hold: why."""


@closed
class ProveJson(TypedDict):
    """What is proved about the rules."""

    schema: Literal["derogation/prove/1"]
    """The name of this contract."""
    rulebook: Digest
    """The digest of the rules."""
    proofs: list[ProofJson]
    """Every proof."""


def prove_data(found: Sequence[Proof], rulebook: Rulebook) -> ProveJson:
    """Proofs, as their contract has them."""
    proofs: list[ProofJson] = [
        {
            "proof": each.id,
            "statement": each.statement,
            "holds": each.holds,
            "tried": each.tried,
            "over": each.over,
            "readings": each.readings,
            "named": list(each.named),
            "not_proved": list(each.not_proved),
            "witness": list(each.witness),
        }
        for each in found
    ]
    return {"schema": "derogation/prove/1", "rulebook": rulebook.digest, "proofs": proofs}


def prove_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of ``derogation/prove/1``."""
    return schema_of(ProveJson, PROVE, "What is proved about the rules", rulebook)


def prove_document(found: Sequence[Proof], rulebook: Rulebook, run: MutationRun) -> Document:
    """What is proved, then what notices when the rules change."""
    return Document("What is verified about the rules", tuple(_blocks(found, rulebook, run)))


def _blocks(found: Sequence[Proof], rulebook: Rulebook, run: MutationRun) -> Iterator[Block]:
    yield Paragraph(
        f"Rules {rulebook.digest[:12]}. What is proved here is proved of the rules as encoded, and so of the law as it "
        "is read in them; whether they say what the law says no machine can prove. Quotations and points of law "
        "are there for a lawyer to check that."
    )
    for proof in found:
        yield Heading(f"{proof.statement} {'Proved.' if proof.holds else 'NOT SO.'}")
        if proof.witness:
            yield Listing(proof.witness)
        yield Paragraph(f"Tried: {proof.tried:,}, over {proof.over}. Readings: {proof.readings}.")
        if proof.named:
            yield Listing(proof.named)
        yield Paragraph(f"Not proved: {'; '.join(proof.not_proved)}.")
    yield Heading("What notices when the rules change")
    yield Paragraph(
        "Every operator, negation, day, number, limb, quantifier, reading default, burden and bound of validity in the "
        "rule files is changed, one at a time; then the points of law and the expectations of the shipped cases are "
        f"asked whether they notice. The canary, {CANARY}, must be noticed first."
    )
    stale = "" if run.rulebook == rulebook.digest else " THESE FIGURES ARE OF OTHER RULES: run it again."
    yield Paragraph(f"{summary(run)}{stale}")
    older = "" if run.alone.rulebook == rulebook.digest else " These figures are of older rules."
    yield Paragraph(f"{summary_alone(run)}{older}")
    yield Table("", ("What was changed", "Mutants"), tuple((kind, str(count)) for kind, count in run.kinds.items()))
    reasons: dict[str, list[str]] = {}
    for mutant, why in load_explained().items():
        reasons.setdefault(why, []).append(mutant)
    yield Heading("Changes that change nothing")
    yield Listing(tuple(f"{', '.join(mutants)}: {why}" for why, mutants in reasons.items()))
    yield Paragraph(
        "Not shown by this: that the points of law and the cases expect what the law says; that two changes "
        "together are noticed; that the names and the order of outcomes are right (no mutant is made of them); that "
        "titles, quotations and reasons are (`rules check` and `law verify` hold quotations to the official text)."
    )
