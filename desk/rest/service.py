"""The web service: its routers, how bodies are read, and its problems. Addresses under ``/api/v1``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from ...reading.document import read_text
from ...reading.errors import BadInput
from ...version import VERSION
from . import answering, filing, keeping, looking_up, many
from .described import Service
from .problems import tell_problems


class Strict(Parser):
    """Bodies are read as files are: in UTF-8, nothing said twice, no number that JSON does not have."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return read_text(request.body, "request.json").data
        except BadInput as refused:
            raise BadInput(*refused.problems) from None


service = Service(
    title="derogation",
    version=VERSION,
    description="Is this processing covered by the temporary derogation of Regulation (EU) 2021/1232, and why? Unknown "
    "is a value everywhere: a fact that is left out or null. Keys without the scope `findings` propose findings, and "
    "these count as unknown. Structured working material, not legal advice.",
    parser=Strict(),
    docs_url=None,
    urls_namespace="api",
)
for _module in (answering, many, filing, looking_up, keeping):
    service.add_router("", _module.router)
tell_problems(service)
