"""Every check on one report, and the result with its findings in order."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from .findings import MATERIALITIES, SEVERITIES, Finding, catalogue
from .form import load_form
from .model import ABSENCE_WORDS, Report
from .points import PointEvidence, findings_on, points_given

#: How a field can stand: answered, stated in its note only, or absent in one of four ways.
ANSWERS = ("given", "noted", *ABSENCE_WORDS)


class CheckResult(BaseModel):
    """What was found: ``findings`` by severity, weight and the form's order, ``points`` (1) to (9), and counts."""

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
    form = load_form()
    found = findings_on(report)
    order = list(catalogue())

    def place(one: Finding) -> tuple[int, int, int, int]:
        first = form.fields[one.fields[0]].order if one.fields else 0
        return SEVERITIES.index(one.severity), MATERIALITIES.index(one.materiality), order.index(one.check), first

    answers: dict[str, int] = dict.fromkeys(ANSWERS, 0)
    for name in form.fields:
        answer = report.answer(name)
        answers["given" if answer.given else "noted" if answer.noted else answer.why_absent] += 1
    return CheckResult(
        report=report,
        findings=tuple(sorted(found, key=place)),
        points=points_given(report, found),
        answers=answers,
    )
