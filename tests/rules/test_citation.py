from __future__ import annotations

import pytest
from derogation.rules.citation_styles import citation
from derogation.rules.citations import ACTS, eli, parse_citation
from derogation.rules.definitions import load_combinations, load_definitions
from derogation.rules.ledger import load_ledger


@pytest.mark.parametrize(
    ("path", "cited"),
    [
        ("3(1)(g)(vii)(3)", "Article 3(1), point (g)(vii)(3)"),
        ("1(2)", "Article 1(2)"),
        ("3(2)(a)", "Article 3(2), point (a)"),
        ("2(2)(a)", "Article 2, point (2)(a)"),
        ("2(1)", "Article 2, point (1)"),
        ("4", "Article 4"),
        ("9a(1)", "Article 9a(1)"),
        ("10/2", "Article 10, second paragraph"),
        ("3(4)/1", "Article 3(4), first subparagraph"),
        ("final-formula", "final formula"),
        ("rec.31", "recital 31"),
        ("EECC 2(5)", "Article 2, point (5), of Directive (EU) 2018/1972"),
        ("EECC rec.17", "recital 17 of Directive (EU) 2018/1972"),
        ("ePD 5(1)", "Article 5(1) of Directive 2002/58/EC"),
        ("ePD 2(d)", "Article 2, point (d), of Directive 2002/58/EC"),
        ("GDPR 36(2)", "Article 36(2) of Regulation (EU) 2016/679"),
        ("GDPR 6(1)(c)", "Article 6(1), point (c), of Regulation (EU) 2016/679"),
        ("2024/2916 1", "Article 1 of Implementing Regulation (EU) 2024/2916"),
        ("2026/1881 1(3)", "Article 1(3) of Regulation (EU) 2026/1881"),
        ("2026/1881 final-article", "final article of Regulation (EU) 2026/1881"),
    ],
)
def test_a_path_is_cited_as_the_official_journal_does(path: str, cited: str) -> None:
    """Commas, the word "point" and the act's name stand where drafters put them, and can be read back."""
    assert citation(path) == cited
    assert parse_citation(cited) == path


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("Article 3(1)(g)(vii)(3)", "3(1)(g)(vii)(3)"),
        ("3(1)(g)(vii)(3)", "3(1)(g)(vii)(3)"),
        ("art. 3(1)(c)", "3(1)(c)"),
        ("Art. 3 (1) (c)", "3(1)(c)"),
        ("ARTICLE 3(1)(G)(VII)", "3(1)(g)(vii)"),
        ("  Article\n3(1),  point (c) ", "3(1)(c)"),
        ("point (c) of Article 3(1)", "3(1)(c)"),
        ("points (a)(i) of Article 3(1)", "3(1)(a)(i)"),
        ("Article 3(1) of Regulation (EU) 2021/1232", "3(1)"),
        ("the second paragraph of Article 10", "10/2"),
        ("first subparagraph of Article 3(4)", "3(4)/1"),
        ("Recital (31)", "rec.31"),
        ("rec. 31", "rec.31"),
        ("recital 17 of the EECC", "EECC rec.17"),
        ("Article 2(5) EECC", "EECC 2(5)"),
        ("GDPR Article 36(2)", "GDPR 36(2)"),
        ("Article 3(2)(c) of Regulation (EEC, Euratom) No 1182/71", "1182/71 3(2)(c)"),
        ("Article 1 of Commission Implementing Regulation (EU) 2024/2916", "2024/2916 1"),
    ],
)
def test_older_and_looser_forms_are_understood(written: str, path: str) -> None:
    """A lawyer may write the citation in the old style, the new one, or as a bare path."""
    assert parse_citation(written) == path


@pytest.mark.parametrize("nonsense", ["", "§ 3", "Article", "Article three", "3(1)(c", "see above", "recital"])
def test_what_is_no_citation_is_refused_with_an_example(nonsense: str) -> None:
    """The refusal repeats what was written and shows how a citation looks."""
    with pytest.raises(ValueError, match="no citation; write it like Article") as refused:
        parse_citation(nonsense)
    assert f'"{nonsense}"' in str(refused.value)


def test_an_unknown_act_is_not_taken_for_the_regulation() -> None:
    """Naming an act that the rulebook does not know is refused, rather than dropped."""
    with pytest.raises(ValueError, match="2022/2065"):
        parse_citation("Article 9 of Regulation (EU) 2022/2065")


@pytest.mark.parametrize("nonsense", ["", "3(1", "Article 3(1)", "DSA 3(1)", "3(1)(C)", "rec.", "3(4)/0"])
def test_only_a_path_can_be_cited_or_linked(nonsense: str) -> None:
    """Neither a citation nor a link is made up for what is no path."""
    with pytest.raises(ValueError, match="no path of a provision"):
        citation(nonsense)
    with pytest.raises(ValueError, match="no path of a provision"):
        eli(nonsense)


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("4", "http://data.europa.eu/eli/reg/2021/1232/art_4/oj"),
        ("3(1)", "http://data.europa.eu/eli/reg/2021/1232/art_3/par_1/oj"),
        ("3(1)(g)", "http://data.europa.eu/eli/reg/2021/1232/art_3/par_1/pnt_g/oj"),
        ("3(1)(g)(vii)(3)", "http://data.europa.eu/eli/reg/2021/1232/art_3/par_1/pnt_g/oj"),
        ("2(2)(a)", "http://data.europa.eu/eli/reg/2021/1232/art_2/oj"),
        ("10/2", "http://data.europa.eu/eli/reg/2021/1232/art_10/oj"),
        ("rec.31", "http://data.europa.eu/eli/reg/2021/1232/oj"),
        ("final-formula", "http://data.europa.eu/eli/reg/2021/1232/oj"),
        ("3(4)/1", "http://data.europa.eu/eli/reg/2021/1232/2024-05-15"),
        ("9a(1)", "http://data.europa.eu/eli/reg/2021/1232/2024-05-15"),
        ("EECC 2(5)", "http://data.europa.eu/eli/dir/2018/1972/art_2/oj"),
        ("ePD 5(1)", "http://data.europa.eu/eli/dir/2002/58/art_5/par_1/oj"),
        ("2024/2916 1", "http://data.europa.eu/eli/reg_impl/2024/2916/art_1/oj"),
    ],
)
def test_a_link_goes_as_deep_as_such_links_resolve(path: str, link: str) -> None:
    """Links stop at the point, and lead to the consolidated text for what the adopted act does not hold."""
    assert eli(path) == link


def test_every_provision_of_the_data_can_be_cited_and_read_back() -> None:
    """No path in the ledger, the recitals or the definitions falls outside the grammar of citations."""
    paths = {provision.path for provision in load_ledger().provisions}
    paths |= {f"rec.{recital.number}" for recital in load_ledger().recitals}
    paths |= {element.provision for element in load_definitions()}
    paths |= {combination.provision for combination in load_combinations()}
    assert len(paths) > 110
    assert {parse_citation(citation(path)) for path in paths} == paths


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_known_act_can_be_named_by_its_full_name(act: str) -> None:
    """The name that a citation ends in is understood when it is read back."""
    path = f"{act} 5(1)".strip()
    assert parse_citation(f"Article 5(1) of {ACTS[act].name}") == path
