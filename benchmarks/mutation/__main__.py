"""Runs the mutants and prints what nothing noticed, as a lawyer would read it."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from derogation.rules.citation_styles import citation
from derogation.rules.proofs import mutation_run
from derogation.rules.proofs.explained import load_explained
from derogation.rules.proofs.mutants import CANARY, KINDS, sentence
from derogation.rules.proofs.mutation_run import CasesAlone, MutationRun, changed_since, digests, last_run
from msgspec.structs import replace

from .court import Court, Verdict


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases-alone", action="store_true", help="leave the points of law out")
    parser.add_argument("--only", nargs="*", help="mutants of these rules, definitions, readings and series")
    parser.add_argument("--changed", action="store_true", help="mutants of what changed since the run that is kept")
    parser.add_argument("--write", action="store_true", help=f"keep a whole run in {mutation_run.FILE.name}")
    options = parser.parse_args()
    court = Court(cases_alone=options.cases_alone)
    every = court.mutants()
    if not court.try_(next(mutant for mutant in every if mutant.id == CANARY)).by:
        raise SystemExit(f"the canary lives ({CANARY}): what notices nothing proves nothing")
    only = set(options.only or ()) | (changed_since(last_run(), court.documents) if options.changed else set())
    chosen = [mutant for mutant in every if mutant.name in only or not (options.only or options.changed)]
    if options.sample:
        chosen = random.Random(options.seed).sample(chosen, options.sample)
    verdicts: list[Verdict] = []
    begin = time.monotonic()
    for number, mutant in enumerate(chosen, 1):
        verdicts.append(court.try_(mutant))
        if number % 50 == 0:
            print(f"{number} of {len(chosen)}, {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    explained = load_explained()
    survivors = [each.mutant for each in verdicts if not each.by]
    for mutant in survivors:
        why = explained.get(mutant.id)
        print(f"{'explained' if why else 'SURVIVES '} {mutant.id}\n    {why or sentence(mutant, citation)}")
    tally = Counter(each.by for each in verdicts)
    digest = court.rulebook(court.documents).digest
    alone = CasesAlone(
        rulebook=digest,
        mutants=len(verdicts),
        refused=tally["loader"],
        cases=len(court.cases),
        noticed={each.mutant.id: each.what for each in verdicts if each.by == "case"},
    )
    whole = not (options.sample or options.only or options.changed)
    if options.cases_alone:
        print(mutation_run.summary_alone(replace(last_run(), alone=alone)))
        if options.write and whole:
            mutation_run.keep(replace(last_run(), alone=alone))
        return
    found = MutationRun(
        rulebook=digest,
        mutants=len(verdicts),
        noticed_by_points=tally["point"],
        noticed_by_cases=tally["case"],
        refused=tally["loader"],
        explained=sum(1 for mutant in survivors if mutant.id in explained),
        unexplained=sum(1 for mutant in survivors if mutant.id not in explained),
        points=len(court.points),
        cases=len(court.cases),
        kinds={kind: sum(1 for each in verdicts if each.mutant.kind == kind) for kind in KINDS},
        digests=digests(court.documents),
        noticed={each.mutant.id: _noticed_by(each, explained) for each in verdicts},
        alone=last_run().alone,
    )
    print(mutation_run.summary(found))
    if options.write and whole:
        mutation_run.keep(found)
        print(f"written to {Path(mutation_run.FILE).name}")
    sys.exit(1 if found.unexplained else 0)


def _noticed_by(verdict: Verdict, explained: Mapping[str, str]) -> str:
    """Who notices a mutant, in a form that lines moved in a file do not change."""
    if verdict.by in ("point", "case"):
        return f"{verdict.by} {verdict.what}"
    return verdict.by or ("explained" if verdict.mutant.id in explained else "")


main()
