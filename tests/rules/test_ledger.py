from __future__ import annotations

import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from beside import BESIDE
from derogation import rulebook
from derogation.reading.errors import BadRulebook
from derogation.rules import law_files
from derogation.rules.check import defects
from derogation.rules.ledger import Provision, load_ledger
from derogation.rules.quotes import missing_quotes, too_long
from msgspec.structs import replace

LEDGER = load_ledger()
ORIGINAL, AMENDING = "32021R1232", "32024R1307"
VERSION_IDS = [f"{each.path} from {each.first_day}" for each in LEDGER.provisions]


def current(path: str, day: str = "2025-06-01") -> Provision:
    return next(each for each in LEDGER.on(date.fromisoformat(day)) if each.path == path)


def test_the_ledger_lists_every_provision_in_every_version() -> None:
    """Seventy-three entries as adopted and seven of the amending act, of which 62 and 6 are leaves."""
    leaves = [each for each in LEDGER.provisions if LEDGER.is_leaf(each.path)]
    count = {
        celex: (
            sum(each.celex == celex for each in LEDGER.provisions),
            sum(each.celex == celex for each in leaves),
        )
        for celex in (ORIGINAL, AMENDING)
    }
    assert count == {ORIGINAL: (73, 62), AMENDING: (7, 6)}


def test_no_version_of_a_provision_is_listed_twice() -> None:
    """A path and the day from which its wording stood name one entry."""
    assert len(set(VERSION_IDS)) == len(VERSION_IDS) == 80


def test_versions_of_one_provision_follow_each_other_without_gap() -> None:
    """Where a wording was replaced, the old one ends the day before the new one begins."""
    for path in {each.path for each in LEDGER.provisions}:
        versions = [each for each in LEDGER.provisions if each.path == path]
        for old, new in pairwise(versions):
            assert new.first_day == old.last_day + timedelta(days=1)
    assert [each.path for each in LEDGER.provisions if each.last_day == date(2024, 5, 14)] == ["9(1)", "10/2"]


@pytest.mark.parametrize(
    ("day", "entries"),
    [
        ("2021-08-01", 0),
        ("2021-08-02", 73),
        ("2024-05-14", 73),
        ("2024-05-15", 78),
        ("2026-04-03", 78),
        ("2026-04-04", 0),
    ],
)
def test_the_ledger_knows_the_text_of_a_day(day: str, entries: int) -> None:
    """Nothing stands before the Regulation applied or after it lapsed; the amendment adds five entries."""
    assert len(LEDGER.on(date.fromisoformat(day))) == entries


def test_provisions_stand_in_the_acts_order() -> None:
    """Articles ascend, and everything under a provision follows it before the next one begins."""
    heads = [each.path.split("(")[0].split("/")[0] for each in LEDGER.provisions]
    assert list(dict.fromkeys(heads)) == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "9a",
        "10",
        "final-formula",
    ]
    seen: set[str] = set()
    for before, after in pairwise([each.path for each in LEDGER.provisions]):
        seen.add(before)
        parent = after.rpartition("(")[0] if after.endswith(")") else after.rpartition("/")[0]
        assert not parent or parent in seen or parent.isalnum()


def test_whatever_no_rule_carries_says_why() -> None:
    """A reason stands at every provision without a rule of its own, and at no other."""
    assert [each.path for each in LEDGER.provisions if (each.treatment == "rule") == bool(each.reason)] == []


def test_every_leaf_that_bears_on_coverage_has_a_rule() -> None:
    """In Article 3(1) to (3) each leaf is a rule; only four introductory wordings are headings."""
    bearing = [each for each in LEDGER.provisions if each.path.startswith(("3(1)", "3(2)", "3(3)"))]
    assert {each.treatment for each in bearing if LEDGER.is_leaf(each.path)} == {"rule"}
    assert [each.path for each in bearing if each.treatment != "rule"] == [
        "3(1)",
        "3(1)(a)",
        "3(1)(g)",
        "3(1)(g)(vi)",
    ]
    assert {each.path for each in LEDGER.provisions if each.treatment == "heading"} == {
        *("3(1)", "3(1)(a)", "3(1)(g)", "3(1)(g)(vi)")
    }


def test_every_provision_addressed_to_the_provider_is_a_rule_or_says_why_not() -> None:
    """Besides headings, the provider's provisions without a rule are the Article 7(1) list and the form."""
    others = {
        each.path
        for each in LEDGER.provisions
        if "provider" in each.addressee and each.treatment not in ("rule", "heading")
    }
    assert others == {"7(1)", "3(4)", "3(4)/1"}


def test_every_rule_rests_on_words_of_the_act() -> None:
    """Each provision carried by a rule quotes it, in at most fourteen words, and gists stay within twenty."""
    rules = [each for each in LEDGER.provisions if each.treatment == "rule"]
    assert [each.path for each in rules if not each.quotes] == []
    assert too_long((each.path, quote) for each in LEDGER.provisions for quote in each.quotes) == []
    assert too_long(((each.path, each.gist) for each in LEDGER.provisions), limit=20) == []


def test_the_dates_of_the_act_are_all_there() -> None:
    """Every date that binds somebody stands with its operator, so that "by" and "before" are told apart."""
    dates = {(each.path, at.operator, at.date.isoformat()) for each in LEDGER.provisions for at in each.deadlines}
    assert dates == {
        ("3(1)(d)", "before", "2021-08-02"),
        ("3(1)(g)(vii)", "by", "2022-02-03"),
        ("3(1)(g)(vii)", "by", "2023-01-31"),
        ("3(2)", "until", "2022-04-03"),
        ("3(2)(a)", "before", "2021-08-02"),
        ("3(2)(b)", "before", "2021-09-03"),
        ("3(3)", "until", "2022-04-03"),
        ("3(3)(a)", "before", "2021-08-02"),
        ("3(3)(b)", "before", "2021-09-03"),
        ("3(4)/1", "by", "2024-12-03"),
        ("4", "by", "2021-09-03"),
        ("7(1)", "by", "2021-09-03"),
        ("7(2)", "by", "2021-10-03"),
        ("8(1)", "by", "2022-08-03"),
        ("9(1)", "by", "2023-08-03"),
        ("9(1)", "by", "2025-09-04"),
        ("10/1", "from", "2021-08-02"),
        ("10/2", "until", "2024-08-03"),
        ("10/2", "until", "2026-04-03"),
    }
    assert [at.recurs for at in current("3(1)(g)(vii)").deadlines] == ["", "01-31"]


def test_there_are_thirty_five_recitals() -> None:
    """They are numbered without gap, and only the two on the legal basis interpret nothing."""
    assert [each.number for each in LEDGER.recitals] == list(range(1, 36))
    assert [each.number for each in LEDGER.recitals if not each.interprets] == [13, 14]
    assert too_long(((str(each.number), each.gist) for each in LEDGER.recitals), limit=20) == []


def test_a_provision_names_the_recitals_that_interpret_it() -> None:
    """The relief of recital 31 is found from point (c), the ban on text filtering from point (b)."""
    assert 31 in current("3(1)(c)").recitals
    assert current("3(1)(b)").recitals == (16, 22)


ENTRY = "provisions: [{provision: '1', gist: g, addressee: [all], treatment: context, reason: r"
DEFAULTS = "defaults: {celex: X, from: 2020-01-01, until: 2021-01-01}\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (DEFAULTS + ENTRY + ", colour: red}]", r"provisions\[0\].colour: there is no such key"),
        (
            DEFAULTS + ENTRY.replace("context", "maybe") + "}]",
            "treatment: this must be one of addressed_to_others",
        ),
        (DEFAULTS + ENTRY.replace(", reason: r", "") + "}]", "must have a reason"),
        (DEFAULTS + ENTRY.replace("[all]", "[everyone]") + "}]", "addressee: each item must be one of all"),
        (DEFAULTS + ENTRY + ", until: soon}]", "until: this must be a date"),
        (
            DEFAULTS + ENTRY + ", deadlines: [{operator: on, date: 2020-01-02, what: x}]}]",
            "operator: this must be one of",
        ),
        (DEFAULTS + ENTRY + "}]\nrecitals: [{number: 1, gist: g, interprets: ['7']}]", "not listed: 7"),
        (DEFAULTS + ENTRY + "}]\nrecitals: [{number: one, gist: g}]", "the recital's number"),
        (
            DEFAULTS + ENTRY + "}, " + ENTRY.removeprefix("provisions: [") + "}]",
            "1 is listed twice from 2020-01-01",
        ),
        (DEFAULTS + "provisions: [1]", r"provisions\[0\]: this must be a mapping"),
        (DEFAULTS + "provisions: 1", "provisions: this must be a list"),
        ("defaults: {celex: X}\n" + ENTRY + "}]", "from: a date is missing"),
    ],
)
def test_a_broken_ledger_is_refused_with_its_place(
    text: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the data is found on loading and named with file, line and path."""
    (tmp_path / "ledger-2021-1232.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(law_files, "LAW", tmp_path)
    with pytest.raises(BadRulebook, match=complaint) as refused:
        load_ledger.__wrapped__()
    assert str(refused.value).startswith("rules/law/ledger-2021-1232.yaml:")


TEXTS = Path(os.environ["DEROGATION_LAW_TEXTS"]) if "DEROGATION_LAW_TEXTS" in os.environ else BESIDE
TITLE = "REGULATION (EU) 2021/1232 OF THE EUROPEAN PARLIAMENT"


def test_quotes_stand_in_the_official_text() -> None:
    """Every quoted phrase of the adopted act is found in the Official Journal's text, where that is at hand."""
    texts = [text for file in sorted(TEXTS.glob("**/*.txt")) if TITLE in (text := file.read_text("utf-8"))[:200]]
    if not texts:
        pytest.skip(f"no text of Regulation (EU) 2021/1232 below {TEXTS}; set DEROGATION_LAW_TEXTS to a folder")
    quotes = [(each.path, quote) for each in LEDGER.provisions if each.celex == ORIGINAL for quote in each.quotes]
    assert missing_quotes(quotes, texts[0]) == []


def test_the_ledger_agrees_with_an_independent_list_of_provisions() -> None:
    """A list made from the text by others has the same paths, versions, leaves and readings of recitals."""
    files = sorted(TEXTS.glob("**/provisions-2021-1232.yaml"))
    if not files:
        pytest.skip(f"no independent list of provisions below {TEXTS}; set DEROGATION_LAW_TEXTS to a folder")
    listed: dict[str, Any] = yaml.safe_load(files[0].read_text("utf-8"))
    versions = {
        (row["id"], row["in_force_from"], row["source"]) for row in listed["provisions"] + listed["amended_provisions"]
    }
    assert {(each.path, each.first_day.isoformat(), each.celex) for each in LEDGER.provisions} == versions
    adopted = [each for each in LEDGER.provisions if each.celex == ORIGINAL]
    assert [each.path for each in adopted] == [row["id"] for row in listed["provisions"]]
    assert [LEDGER.is_leaf(each.path) for each in adopted] == [row["leaf"] for row in listed["provisions"]]
    assert {f"rec.{each.number}": sorted(each.interprets) for each in LEDGER.recitals} == {
        row["id"]: sorted(row["interprets"]) for row in listed["recitals"]
    }


def test_a_condition_has_a_provision_of_its_own_that_is_left_to_a_rule() -> None:
    """Two conditions of one provision, and one of a heading, are defects, each with file, line and cure."""
    book = rulebook()
    first, second, third = book.of_kind("condition")[:3]
    shared, heading = replace(second, provision=first.provision), replace(third, provision="3(1)(g)")
    changed = {second.id: shared, third.id: heading}
    wrong = replace(book, rules=tuple(changed.get(rule.id, rule) for rule in book.rules))
    found = {defect.check: defect for defect in defects(wrong, LEDGER) if defect.where != second.provision}
    two, none = found["two conditions of one provision"], found["condition without a provision to carry"]
    assert two.where == f"{second.file}:{second.line}"
    assert two.message == f"{first.id!r} and {second.id!r} are conditions of {first.provision}"
    assert none.message == f"{third.id!r} is a condition of 3(1)(g), which the ledger calls 'heading'"
    assert two.hint
    assert none.hint
    amended = (replace(first, valid_until=date(2024, 5, 14)), replace(shared, valid_from=date(2024, 5, 15)))
    later = replace(book, rules=tuple({rule.id: rule for rule in (*book.rules, *amended)}.values()))
    assert "two conditions of one provision" not in {defect.check for defect in defects(later, LEDGER)}
