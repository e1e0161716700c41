"""Assesses one portfolio: ``python -m derogation.desk.worker ID``, started by the desk, which it outlives."""

from __future__ import annotations

import os
import sys
import time

from msgspec.structs import replace

from ..reading.errors import DerogationError


def main(number: str) -> None:
    """Assess, and keep how far it is in the database, once a second at most."""
    import django

    django.setup()
    from ..api import rulebook
    from ..batch.run import Job, run
    from ..batch.summary import summary_of, write_summary
    from .models import Portfolio
    from .models.portfolio import State
    from .services.portfolios import files_of

    portfolio = Portfolio.objects.get(pk=number)
    Portfolio.objects.filter(pk=number).update(process=os.getpid())
    files = files_of(portfolio)
    job = Job(files.table, files.answers, portfolio.on, "full", on_the_record=portfolio.on_the_record, resume=True)
    last = 0.0

    def progress(seen: int, total: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= 1:
            last = time.monotonic()
            Portfolio.objects.filter(pk=number).update(seen=seen, total=total)

    try:
        result = run(rulebook(), job, progress)
        write_summary(summary_of(result, rulebook(), job), files.answers)
    except DerogationError as refused:
        Portfolio.objects.filter(pk=number).update(
            state=State.FAILED, message=_said(refused, portfolio.name), process=0
        )
        return
    seen = result.counts.rows + result.counts.rejected
    if not seen:
        message = f"{portfolio.name}: it has no row; a row states one service"
        Portfolio.objects.filter(pk=number).update(state=State.FAILED, message=message, process=0)
        return
    Portfolio.objects.filter(pk=number).update(state=State.DONE, seen=seen, total=seen, process=0)


def _said(refused: DerogationError, name: str) -> str:
    """What is wrong with a table, by the name that its owner gave it."""
    return "\n".join(str(replace(problem, file=name)) for problem in refused.problems)


if __name__ == "__main__":
    main(sys.argv[1])
