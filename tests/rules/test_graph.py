"""The graph of the law: everything is in it, linked as the rules say, and around a thing is what a reader needs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import derogation
import pytest
from click.testing import CliRunner
from derogation import api
from derogation.commands.group import derogation as program
from derogation.rules.citations import akn, parent
from derogation.rules.graph import KINDS, RELATIONS, Graph, around
from derogation.showing.pictures.graph import graph_svg, overview_svg

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "graph-human-oversight.svg"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return api.law_graph()


def names(graph: Graph, kind: str) -> set[str]:
    return {node.name for node in graph.of(kind)}


def test_everything_that_there_is_stands_in_the_graph_once(graph: Graph) -> None:
    """Every rule, fact and reading; every link lies between two nodes and is one of the relations."""
    book = derogation.rulebook()
    assert names(graph, "rule") == set(book.by_id)
    assert names(graph, "fact") == names(graph, "question") == set(book.vocabulary.facts)
    assert names(graph, "reading") == set(book.readings)
    assert {node.kind for node in graph.nodes.values()} == set(KINDS)
    assert {link.relation for link in graph.links} <= set(RELATIONS)
    assert all(link.source in graph.nodes and link.target in graph.nodes for link in graph.links)
    assert len(set(graph.links)) == len(graph.links)
    assert not [link for link in graph.links if link.source == link.target]


def test_nothing_that_can_decide_hangs_in_the_air(graph: Graph) -> None:
    """Every rule stands in a provision, every definition is used, every mutant changes something that there is."""
    for rule in graph.of("rule"):
        assert [link for link in graph.out[rule.id] if link.relation == "stands_in"], rule.id
    for definition in graph.of("definition"):
        of_verdicts = definition.name in ("technology_in_use", "law_known")
        assert of_verdicts or [link for link in graph.into[definition.id] if link.relation == "builds_on"], (
            definition.id
        )
    for mutant in graph.of("mutant"):
        assert next(link.relation for link in graph.out[mutant.id]) == "changes"
        assert mutant.said.get("noticed_by") or mutant.said.get("explained"), mutant.id


def test_a_condition_is_seen_from_its_provision_to_the_questions_that_it_needs(graph: Graph) -> None:
    """Around human oversight: its point, its reading with both choices, its facts and questions, its cases."""
    part = around(graph, "rule:human_oversight")
    assert names(part, "provision") == {"3(1)(g)(ii)"}
    assert names(part, "choice") == {"safeguards_scope=technology", "safeguards_scope=provider"}
    assert {"technology.oversight.human_oversight", "technology.scans.images"} <= names(part, "fact")
    assert names(part, "fact") == names(part, "question")
    assert {link.source for link in part.into["rule:human_oversight"] if link.relation == "not_met"} == {
        "case:no-human-in-the-loop"
    }
    assert names(part, "rule") == {"human_oversight"}


def test_a_case_has_the_statuses_that_assess_gives(graph: Graph) -> None:
    """What the links of a case say of conditions is what an assessment says."""
    found = {
        (link.target.removeprefix("rule:"), link.said, link.relation)
        for link in graph.out["case:hash-passes-classifier-fails"]
        if link.target.startswith("rule:")
    }
    from derogation.cases.catalogue import find

    result = api.assess(api.load_profile(find("hash-passes-classifier-fails")), engines=["evaluator"])
    assert found == {(each.rule.id, each.subject.unit or "", each.status) for each in result.conditions}


def test_a_fact_leads_up_to_the_provisions_and_an_authority_to_the_rules(graph: Graph) -> None:
    """The ways go up as well as down; a fact of a finding has what speaks for and against it."""
    part = around(graph, "fact:technology.prior_consultation.started_on")
    assert {"3(1)(c)", "3(2)(b)", "3(3)(b)"} <= names(part, "provision")
    minor = around(graph, "fact:service.ancillary_exception.minor")
    assert any(fact.startswith("service.ancillary_exception.indicators") for fact in names(minor, "fact"))
    assert "ancillary_minor" in names(around(graph, "authority:COM(2022) 209"), "rule")
    mutant = around(graph, "mutant:consultation_started_in_time.is: +1 day")
    assert {"consultation_relief_start", "impact_assessment_and_consultation"} <= names(mutant, "rule")


@pytest.mark.parametrize(
    ("path", "name", "above"),
    [
        (
            "3(1)(g)(vii)(3)",
            "/akn/eu/act/reg/2021/1232/!main~art_3__para_1__point_g__point_vii__point_3",
            "3(1)(g)(vii)",
        ),
        ("EECC 2(5)", "/akn/eu/act/dir/2018/1972/!main~art_2__point_5", "EECC 2"),
        ("10/2", "/akn/eu/act/reg/2021/1232/!main~art_10__para_2", "10"),
        ("3(4)/1", "/akn/eu/act/reg/2021/1232/!main~art_3__para_4__subpara_1", "3(4)"),
        ("rec.31", "/akn/eu/act/reg/2021/1232/!main~rec_31", ""),
        ("final-formula", "/akn/eu/act/reg/2021/1232/!main", ""),
    ],
)
def test_a_provision_has_a_name_by_the_naming_convention(path: str, name: str, above: str) -> None:
    """Akoma Ntoso names are made of article, paragraph and points as they lie in one another."""
    assert (akn(path), parent(path)) == (name, above)


@pytest.mark.parametrize(
    "node",
    ["rule:impact_assessment_and_consultation", "fact:technology.scans.images", "provision:3(1)", "case:gmail",
     "reading:ancillary_test", "choice:ancillary_test=article", "mutant:consultation_started_in_time.is: +1 day"],
)  # fmt: skip
def test_a_picture_says_in_words_what_it_shows_and_no_box_lies_on_another(graph: Graph, node: str) -> None:
    """Well-formed, with title, description and colours for a dark screen; boxes apart."""
    text = graph_svg(graph, node)
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert "Linked" not in (root.findtext(f"{SVG}desc") or "")
    assert len(root.findtext(f"{SVG}desc") or "") > 60
    assert "prefers-color-scheme: dark" in text
    boxes = [
        tuple(float(rect.get(key) or 0) for key in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("stroke")
    ]
    assert len(boxes) > 3
    for at, (x, y, width, height) in enumerate(boxes):
        for x2, y2, width2, height2 in boxes[:at]:
            assert x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)


def test_every_colour_of_a_picture_has_one_for_a_dark_screen(graph: Graph) -> None:
    """No box or word keeps the colour of a light ground on a dark one."""
    text = graph_svg(graph, "rule:impact_assessment_and_consultation") + overview_svg(graph)
    style = text[text.index("<style>") : text.index("</style>")]
    drawn = text.replace(style, "")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn))
    assert used == {colour for colour in used if colour in style}


def test_a_name_that_is_none_gets_the_nearest() -> None:
    """A slip of the pen is answered with what may be meant, and with 2."""
    wrong = CliRunner().invoke(program, ["rules", "graph", "ancilary_minor"])
    assert wrong.exit_code == 2
    assert "did you mean 'ancillary_minor'" in wrong.stderr


def test_the_picture_of_the_page_is_what_the_command_draws(graph: Graph) -> None:
    """docs/graph.md shows the graph as it is."""
    assert PICTURE.read_text("utf-8") == graph_svg(graph, "rule:human_oversight"), (
        "derogation rules graph human_oversight --format svg -o docs/pictures/graph-human-oversight.svg makes it"
    )
