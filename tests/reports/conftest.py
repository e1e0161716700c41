"""A fictional report without any fault, to plant errors in, and the shortest way from data to findings."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from derogation.reports.check import CheckResult, check_report
from derogation.reports.form import load_form
from derogation.reports.model import Report
from derogation.reports.parse import parse_report
from derogation.reports.reading import Tree

Plant = dict[tuple[str, ...], Any]

_FIGURES: dict[str, Any] = {
    "1.service": ["Harbour Mail"],
    "1.metadata": {"value": "yes", "parts": {"types": ["IP address"], "volume": "2 GB"}},
    "1.content": "yes",
    "1.images.eu": 100_000,
    "1.images.non_eu": 20_000,
    "1.videos.eu": 5_000,
    "1.videos.non_eu": 1_000,
    "1.other_files.eu": 0,
    "1.other_files.non_eu": 0,
    "1.text_bytes.eu": 900_000,
    "1.text_bytes.non_eu": 10_000,
    "2.gdpr_ground": {"value": "legitimate interests", "parts": {"ground": ["6(1)(f)"]}},
    "3.transfers": {
        "value": "yes",
        "parts": {"cases": "reports", "purpose": "reporting", "ground": ["Article 45"]},
    },
    "4.known.reports": 40,
    "4.known.images": 50,
    "4.known.videos": 10,
    "4.known.other_files": 0,
    "4.known.accounts_sending": 30,
    "4.known.accounts_receiving": 20,
    "4.new.reports": 8,
    "4.new.images": 9,
    "4.new.videos": 1,
    "4.new.other_files": 0,
    "4.new.accounts_sending": 5,
    "4.new.accounts_receiving": 4,
    "4.solicitation.reports": 6,
    "4.solicitation.accounts_eu_soliciting": 5,
    "4.solicitation.accounts_child_in_eu": 3,
    "5.known.items.removed": 60,
    "5.new.items.removed": 10,
    "5.known.accounts.suspended": 30,
    "5.new.accounts.suspended": 5,
    "5.solicitation.accounts.suspended": 7,
    "6.known.flagged": 70,
    "6.known.false_positives": 2,
    "6.known.error_rate": 2.86,
    "6.known.human_reviewed": 70,
    "6.new.flagged": 15,
    "6.new.false_positives": 4,
    "6.new.error_rate": 26.67,
    "6.new.human_reviewed": 15,
    "6.solicitation.flagged": 10,
    "6.solicitation.false_positives": 3,
    "6.solicitation.error_rate": 30,
    "6.solicitation.human_reviewed": 10,
    "8.safeguards.deidentification": {
        "value": "pseudonyms",
        "parts": {"techniques": ["pseudonyms"], "instances": "always"},
    },
    "9.ncmec": "yes",
    "9.eu_centre": {"absent": "does_not_apply", "reason": "It does not exist yet."},
    "9.other": ["Harbour Hotline"],
}


def _clean() -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for row in load_form().fields.values():
        if row.id in _FIGURES:
            answers[row.id] = _FIGURES[row.id]
        elif row.condition == "new_measures":
            answers[row.id] = None
        elif row.id.split(".")[-1].startswith("time_"):
            answers[row.id] = "2 weeks"
        elif row.type == "count":
            answers[row.id] = 2 if row.id.endswith("complaints_internal") else 0
        else:
            answers[row.id] = {
                "text": "described",
                "yes_no": "yes",
                "duration": "6 months",
                "list": ["one"],
                "ratio": 0,
            }[row.type]
    return {
        "report": "derogation/report/1",
        "provider": "Harbour Mail (fictional)",
        "source": {"standing": "fictional"},
        "published": date(2026, 1, 15),
        "period": {"from": date(2025, 1, 1), "to": date(2025, 12, 31)},
        "submitted": {"authority": date(2026, 1, 15), "commission": date(2026, 1, 15)},
        "form": "2024/2916",
        "users": "eu",
        "new_measures": "no",
        "technologies": [
            {
                "id": "hash",
                "name": "hash matching",
                "kind": "hash",
                "detects": ["known"],
                "scans": ["images"],
            },
            {"id": "image", "name": "image classifier", "kind": "image_classifier", "detects": ["new"]},
            {"id": "text", "name": "text classifier", "kind": "text_classifier", "detects": ["solicitation"]},
        ],
        "meanings": {"processed": "scanned", "error_rate": "human_review"},
        "answers": answers,
    }


@pytest.fixture
def clean() -> dict[str, Any]:
    """The tree of a fictional report in which no check finds anything."""
    return copy.deepcopy(_clean())


@pytest.fixture
def planted(clean: dict[str, Any]) -> Callable[[Plant], CheckResult]:
    """Plant values into the clean report (path to value; ``...`` deletes) and check it."""

    def check(changes: Plant) -> CheckResult:
        data = copy.deepcopy(clean)
        for path, value in changes.items():
            place = data
            for step in path[:-1]:
                place = place.setdefault(step, {})
            if value is ...:
                place.pop(path[-1], None)
            else:
                place[path[-1]] = value
        return check_report(report_of(data))

    return check


def report_of(data: dict[str, Any]) -> Report:
    return parse_report(Tree("test.yaml", data, lambda _path: ("test.yaml", None)))


@pytest.fixture
def make() -> Callable[[dict[str, Any]], Report]:
    """Plain data as a report."""
    return report_of
