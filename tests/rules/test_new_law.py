"""``docs/new-law.md`` tried: a fictional act that follows on 4 April 2028, from its file to an answer under it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import derogation
import pytest
from derogation.cases.loader import load_case
from derogation.cases.vocabulary import vocabulary
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.why.assessment import assess
from derogation.rules import HERE, acts, anchors, check, citation_styles, law_files
from derogation.rules import load as load_rules
from derogation.rules.anchors import body_of, phrase, quotations
from derogation.rules.authorities import load_authorities
from derogation.rules.check import defects
from derogation.rules.citations import ACTS, CitedAct
from derogation.rules.law_state import state_on
from derogation.rules.ledger import load_ledger
from derogation.rules.official_text import read_official_text
from derogation.rules.quotes import sentence_hash
from derogation.rules.verify import verify

CELEX = "32028R0099"
DAY = date(2029, 1, 10)
MODEL = HERE.parent / "cases" / "training" / "model-messenger.yaml"
CACHES = (acts.load_acts, acts.load_periods, anchors.load_sentences, anchors.load_anchors)


def text_of(**instead: str) -> str:
    """A fictional text in which every quotation of 2021 stands, or what is given instead of its sentence."""
    lines: list[str] = []
    for provision, quote in quotations(derogation.rulebook()):
        lines.append(instead.get(provision, f"Providers of the fictional act, {quote}, as is laid down;"))
    return "\n".join(lines)


def edited(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (file.name, old)
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the law's data, with the hashes of a fictional text of 2021 in place of the official one's."""
    shutil.copytree(HERE / "law", tmp_path / "law")
    shutil.copytree(HERE / "act", tmp_path / "act")
    monkeypatch.setattr(law_files, "LAW", tmp_path / "law")
    monkeypatch.setitem(ACTS, "2028/99", CitedAct("Regulation (EU) 2028/99", "reg/2028/99"))
    monkeypatch.setitem(citation_styles.ENGLISH, "2028/99", "Regulation (EU) 2028/99")
    monkeypatch.setattr(check, "ELSEWHERE", (*check.ELSEWHERE, "2028/99 "))
    old = tmp_path / "2021.txt"
    old.write_text(text_of(), encoding="utf-8")
    body = body_of(read_official_text(old))
    rows = [
        f"- {{provision: {provision}, quote: {json.dumps(quote)}, sha256: {sentence_hash(phrase(quote), body)}}}"
        for provision, quote in quotations(derogation.rulebook())
    ]
    (tmp_path / "law" / anchors.SENTENCES).write_text("sentences:\n" + "\n".join(rows), encoding="utf-8")
    for cache in CACHES:
        cache.cache_clear()
    yield tmp_path
    for cache in CACHES:
        cache.cache_clear()


def encoded(folder: Path) -> Rulebook:
    """Step 3: the act, its period, the days, and the one condition that changed."""
    edited(
        folder / "law" / "acts.yaml",
        (
            "\n# Every day belongs to one period.",
            """
- act: 2028/99
  title: Third temporary derogation
  name: Regulation (EU) 2028/99
  version: as adopted
  celex: 32028R0099
  eli: http://example.org/2028/99
  oj: fictional
  verified: true
  dates:
    in_force: {date: 2028-04-04, grade: primary}
    applies_until: {date: 2030-04-03, grade: primary}

# Every day belongs to one period.""",
        ),
        ("- from: 2028-04-04\n  to: null\n", """- from: 2028-04-04
  to: 2030-04-03
  regime: third_derogation
  derogation: true
  act: 2028/99
  note: Regulation (EU) 2028/99.
- from: 2030-04-04
  to: null
"""),
    )  # fmt: skip
    edited(
        folder / "act" / "01-service-and-date.yaml",
        (
            "            - assessed_on by 2028-04-03\n",
            "            - assessed_on by 2028-04-03\n"
            "        - all:\n            - assessed_on from 2028-04-04\n            - assessed_on by 2030-04-03\n",
        ),
    )
    edited(
        folder / "act" / "00-verdicts.yaml",
        (
            "    is: assessed_on before 2026-07-31\n",
            "    is: {any: [assessed_on before 2026-07-31, assessed_on from 2028-04-04]}\n",
        ),
    )
    edited(
        folder / "act" / "02-processing.yaml",
        (
            "  - rule: sufficiently_reliable\n",
            """  - rule: reliable_2028
    provision: 2028/99 3(1)(e)
    title: Errors are limited
    subject: technology
    burden: provider
    valid: {from: 2028-04-04}
    holds: technology.quality.errors_limited
    quotes: [errors are to be few]
  - rule: sufficiently_reliable
    valid: {until: 2028-04-03}
""",
        ),
    )
    return load_rules(vocabulary(), folder / "act")


def test_a_successor_act_goes_from_its_file_to_an_answer(folder: Path) -> None:
    """Verify names the one condition to rewrite and the one to read again; once encoded, it decides."""
    file = folder / "act.zip"
    fictional = text_of(
        **{"3(1)(e)": "Errors are to be few;"},
        **{"1(2)": "This act does not apply to the scanning of audio communications, nor to music;"},
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("L_202800099EN.fmx.xml", f"<ACT><P>{fictional.replace('&', '&amp;')}</P></ACT>")
    before = verify(CELEX, read_official_text(file), derogation.rulebook())
    assert not before.known
    to_do = {each.provision: each.found for each in before.quotes if each.found in ("absent", "changed")}
    assert to_do == {"3(1)(e)": "absent", "1(2)": "changed"}
    assert {each.rules for each in before.quotes if each.provision == "3(1)(e)"} == {("sufficiently_reliable",)}

    profile = folder / "profile.yaml"
    shutil.copy(MODEL, profile)
    edited(profile, ("- {since: 2021-08-02, until: never}", "- {since: 2028-06-01, until: never}"))
    case = load_case(profile)
    facts = case.engine_facts()
    assert derogation.assess(case, DAY).outcome == "not_in_force"
    book = encoded(folder)
    for cache in CACHES:
        cache.cache_clear()
    result = assess(book, facts, DAY)
    assert result.outcome == "eligible", [(c.rule.id, c.because) for c in result.conditions if c.status != "met"]
    assert {each.rule.id for each in result.conditions if each.rule.provision.endswith("3(1)(e)")} == {"reliable_2028"}
    assert assess(book, facts, date(2030, 4, 4)).outcome == "not_in_force"
    assert assess(book, facts, date(2026, 8, 10)).outcome == derogation.assess(case, date(2026, 8, 10)).outcome

    state = state_on(DAY, book)
    assert (state.measured, state.conditions_decide) == ("Regulation (EU) 2028/99 as adopted", True)
    after = verify(CELEX, read_official_text(file), book)
    assert after.known
    assert after.compared_with.startswith("Regulation (EU) 2028/99, and those of Regulation (EU) 2021/1232 whose rules")
    own = {each.provision: each.found for each in after.quotes if each.found != "same"}
    assert own == {"2028/99 3(1)(e)": "unknown", "1(2)": "changed"}
    text = fictional
    assert not list(defects(book, load_ledger(), text=text, of="2028/99", authorities=load_authorities()))
    (gone,) = defects(book, load_ledger(), text=text.replace("few", "rare"), of="2028/99")
    assert (gone.check, gone.where) == ("quote not in the text", "rule reliable_2028")
