"""Malformed rule files: each has one defect, and is refused with file, line, place, rule and remedy.

A defect is a change to a rule file that loads; ``#!`` marks the line that the error must name.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from derogation.engine.law.loader import load_rulebook
from derogation.reading.document import MAX_BYTES, MAX_DEPTH
from derogation.reading.errors import BadRulebook, Problem
from lighthouse.world import VOCABULARY, rulebook_from

GOOD = """\
act: Small Lights Act
title: A rule file without defects
verdicts:
  units: lamps
  in_use: burning
  decided_when: printed
  passed: kept
  failed: breach
  mixed: partly_kept
  none: dark
  open: undecided
  jointly: {fault: station}
  outcomes:
    no_duty: No duty
    dark: Dark
    breach: Broken
    partly_kept: Kept in part
    kept: Kept
definitions:
  - define: burning
    title: The lamp burns
    is: lamp.fuel is not none
  - define: printed
    is: assessed_on before 1890-01-01
series:
  returns:
    title: Returns
    item: yearly
    rows:
      - {due: 1872-01-31, year: 1871}
      - {due: 1873-01-31, year: 1872}
rules:
  - rule: no_light
    kind: gate
    provision: SLA 1
    title: There is no light
    subject: station
    holds: not light.shines_seaward
    outcome: no_duty
  - rule: clean_lens
    provision: SLA 2
    title: The lens is clean
    subject: lamp
    burden: keeper
    applies: lamp.fuel is oil
    holds:
      all:
        - lamp.lens_clean
        - lamp.inspected_on by assessed_on
    relief: lamp.applied_on by assessed_on
    quotes: [clean lens]
    because: {met: It is clean.}
  - rule: height
    provision: SLA 3
    title: Lights stand high
    subject: station
    valid: {until: 1871-12-31}
    holds: light.height_m at least 5
  - rule: height
    provision: SLA 3
    title: Lights stand higher
    subject: station
    valid: {from: 1872-01-01}
    holds:
      reading: eyes
      left: light.height_m at least 7
      right: light.height_m at least 8
readings:
  - reading: eyes
    question: Whose eyes?
    provisions: [SLA 3]
    choices:
      left: {title: Left, argument: Left.}
      right: {title: Right, argument: Right.}
  - reading: fault
    question: Whose fault?
    provisions: [SLA 4]
    choices:
      lamp: {title: Its own, argument: A lamp is a lamp.}
      station: {title: All, argument: A station is a station.}
"""

#: name: (text in GOOD, what stands there instead, part of the message, of the path, of the hint)
DEFECTS: dict[str, tuple[str, str, str, str, str]] = {
    # --- keys -------------------------------------------------------------------------------------
    "unknown key of the file": ("act:", "acts:  #!\nact:", "unknown key 'acts'", "acts", "did you mean 'act'?"),
    "unknown key of a rule": (
        "    burden: keeper\n",
        "    burdn: keeper  #!\n",
        "rule 'clean_lens': unknown key 'burdn'",
        "rules[1].burdn",
        "did you mean 'burden'?",
    ),
    "unknown key without a neighbour": (
        "    burden: keeper\n",
        "    xyzzy: keeper  #!\n",
        "unknown key 'xyzzy'",
        "rules[1].xyzzy",
        "known keys: applies, authority",
    ),
    "unknown status in because": (
        "because: {met: It is clean.}",
        "because: {mett: It is clean.}  #!",
        "unknown key 'mett'",
        "rules[1].because.mett",
        "did you mean 'met'?",
    ),
    "unknown key in valid": (
        "valid: {from: 1872-01-01}",
        "valid: {form: 1872-01-01}  #!",
        "unknown key 'form'",
        "rules[3].valid.form",
        "did you mean 'from'?",
    ),
    "unknown key of a definition": (
        "    title: The lamp burns\n",
        "    titel: The lamp burns  #!\n",
        "unknown key 'titel'",
        "definitions[0].titel",
        "did you mean 'title'?",
    ),
    "unknown key of a reading": (
        "    question: Whose eyes?\n",
        "    qestion: Whose eyes?  #!\n",
        "unknown key 'qestion'",
        "readings[0].qestion",
        "did you mean 'question'?",
    ),
    "unknown key of the verdicts": (
        "  units: lamps\n",
        "  units: lamps\n  passt: kept  #!\n",
        "unknown key 'passt'",
        "verdicts.passt",
        "did you mean 'passed'?",
    ),
    "unknown key of a series": (
        "    item: yearly\n",
        "    item: yearly\n    row: []  #!\n",
        "unknown key 'row'",
        "series.returns.row",
        "did you mean 'rows'?",
    ),
    "unknown key of a choice": (
        "left: {title: Left, argument: Left.}",
        "left: {title: Left, argument: Left., authorty: [x]}  #!",
        "unknown key 'authorty'",
        "readings[0].choices.left.authorty",
        "did you mean 'authority'?",
    ),
    # --- what a condition says --------------------------------------------------------------------
    "unknown fact": (
        "holds: not light.shines_seaward",
        "holds: not light.shine_seaward  #!",
        "rule 'no_light': no fact is called 'light.shine_seaward'",
        "rules[0].holds",
        "did you mean 'light.shines_seaward'?",
    ),
    "wrong type": (
        "- lamp.lens_clean\n",
        "- lamp.lens_clean by 1872-01-01  #!\n",
        "rule 'clean_lens': lamp.lens_clean is true or false",
        "rules[1].holds.all[0]",
        "remove it",
    ),
    "wrong operator": (
        "lamp.inspected_on by assessed_on",
        "lamp.inspected_on until assessed_on  #!",
        "a day is compared by before, by, from or after",
        "rules[1].holds.all[1]",
        "for example",
    ),
    "unknown choice": (
        "applies: lamp.fuel is oil",
        "applies: lamp.fuel is oyl  #!",
        "lamp.fuel cannot be 'oyl'",
        "rules[1].applies",
        "did you mean 'oil'?",
    ),
    "unbound item": (
        "holds: not light.shines_seaward",
        "holds: lamp.trimmed  #!",
        "'lamp.trimmed' speaks of a lamp",
        "rules[0].holds",
        "give the rule the subject lamp",
    ),
    "definition about an unbound item": (
        "holds: not light.shines_seaward",
        "holds: burning  #!",
        "'burning' speaks of a lamp",
        "rules[0].holds",
        "give the rule the subject lamp",
    ),
    "unknown list": (
        "holds: not light.shines_seaward",
        "holds: {exists: lmps}  #!",
        "no list is called 'lmps'",
        "rules[0].holds.exists",
        "did you mean 'lamps'?",
    ),
    "unknown definition": (
        "in_use: burning",
        "in_use: burnin  #!",
        "no definition is called 'burnin'",
        "verdicts.in_use",
        "did you mean 'burning'?",
    ),
    "definition that rests on itself": (
        "    is: lamp.fuel is not none",
        "    is: {any: [bright, lamp.trimmed]}\n  - {define: bright, is: not burning}",
        "rests on itself: burning -> bright -> burning",
        "definitions[0]",
        "break the circle",
    ),
    "definition that is itself": (
        "    is: lamp.fuel is not none",
        "    is: {not: burning}",
        "rests on itself: burning -> burning",
        "definitions[0]",
        "break the circle",
    ),
    "unused definition": (
        "  - define: printed\n",
        "  - define: bright  #!\n    is: lamp.trimmed\n  - define: printed\n",
        "the definition 'bright' is never used",
        "definitions[1]",
        "use it, or remove it",
    ),
    "definitions that only use each other": (
        "  - define: printed\n",
        "  - define: bright  #!\n    is: lamp.trimmed\n  - define: glaring  \n    is: {not: bright}\n"
        "  - define: printed\n",
        "the definition 'bright' is never used",
        "definitions[1]",
        "use it, or remove it",
    ),
    "definition with a dot": (
        "  - define: printed\n",
        "  - define: law.printed  #!\n",
        "a name of letters, digits and _",
        "definitions[1]",
        "add or correct it",
    ),
    "definition without a condition": (
        "  - define: printed\n    is: assessed_on before 1890-01-01\n",
        "  - define: printed  #!\n",
        "a definition has a name of letters, digits and _, and `is:`",
        "definitions[1]",
        "add or correct it",
    ),
    "definition twice": (
        "  - define: printed\n",
        "  - {define: burning, is: true}  #!\n  - define: printed\n",
        "the definition 'burning' stands twice",
        "definitions[1]",
        "remove one",
    ),
    "contradiction": (
        "- lamp.lens_clean\n",
        "- lamp.lens_clean\n        - not lamp.lens_clean\n",
        "rule 'clean_lens': can never hold",
        "rules[1].holds",
        "remove one of them",
    ),
    "what always holds": (
        "holds: not light.shines_seaward",
        "holds: {any: [light.shines_seaward, not light.shines_seaward]}  #!",
        "rule 'no_light': always holds",
        "rules[0].holds",
        "remove one of them",
    ),
    "branch that cannot be reached": (
        "- lamp.lens_clean\n",
        "- lamp.lens_clean\n        - true  #!\n",
        "is always true",
        "rules[1].holds.all[1]",
        "remove it",
    ),
    "duplicate in all": (
        "- lamp.lens_clean\n",
        "- lamp.lens_clean\n        - lamp.lens_clean  #!\n",
        "stands twice in this all:",
        "rules[1].holds.all[1]",
        "remove one of the two",
    ),
    # --- rules ------------------------------------------------------------------------------------
    "missing provision": (
        "  - rule: no_light\n    kind: gate\n    provision: SLA 1\n",
        "  - rule: no_light  #!\n    kind: gate\n",
        "rule 'no_light': the key 'provision' is missing",
        "rules[0]",
        "add `provision: ...`",
    ),
    "empty provision": (
        "  - rule: no_light\n    kind: gate\n    provision: SLA 1\n",
        "  - rule: no_light  #!\n    kind: gate\n    provision: ''\n",
        "the key 'provision' is missing or empty",
        "rules[0]",
        "add `provision: ...`",
    ),
    "missing title": (
        "  - rule: no_light\n    kind: gate\n    provision: SLA 1\n    title: There is no light\n",
        "  - rule: no_light  #!\n    kind: gate\n    provision: SLA 1\n",
        "the key 'title' is missing",
        "rules[0]",
        "add `title: ...`",
    ),
    "missing holds": (
        "  - rule: no_light\n    kind: gate\n    provision: SLA 1\n    title: There is no light\n    subject: station\n"
        "    holds: not light.shines_seaward\n",
        "  - rule: no_light  #!\n    kind: gate\n    provision: SLA 1\n    title: There is no light\n"
        "    subject: station\n",
        "has no `holds:`",
        "rules[0]",
        "add `holds: ...`",
    ),
    "missing name": (
        "  - rule: no_light\n    kind: gate\n",
        "  - kind: gate  #!\n",
        "the key 'rule' is missing",
        "rules[0]",
        "add `rule: ...`",
    ),
    "unknown kind": (
        "    kind: gate\n",
        "    kind: gait  #!\n",
        "no kind of rule is called 'gait'",
        "rules[0].kind",
        "one of gate, condition",
    ),
    "gate without an outcome": (
        "  - rule: no_light\n    kind: gate\n    provision: SLA 1\n    title: There is no light\n    subject: station\n"
        "    holds: not light.shines_seaward\n    outcome: no_duty\n",
        "  - rule: no_light  #!\n    kind: gate\n    provision: SLA 1\n    title: There is no light\n"
        "    subject: station\n    holds: not light.shines_seaward\n",
        "is a gate without an outcome",
        "rules[0]",
        "add `outcome: ...`",
    ),
    "gate to an outcome that no verdict describes": (
        "    outcome: no_duty\n",
        "    outcome: no_dutty\n",
        "rule 'no_light': the verdicts describe no outcome 'no_dutty'",
        "",
        "did you mean 'no_duty'?",
    ),
    "gate with a relief": (
        "    outcome: no_duty\n",
        "    outcome: no_duty\n    relief: light.harbour.minor  #!\n",
        "a gate has no 'relief'",
        "rules[0].relief",
        "only conditions have it",
    ),
    "rule about an item that is not assessed": (
        "    title: Lights stand high\n    subject: station\n",
        "    title: Lights stand high\n    subject: logbook\n",
        "rule 'height': a logbook is not assessed",
        "",
        "each: logbooks",
    ),
    "overlapping validity": (
        "valid: {until: 1871-12-31}",
        "valid: {until: 1872-01-01}",
        "rule 'height': overlaps in validity",
        "",
        "one after the other",
    ),
    "the same rule twice": (
        "    valid: {until: 1871-12-31}\n",
        "",
        "rule 'height': overlaps in validity with the rule of the same name at rules-1.yaml:53",
        "",
        "valid:",
    ),
    "hole in validity": (
        "valid: {from: 1872-01-01}",
        "valid: {from: 1872-01-03}",
        "rule 'height': leaves a hole after",
        "",
        "close the hole",
    ),
    "validity that ends before it begins": (
        "valid: {from: 1872-01-01}",
        "valid: {from: 1872-01-01, until: 1871-12-31}",
        "its law ends before it begins",
        "",
        "correct `valid:`",
    ),
    "validity that is no day": (
        "valid: {from: 1872-01-01}",
        "valid: {from: January 1872}  #!",
        "rule 'height': 'from' expects a day",
        "rules[3].valid.from",
        "2021-08-02",
    ),
    "validity by the year": (
        "valid: {until: 1871-12-31}",
        "valid: {until: 1871}  #!",
        "'until' expects a day",
        "rules[2].valid.until",
        "2021-08-02",
    ),
    # --- the kind of value ------------------------------------------------------------------------
    "text where a list of quotes belongs": (
        "quotes: [clean lens]",
        "quotes: clean lens  #!",
        "rule 'clean_lens': 'quotes' expects a list of texts",
        "rules[1].quotes",
        "[...]",
    ),
    "number among the quotes": (
        "quotes: [clean lens]",
        "quotes: [clean lens, 3]  #!",
        "'quotes' expects a list of texts",
        "rules[1].quotes",
        "[...]",
    ),
    "list where a map belongs": (
        "because: {met: It is clean.}",
        "because: [met]  #!",
        "'because' expects a map",
        "rules[1].because",
        "key: value",
    ),
    "number where text belongs": (
        "because: {met: It is clean.}",
        "because: {met: 3}  #!",
        "'met' expects text",
        "rules[1].because.met",
        "quotation marks",
    ),
    "list where a subject belongs": (
        "    subject: station\n    holds: not",
        "    subject: [station]  #!\n    holds: not",
        "'subject' expects text",
        "rules[0].subject",
        "quotation marks",
    ),
    "map where a rule's name belongs": (
        "- rule: no_light",
        "- rule: {name: no_light}  #!",
        "'rule' expects text",
        "rules[0].rule",
        "quotation marks",
    ),
    "nothing where a condition belongs": (
        "holds: not light.shines_seaward",
        "holds:  #!",
        "expects a condition, not nothing",
        "rules[0].holds",
        "write a sentence",
    ),
    "list where a condition belongs": (
        "holds: not light.shines_seaward",
        "holds: [light.shines_seaward]  #!",
        "expects a condition, not a list",
        "rules[0].holds",
        "all:",
    ),
    "rules that are no list": (
        "rules:\n  - rule: no_light\n",
        "rules: none  #!\nx:\n  - rule: no_light\n",
        "'rules' expects a list",
        "rules",
        "begin each",
    ),
    "rule that is no map": (
        "  - rule: no_light\n",
        "  - no_light  #!\n  - rule: no_light\n",
        "an entry of 'rules' expects a map",
        "rules[0]",
        "key: value",
    ),
    "verdicts that are no map": (
        "verdicts:\n  units: lamps\n",
        "verdicts: lamps  #!\nx:\n  units: lamps\n",
        "'verdicts' expects a map",
        "verdicts",
        "key: value",
    ),
    "outcomes that are no map": (
        "    no_duty: No duty\n    dark: Dark\n    breach: Broken\n    partly_kept: Kept in part\n    kept: Kept\n",
        "    - no_duty\n    - dark\n",
        "'outcomes' expects a map",
        "verdicts.outcomes",
        "key: value",
    ),
    "outcome without words": (
        "    dark: Dark\n",
        "    dark:  #!\n",
        "'dark' expects text",
        "verdicts.outcomes.dark",
        "quotation marks",
    ),
    "series that are no map": (
        "series:\n  returns:\n    title: Returns\n",
        "series: [1]  #!\nx:\n  returns:\n    title: Returns\n",
        "'series' expects a map",
        "series",
        "key: value",
    ),
    # --- verdicts ---------------------------------------------------------------------------------
    "verdicts that lack something": (
        "  none: dark\n",
        "",
        "lacks none",
        "verdicts",
        "add what is missing",
    ),
    "units of no list": (
        "  units: lamps\n",
        "  units: lmps  #!\n",
        "no list of the case itself is called 'lmps'",
        "verdicts.units",
        "did you mean 'lamps'?",
    ),
    "units inside units": (
        "  units: lamps\n",
        "  units: lamp.watches  #!\n",
        "no list of the case itself is called 'lamp.watches'",
        "verdicts.units",
        "one of lamps",
    ),
    "verdict that is no outcome": (
        "  failed: breach\n",
        "  failed: breech  #!\n",
        "the verdicts describe no outcome 'breech'",
        "verdicts.failed",
        "did you mean 'breach'?",
    ),
    "two verdicts of one name": (
        "  failed: breach\n",
        "  failed: kept  #!\n",
        "'kept' is the outcome of passed and of failed",
        "verdicts.failed",
        "an outcome of its own",
    ),
    "joint reading that does not exist": (
        "jointly: {fault: station}",
        "jointly: {fawlt: station}  #!",
        "no reading 'fawlt' has the choice 'station'",
        "verdicts.jointly.fa",
        "did you mean 'fault'?",
    ),
    "two joint readings": (
        "jointly: {fault: station}",
        "jointly: {fault: station, eyes: left}  #!",
        "names one reading and one choice",
        "verdicts.jointly",
        "keep one of them",
    ),
    "joint choice that does not exist": (
        "jointly: {fault: station}",
        "jointly: {fault: both}  #!",
        "no reading 'fault' has the choice 'both'",
        "verdicts.jointly.fa",
        "one of lamp, station",
    ),
    "definition of use about something else": (
        "in_use: burning",
        "in_use: {each: lamps, is: burning}  #!",
        "'lamp' is already spoken of here",
        "verdicts.in_use.each",
        "quantify once only",
    ),
    # --- readings ---------------------------------------------------------------------------------
    "unknown reading": (
        "      reading: eyes\n",
        "      reading: ayes  #!\n",
        "rule 'height': no reading is called 'ayes'",
        "rules[3].holds.reading",
        "did you mean 'eyes'?",
    ),
    "missing branch": (
        "      left: light.height_m at least 7\n      right: light.height_m at least 8\n",
        "      left: light.height_m at least 7\n",
        "rule 'height': reading 'eyes' needs a branch for each of left, right",
        "rules[3].holds",
        "['left']",
    ),
    "unused reading": (
        "readings:\n",
        "readings:\n  - reading: ears  #!\n    choices: {a: {title: A, argument: A.}, b: {title: B, argument: B.}}\n",
        "no rule uses the reading 'ears'",
        "readings[0]",
        "use it, or remove it",
    ),
    "reading twice": (
        "  - reading: fault\n",
        "  - reading: eyes  #!\n    choices: {left: {title: A, argument: A.}, right: {title: B, argument: B.}}\n"
        "  - reading: fault\n",
        "the reading 'eyes' stands twice",
        "readings[1]",
        "remove one",
    ),
    "reading with one choice": (
        "      right: {title: Right, argument: Right.}\n",
        "",
        "at least two choices",
        "readings[0]",
        "the first is the default",
    ),
    "choice without an argument": (
        "left: {title: Left, argument: Left.}",
        "left: {title: Left}  #!",
        "a choice has a title and an argument",
        "readings[0].choices.left",
        "add",
    ),
    "choice that is no map": (
        "left: {title: Left, argument: Left.}",
        "left: Left  #!",
        "'left' expects a map of keys to values",
        "readings[0].choices.left",
        "key: value",
    ),
    # --- series -----------------------------------------------------------------------------------
    "series without rows": (
        "    rows:\n      - {due: 1872-01-31, year: 1871}\n      - {due: 1873-01-31, year: 1872}\n",
        "",
        "a series has an item name and rows",
        "series.returns",
        "add `item:`, and `rows:` or `columns:`",
    ),
    "row that is no map": (
        "      - {due: 1873-01-31, year: 1872}\n",
        "      - 1873-01-31  #!\n",
        "an entry of 'rows' expects a map",
        "series.returns.rows[1]",
        "key: value",
    ),
    "row with other columns": (
        "      - {due: 1873-01-31, year: 1872}\n",
        "      - {due: 1873-01-31}  #!\n",
        "the columns of this row are not those of the first",
        "series.returns.rows[1]",
        "due, year",
    ),
    "row with another kind of value": (
        "      - {due: 1873-01-31, year: 1872}\n",
        "      - {due: 1873-01-31, year: 1872-01-01}  #!\n",
        "'year' is a day here and a number in the first row",
        "series.returns.rows[1].year",
        "one kind of value",
    ),
    "row with text": (
        "      - {due: 1872-01-31, year: 1871}\n",
        "      - {due: 1872-01-31, year: next}  #!\n",
        "'year' is neither a day, a number, true nor false",
        "series.returns.rows[0].year",
        "one kind of value",
    ),
    "series called like a list": (
        "  returns:\n",
        "  logbooks:  #!\n",
        "the name 'logbooks' is taken",
        "series.logbooks",
        "another name",
    ),
    "item called like another": (
        "    item: yearly\n",
        "    item: logbook  #!\n",
        "the name 'logbook' is taken",
        "series.returns.item",
        "another name",
    ),
    # --- text that is not read at all -------------------------------------------------------------
    "tab": ("    kind: gate\n", "\tkind: gate  #!\n", "tab", "", ""),
    "duplicate key": (
        "    kind: gate\n",
        "    kind: gate\n    kind: note  #!\n",
        "stands twice",
        "rules[0].kind",
        "Keep one",
    ),
    "key that is a number": (
        "    kind: gate\n",
        "    kind: gate\n    12: x  #!\n",
        "is not text",
        "rules[0].12",
        "Quote",
    ),
    "tag that would run code": (
        "    kind: gate\n",
        "    kind: !!python/object/apply:os.system ['touch ran']  #!\n",
        "is not read",
        "rules[0].kind",
        "No code runs from a file",
    ),
    "anchor": ("    kind: gate\n", "    kind: &k gate  #!\n", "an anchor (&k) is not read", "rules[0].kind", "write"),
    "alias": ("    kind: gate\n", "    kind: *k  #!\n", "an alias (*k) is not read", "rules[0].kind", "Write"),
    "merge key": ("    kind: gate\n", "    <<: {kind: gate}  #!\n", "merge keys", "rules[0].<<", "Write"),
    "deep nesting": (
        "holds: not light.shines_seaward",
        f"holds: {'{not: ' * MAX_DEPTH}x{'}' * MAX_DEPTH}  #!",
        f"nested more than {MAX_DEPTH} deep",
        "rules[0].holds",
        "flatter",
    ),
    "two documents": ("readings:\n", "---  #!\nreadings:\n", "a second document", "", "one document"),
    "a day that does not exist": (
        "valid: {from: 1872-01-01}",
        "valid: {from: 1872-02-30}  #!",
        "no such day as 1872-02-30",
        "rules[3].valid.from",
        "Correct",
    ),
    "bracket left open": ("quotes: [clean lens]", "quotes: [clean lens  #!", "bracket", "", "Check"),
    "control character": ("    kind: gate\n", "    kind: gate\x07  #!\n", "U+0007", "", ""),
}  # fmt: skip


def problems_of(*texts: str) -> tuple[Problem, ...]:
    with pytest.raises(BadRulebook) as caught:
        rulebook_from(*texts)
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    return caught.value.problems


def test_the_file_without_defects_loads() -> None:
    """The file from which all others differ by one defect is a rulebook."""
    book = rulebook_from(GOOD)
    assert [rule.id for rule in book.rules] == ["no_light", "clean_lens", "height", "height"]


@pytest.mark.parametrize(("old", "new", "message", "path", "hint"), DEFECTS.values(), ids=DEFECTS)
def test_one_defect(old: str, new: str, message: str, path: str, hint: str) -> None:
    """The defect is named with its file, line, place and rule, and with what to do about it."""
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    marked = [number for number, line in enumerate(text.splitlines(), start=1) if "#!" in line]
    problems = problems_of(text)
    found = [problem for problem in problems if message in problem.message]
    assert found, [str(problem) for problem in problems]
    assert found[0].file == "rules-1.yaml"
    assert found[0].line in marked if marked else isinstance(found[0].line, int)
    assert found[0].path.startswith(path)
    assert hint in found[0].hint


#: Defects that are more than one: what has lost its place is an unknown key, or two definitions are idle.
MORE = {
    "definitions that only use each other": 2,
    "rules that are no list": 2,
    "verdicts that are no map": 2,
    "series that are no map": 2,
}


@pytest.mark.parametrize("name", DEFECTS)
def test_one_defect_is_one_problem(name: str) -> None:
    """A defect does not drown in others that only follow from it."""
    old, new, *_ = DEFECTS[name]
    problems = problems_of(GOOD.replace(old, new, 1))
    assert len(problems) == MORE.get(name, 1), [str(problem) for problem in problems]


def test_all_defects_are_told_together() -> None:
    """An author mends a file in one round."""
    text = GOOD.replace("lamp.fuel is oil", "lamp.fuel is oyl").replace("light.height_m at least 8", "light.hight is 8")
    assert [problem.path for problem in problems_of(text)] == ["rules[1].applies", "rules[3].holds.right"]


def test_no_verdicts() -> None:
    """One file must say what the outcomes are."""
    problems = problems_of("act: A\nrules: []\n", "act: A\n")
    assert [problem.message for problem in problems] == ["no file describes the verdicts"]
    assert (problems[0].file, problems[0].hint) == ("rules-1.yaml", "one file has `verdicts:`")


def test_two_verdicts() -> None:
    """Two descriptions of the outcomes would contradict each other; the second file is named."""
    second = "act: A\n" + GOOD[GOOD.index("verdicts:") : GOOD.index("definitions:")]
    problems = problems_of(GOOD, second)
    assert [problem.message for problem in problems] == ["the verdicts are described twice"]
    assert (problems[0].file, problems[0].line) == ("rules-2.yaml", 2)


def test_no_rule_files() -> None:
    """A folder without rule files is no rulebook."""
    with pytest.raises(BadRulebook, match="no rule files"):
        load_rulebook([], VOCABULARY)


@pytest.mark.parametrize("text", ["- rule: x\n", "lighthouse\n", "12\n"])
def test_a_file_that_is_no_map(text: str) -> None:
    """A rule file is a map of keys to values."""
    problems = problems_of(GOOD, text)
    assert (problems[0].file, problems[0].line) == ("rules-2.yaml", 1)
    assert "a rule file is a map" in problems[0].message
    assert "keys: act, definitions" in problems[0].hint


def test_a_rule_in_two_files() -> None:
    """The versions of a rule may stand in two files; the error names the file of the one that overlaps."""
    rule = "act: A\nrules:\n  - {rule: no_light, provision: SLA 9, title: Again, subject: station, holds: true}\n"
    problems = problems_of(GOOD, rule)
    assert (problems[0].file, problems[0].line) == ("rules-2.yaml", 3)
    assert "rules-1.yaml:33" in problems[0].message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing rule file is an error in the rulebook, not in a profile."""
    with pytest.raises(BadRulebook) as caught:
        load_rulebook([tmp_path / "none.yaml"], VOCABULARY)
    assert caught.value.exit_code == 4
    assert caught.value.problems[0].file == str(tmp_path / "none.yaml")


def test_invalid_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is refused with the line of the first wrong byte."""
    path = tmp_path / "latin.yaml"
    path.write_bytes(GOOD.encode().replace(b"There is no light", b"Es gibt kein Licht f\xfcr"))
    with pytest.raises(BadRulebook) as caught:
        load_rulebook([path], VOCABULARY)
    assert "UTF-8" in str(caught.value)
    assert caught.value.problems[0].line == GOOD[: GOOD.index("There is no light")].count("\n") + 1


def test_a_huge_file(tmp_path: Path) -> None:
    """A file far larger than any rule file is refused before it is read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.write(GOOD.encode())
        stream.truncate(MAX_BYTES * 25)  # a sparse file: it takes no room
    with pytest.raises(BadRulebook, match=r"50,000,000 bytes"):
        load_rulebook([path], VOCABULARY)


def test_a_file_with_very_many_rules() -> None:
    """A rule file of hundreds of rules loads; it is size that is refused, not length."""
    rule = "  - {{rule: r{0}, provision: SLA {0}, title: t, subject: s, holds: light.height_m at least {0}}}\n"
    book = rulebook_from(GOOD, "act: A\nrules:\n" + "".join(rule.format(number) for number in range(400)))
    assert len(book.rules) == 404
