"""Provisions as lawyers write them in four styles: single, in lists and ranges, and in every view of an answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.commands.group import derogation as program
from derogation.reading.errors import BadInput
from derogation.rules.citation_styles import OJ, STYLES, citation, cited_together, pinpoints
from derogation.rules.ledger import load_ledger
from derogation.showing.answer_page import page_of
from derogation.showing.terminal import terminal

CITED = {
    "3(1)(g)(vii)(3)": (
        "Article 3(1), point (g)(vii)(3)",
        "art 3(1)(g)(vii)(3)",
        "Art. 3 Abs. 1 Buchst. g Ziff. vii Nr. 3",
        "article 3, paragraphe 1, point g), vii), 3)",
    ),
    "EECC 2(5)": (
        "Article 2, point (5), of Directive (EU) 2018/1972",
        "Directive (EU) 2018/1972, art 2(5)",
        "Art. 2 Nr. 5 der Richtlinie (EU) 2018/1972",
        "article 2, point 5), de la directive (UE) 2018/1972",
    ),
    "EECC rec.17": (
        "recital 17 of Directive (EU) 2018/1972",
        "Directive (EU) 2018/1972, recital 17",
        "Erwägungsgrund 17 der Richtlinie (EU) 2018/1972",
        "considérant 17 de la directive (UE) 2018/1972",
    ),
    "1(2)": ("Article 1(2)", "art 1(2)", "Art. 1 Abs. 2", "article 1er, paragraphe 2"),
    "10/2": ("Article 10, second paragraph", "art 10 para 2", "Art. 10 Abs. 2", "article 10, deuxième alinéa"),
    "3(4)/1": (
        "Article 3(4), first subparagraph",
        "art 3(4) subpara 1",
        "Art. 3 Abs. 4 Unterabs. 1",
        "article 3, paragraphe 4, premier alinéa",
    ),
    "GDPR 36(2)": (
        "Article 36(2) of Regulation (EU) 2016/679",
        "Regulation (EU) 2016/679, art 36(2)",
        "Art. 36 Abs. 2 der Verordnung (EU) 2016/679",
        "article 36, paragraphe 2, du règlement (UE) 2016/679",
    ),
    "9a": ("Article 9a", "art 9a", "Art. 9a", "article 9 bis"),
}


@pytest.mark.parametrize("path", CITED)
def test_a_provision_is_cited_as_each_style_has_it(path: str) -> None:
    assert tuple(style(path) for style in STYLES.values()) == CITED[path]


def test_every_provision_of_the_ledger_has_a_citation_of_its_own_in_every_style() -> None:
    """No two provisions of the act are cited alike, and the default is the citation that the program has always had."""
    paths = sorted({each.path for each in load_ledger().provisions})
    for style in STYLES.values():
        assert len({style(path) for path in paths}) == len(paths), style.name
    assert [citation(path) for path in paths] == [OJ(path) for path in paths]


def test_neighbours_are_cited_together_and_runs_as_ranges() -> None:
    order = [f"3(1)(a)({each})" for each in ("i", "ii", "iii", "iv")] + [f"3(1)({each})" for each in "bcde"]
    said = {
        name: (pinpoints([*order[:4], "3(1)(e)"], order, cite=style), pinpoints(order, order, cite=style))
        for name, style in STYLES.items()
    }
    assert said == {
        "oj": ("(a)(i) to (iv), (e)", "(a)(i) to (e)"),
        "oscola": ("(a)(i) to (iv), (e)", "(a)(i) to (e)"),
        "de": ("Buchst. a Ziff. i bis iv, Buchst. e", "Buchst. a Ziff. i bis Buchst. e"),
        "fr": ("a), i) à iv); e)", "a), i) à e)"),
    }
    several = ["3(1)(c)", "3(1)(d)", "EECC rec.17", "EECC rec.18"]
    assert [cited_together(several, style) for style in STYLES.values()] == [
        "Article 3(1), points (c) and (d), recitals 17 and 18 of Directive (EU) 2018/1972",
        "art 3(1)(c) and (d), Directive (EU) 2018/1972, recitals 17 and 18",
        "Art. 3 Abs. 1 Buchst. c und Buchst. d, Erwägungsgründe 17 und 18 der Richtlinie (EU) 2018/1972",
        "article 3, paragraphe 1, points c) et d), considérants 17 et 18 de la directive (UE) 2018/1972",
    ]


@pytest.mark.parametrize("style", ["oscola", "de", "fr"])
def test_page_json_and_memo_cite_in_the_style_and_the_answer_stays(style: str) -> None:
    """The page keeps its length, nothing but the citations is another, and none of the default's is left among them."""
    result = api.assess(api.load_profile(shipped()["hash-passes-classifier-fails"]), engines=["evaluator"])
    styled = api.cited_as(result, style)
    page = terminal(page_of(styled, api.answer_record(styled)), width=100, colour=False)
    assert len(page.splitlines()) <= 45
    plain, other = api.answer_json(result), api.answer_json(styled)
    assert [each["status"] for each in other["conditions"]] == [each["status"] for each in plain["conditions"]]
    for each in other["conditions"]:
        assert each["citation"] == STYLES[style](each["provision"])
        assert not re.search(r"Article 3\(1\), point", each["citation"])
    assert {key for key in plain if plain[key] != other[key]} <= {"conditions", "other_rules", "answer", "notes"}


def test_the_command_takes_a_style_and_the_memo_too(tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["assess", "skypeout", "--citations", "de", "--format", "json"])
    assert "Art. 2 Nr. 6 der Richtlinie (EU) 2018/1972" in json.dumps(json.loads(done.output), ensure_ascii=False)
    file = tmp_path / "memo.md"
    written = CliRunner().invoke(
        program, ["memo", "hash-passes-classifier-fails", "-o", str(file), "--citations", "fr"]
    )
    assert written.exit_code == 0
    memo = file.read_text(encoding="utf-8")
    assert "Conditions of article 3, paragraphe 1" in memo
    assert "Point b)" in memo
    assert "Article 3(1), point" not in memo


def test_a_style_that_does_not_exist_is_refused() -> None:
    result = api.assess(api.load_profile(shipped()["skypeout"]), engines=["evaluator"])
    with pytest.raises(BadInput, match="no style of citation is called 'apa'"):
        api.cited_as(result, "apa")
