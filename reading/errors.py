"""The errors of the program, each with the exit code that the command line gives it.

DerogationError      (6)   anything the program reports on purpose
├── Unsatisfied      (1)   a requirement (``--require``), a comparison or a proof does not hold
├── BadInput         (3)   a profile, case or report that cannot be read as one
│   ├── Impossible        facts that exclude one another: no case can be so
│   └── NoSuchName   (2)   nothing on the command line is called so: a case, lesson, report, draft, feature
├── BadRulebook      (4)   rule files that contradict themselves, the fact model or the law's structure
├── EngineDisagreement (5) two independent derivations of one answer differ; nothing is reported
└── CannotWrite      (6)   an output that cannot be written
"""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One defect: what is wrong, where, and what to do about it.

    ``file`` is the name as the user gave it, ``line`` counts from 1 (``None`` where no line applies),
    ``path`` is the place inside the document (``service.ancillary_exception.minor``), ``hint`` says what to do.
    """

    message: str
    file: str = ""
    line: int | None = None
    path: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line is not None else "")
        where = ": ".join(part for part in (place, self.path) if part)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text}\n    {self.hint}" if self.hint else text


class DerogationError(Exception):
    """Base of the errors that the program reports on purpose; carries the problems found."""

    exit_code = 6  # 1 says that a requirement is not satisfied, and nothing else

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class BadInput(DerogationError):
    """A profile, case or report cannot be read: exit code 3."""

    exit_code = 3


class Impossible(BadInput):
    """The facts that count, from the standpoint taken, exclude one another, so no outcome is reported: exit code 3."""


class NoSuchName(BadInput):
    """Nothing is called so, and no file either: exit code 2, as for every word that means nothing."""

    exit_code = 2


class Unsatisfied(DerogationError):
    """The answer is told, and is not the one that was required: exit code 1."""

    exit_code = 1


class BadRulebook(DerogationError):
    """Rule files cannot be loaded: exit code 4."""

    exit_code = 4


class EngineDisagreement(DerogationError):
    """Two independent engines derived different answers, so none is reported: exit code 5."""

    exit_code = 5


class CannotWrite(DerogationError):
    """An output cannot be written; what stood there stands unchanged: exit code 6."""

    exit_code = 6


class MissingPackage(DerogationError):
    """A package that comes with an extra is not installed or cannot be loaded: exit code 6."""

    exit_code = 6
