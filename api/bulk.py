"""Whole files at once: tables of profiles, and annual reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..cases.rulebook import rulebook

if TYPE_CHECKING:
    from ..batch.run import Job, Result
    from ..reports.check import CheckResult


def batch(job: Job) -> Result:
    """Assess every profile of a table, folder or stream of lines; raises :class:`BadInput` for what cannot be read."""
    from ..batch.run import run

    return run(rulebook(), job)


def check_report(file: str | Path) -> CheckResult:
    """Check an annual report (YAML, JSON, CSV, XLSX, or a report of the library) against point (g)(vii).

    Raises :class:`BadInput` where it cannot be read as a report.
    """
    from ..reports.check import check_report as check
    from ..reports.files import load_report

    return check(load_report(file))
