"""The tools of MCP that an assistant finds, over standard input and output; the official SDK speaks the protocol."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from ..reading.errors import BadInput, DerogationError
from ..reading.extras import needs
from ..version import VERSION
from . import answers
from .answers import Asked, Data, Heard
from .kept import keep
from .shelf import Shelf

#: Answers that can be asked for again by their records while the server runs.
REMEMBERED = 200
INSTRUCTIONS = (
    "Measures a service's facts against Regulation (EU) 2021/1232. Ask by the name of a case; state facts by their "
    "paths, with the key of the document in which you read them. You can propose a finding and cannot make one. What "
    "is unknown stays unknown: ask the person with next_question. Show the record of each answer that you use."
)
CaseName = Annotated[str, Field(description="The name of a case; MATTER#FEATURE for one feature of a matter")]
Day = Annotated[date | None, Field(description="The day assessed; without it the case's own, else today")]
Party = Annotated[str | None, Field(description="Take this party's word")]
OnRecord = Annotated[bool, Field(description="What its bearer has not shown counts against it")]
Facts = Annotated[
    dict[str, Any] | None,
    Field(
        description="What you read, by path (technologies[0].scans.text): a value, or {value, source, note}; null or "
        "{unknown: not_asked} is unknown. It counts only with the key of a document of the case as its source, where "
        "the case is silent, and never if it is a finding."
    ),
]


class Session:
    """What one assistant has asked, by the records of the answers; nothing of it is written anywhere."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.known: OrderedDict[str, Data] = OrderedDict()

    def heard(self, case: str, facts: dict[str, Any] | None) -> Heard:
        """A case with what is said of it; what is proposed is kept beside the person's own cases."""
        found = answers.heard(self.shelf.case(case), facts or {})
        if self.shelf.folder is not None and found.proposals:
            keep(self.shelf.folder, case, found.proposals)
        return found

    def remember(self, answer: Data, whole: Data) -> Data:
        """Keep an answer under its record, and give it."""
        self.known[answer["record"]] = whole
        while len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        return answer


def server(folder: Path | None = None) -> Any:
    """A server whose tools read the program's cases and those in ``folder``. Raises ``MissingPackage``."""
    with needs("mcp", "mcp", "MCP"):
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations

    made = MCPServer("derogation", instructions=INSTRUCTIONS, version=VERSION, log_level="ERROR")
    session = Session(Shelf(folder))
    reads = ToolAnnotations(read_only_hint=folder is None, destructive_hint=False, open_world_hint=False)

    def told(answer: Any) -> Any:
        """A tool whose refusals are one JSON object: what is wrong, where, what to do."""
        from functools import wraps

        @wraps(answer)
        def tool(*given: Any, **named: Any) -> Any:
            try:
                return answer(*given, **named)
            except DerogationError as refused:
                from ..showing.error_json import error_text

                raise ToolError(error_text(refused)) from None

        return made.tool(annotations=reads, structured_output=True)(tool)

    @told
    def assess(
        case: CaseName,
        facts: Facts = None,
        on: Day = None,
        standpoint: Party = None,
        on_the_record: OnRecord = False,
        readings: Annotated[
            dict[str, str] | None, Field(description="Readings of the law to suppose, in a what-if answer only")
        ] = None,
    ) -> dict[str, Any]:
        """Whether the processing is covered by the derogation, which conditions decide, and what is unknown."""
        found = session.heard(case, facts)
        return session.remember(*answers.assessment(found, Asked(on, standpoint, on_the_record), readings or {}))

    @told
    def next_question(case: CaseName, facts: Facts = None, on: Day = None) -> dict[str, Any]:
        """The question to put to the person next: the one that can still change the outcome."""
        return answers.question(session.heard(case, facts), Asked(on))

    @told
    def what_would_change(
        case: CaseName,
        goal: Annotated[str, Field(description="An outcome, such as eligible or not_eligible")] = "eligible",
        reached: Annotated[bool, Field(description="Whether to reach it, or to rule it out")] = True,
        facts: Facts = None,
        on: Day = None,
        standpoint: Party = None,
        on_the_record: OnRecord = False,
    ) -> dict[str, Any]:
        """The smallest sets of facts that would change the outcome, and what cures each failing condition."""
        found = session.heard(case, facts)
        return answers.changes(found, Asked(on, standpoint, on_the_record), goal, reached)

    @told
    def compare(old: CaseName, new: CaseName, on: Day = None) -> dict[str, Any]:
        """What two cases state otherwise, and what that does to the outcome and to each status."""
        answer = answers.comparison(session.shelf.case(old), session.shelf.case(new), on)
        return session.remember(answer, answer)

    @told
    def explain_provision(
        provision: Annotated[str, Field(description="A citation such as Article 3(1)(c), or the name of a rule")],
    ) -> dict[str, Any]:
        """What a provision asks, as rules: what holds when, readings with both arguments, authorities."""
        answer = answers.provision(provision)
        return session.remember(answer, answer)

    @told
    def record(
        record: Annotated[str, Field(description="The record of an answer of this session")],
    ) -> dict[str, Any]:
        """The whole of an answer given before, by its record: every condition with its reasons and facts."""
        whole = session.known.get(record)
        if whole is None:
            raise BadInput(answers.no_record(record))
        return {**answers.head(record), **whole}

    return made
