"""The mutants of the law as nodes: what each changes, and who noticed it in the last run that was kept."""

from __future__ import annotations

from ...engine.law.rulebook import Rulebook
from ..citation_styles import citation
from ..proofs.explained import load_explained
from ..proofs.mutants import Mutant, mutants
from ..proofs.mutation_run import last_run
from ..variants.applied import act_documents
from .model import Link, Node


def mutant_parts(rulebook: Rulebook) -> tuple[list[Node], list[Link]]:
    """Every mutant with who notices it: a point of law, the loader, a case (a link of its own), or why nobody can."""
    run, explained = last_run(), load_explained()
    nodes, links = list[Node](), list[Link]()
    for mutant in mutants(act_documents(), rulebook.vocabulary):
        by = run.noticed.get(mutant.id, "")
        case = run.alone.noticed.get(mutant.id, by.removeprefix("case ") if by.startswith("case ") else "")
        said = {
            "kind": mutant.kind,
            "noticed_by": _words(by),
            "noticed_by_case": case,
            "explained": explained.get(mutant.id, ""),
        }
        node = Node("mutant", mutant.id, _title(mutant), {key: text for key, text in said.items() if text})
        nodes.append(node)
        links.append(Link(node.id, "changes", _target(mutant, rulebook)))
        links += [Link(node.id, "noticed_by", f"case:{case}")] if case else []
    return nodes, links


def _title(mutant: Mutant) -> str:
    at = f" in {citation(mutant.provision)}" if mutant.provision else ""
    return f"{mutant.words[:1].upper()}{mutant.words[1:]}{at}"


def _words(by: str) -> str:
    """Who notices, in words."""
    who, _, name = by.partition(" ")
    return {"point": f"a point of law on {name}", "case": f"the case {name}", "loader": "refused when loaded"}.get(
        who, ""
    )


def _target(mutant: Mutant, rulebook: Rulebook) -> str:
    kind = "rule" if mutant.name in rulebook.by_id else "reading" if mutant.name in rulebook.readings else "definition"
    return f"{kind}:{mutant.name}"
