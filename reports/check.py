"""Every check on one report, and the result with its findings in order."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from .checks import CHECKS
from .checks.look import form_applies
from .findings import SEVERITIES, Finding, catalogue, finding
from .form import load_form
from .model import ABSENCE_WORDS, Report
from .points import PointEvidence, points_given


class CheckResult(BaseModel):
    """What was found: ``findings`` by severity and the form's order, ``points`` (1) to (9), and counts."""

    model_config = ConfigDict(frozen=True)

    report: Report
    findings: tuple[Finding, ...]
    points: Mapping[int, PointEvidence]
    answers: Mapping[str, int]

    def count(self, severity: str) -> int:
        """How many findings have ``severity``."""
        return sum(one.severity == severity for one in self.findings)


def check_report(report: Report) -> CheckResult:
    """Run every check of the catalogue on ``report``."""
    applies, form = form_applies(report), load_form()
    found = [
        one
        for name, info in catalogue().items()
        for hit in CHECKS[name](report)
        if (one := finding(info, hit, form_applies=applies)) is not None
    ]
    order = list(catalogue())

    def place(one: Finding) -> tuple[int, int, int]:
        first = form.fields[one.fields[0]].order if one.fields else 0
        return SEVERITIES.index(one.severity), order.index(one.check), first

    answers: dict[str, int] = dict.fromkeys(("given", *ABSENCE_WORDS), 0)
    for name in form.fields:
        answer = report.answer(name)
        answers["given" if answer.given else answer.why_absent] += 1
    return CheckResult(
        report=report,
        findings=tuple(sorted(found, key=place)),
        points=points_given(report),
        answers=answers,
    )
