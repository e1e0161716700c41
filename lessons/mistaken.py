"""The law as one reads it who has misconceptions: one rulebook, in which each is a reading that nothing supports.

Every place that a misconception changes becomes a choice between what the law says (*right*) and what is believed
(*wrong*), so that the rules of any set of misconceptions are one rulebook under some readings, and nothing is loaded
again. Source of the idea of bugs as perturbed rules: J. S. Brown, R. R. Burton, Diagnostic models for procedural bugs
in basic mathematical skills (1978).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from ..cases.vocabulary import vocabulary
from ..engine.case.vocabulary import Vocabulary
from ..engine.law.loader import rulebook_of
from ..engine.law.rulebook import Rulebook
from ..reading.document import Document, Place
from ..reading.errors import BadRulebook, Problem
from ..rules.citation_styles import citation
from ..rules.proofs.mutants import GONE, mutants
from ..rules.variants.applied import act_documents
from .catalogue import Catalogue, Misconception, catalogue

RIGHT, WRONG = "right", "wrong"
#: Before the name of a misconception as a reading, so that it is no reading of the law.
PREFIX = "believes_"
NAMES = {"rules": "rule", "definitions": "define"}


@cache
def mistaken_rulebook() -> Rulebook:
    """The rules of the program with every shipped misconception as a reading, each *right* by default."""
    return with_misconceptions(act_documents(), vocabulary(), catalogue())


def with_misconceptions(documents: Sequence[Document], words: Vocabulary, known: Catalogue) -> Rulebook:
    """Rule files with every misconception of a catalogue as a reading; raises :class:`BadRulebook`."""
    changed = [cast("dict[str, Any]", document.data) for document in documents]
    by_id = {mutant.id: mutant for mutant in mutants(documents, words)}
    for each in known.values():
        for name in each.mutants:
            if name not in by_id:
                raise BadRulebook(Problem(f"{each.id}: no change of the rules is called {name!r}"))
            mutant = by_id[name]
            changed[mutant.file] = _chosen(changed[mutant.file], mutant.place, each.id, mutant.value)
        for instead in each.instead:
            file, place = _place(changed, each, instead.name)
            changed[file] = _chosen(changed[file], (*place, instead.part), each.id, instead.condition)
    files = [Document(doc.file, data, doc.lines) for doc, data in zip(documents, changed, strict=True)]
    readings = [_reading(each) for each in known.values() if each.of_rules]
    files.append(Document("misconceptions", {"act": "", "readings": readings}, {}))
    return rulebook_of(files, words, name=str(documents[0].data.get("act", "")), cite=citation, all_used=False)


def believing(chosen: Iterable[str], known: Catalogue) -> Mapping[str, str]:
    """The readings on which the mistaken rulebook says what one with these misconceptions says."""
    wrong = set(chosen)
    return {f"{PREFIX}{each.id}": WRONG if each.id in wrong else RIGHT for each in known.values() if each.of_rules}


def _reading(each: Misconception) -> dict[str, Any]:
    return {
        "reading": f"{PREFIX}{each.id}",
        "question": each.belief,
        "provisions": list(each.authority),
        "choices": {
            RIGHT: {"title": "As the law has it", "argument": each.wrong, "authority": list(each.authority)},
            WRONG: {"title": each.belief, "argument": "Nothing supports it."},
        },
    }


def _place(files: Sequence[dict[str, Any]], each: Misconception, name: str) -> tuple[int, Place]:
    """The file and place of a rule or definition; of versions of a rule, the first."""
    for number, data in enumerate(files):
        for key, called in NAMES.items():
            for index, entry in enumerate(cast("list[dict[str, Any]]", data.get(key, []))):
                if entry.get(called) == name:
                    return number, (key, index)
    raise BadRulebook(Problem(f"{each.id}: there is no rule and no definition {name!r}"))


def _chosen(data: Any, place: Place, name: str, wrong: Any, held_by: str = "") -> Any:
    """Data in which what stands at a place is a choice between itself and ``wrong``.

    A place is that of the rules as they are: choices made before are looked through, on their right side. ``held_by``
    is the word under which the place is a limb, where what is gone counts as nothing said.
    """
    if isinstance(data, dict) and str(cast("dict[str, Any]", data).get("reading", "")).startswith(PREFIX):
        found = cast("dict[str, Any]", data)
        return {**found, RIGHT: _chosen(found[RIGHT], place, name, wrong, held_by)}
    if not place:
        believed = (held_by in ("all", "applies")) if wrong is GONE else wrong
        choice: dict[str, Any] = {"reading": f"{PREFIX}{name}", RIGHT: data, WRONG: believed}
        return choice
    step, rest = place[0], place[1:]
    if isinstance(data, list):
        items = list(cast("list[Any]", data))
        items[cast("int", step)] = _chosen(items[cast("int", step)], rest, name, wrong, held_by)
        return items
    entries = dict(cast("dict[str, Any]", data))
    absent = {"applies": True, "relief": False}.get(str(step))
    entries[str(step)] = _chosen(entries.get(str(step), absent), rest, name, wrong, str(step))
    return entries
