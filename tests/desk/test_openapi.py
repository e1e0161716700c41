"""The service held against its own description: no crash, and no answer that the description does not have."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from derogation.desk.rest.service import service
from derogation.desk.services import keys
from hypothesis import HealthCheck, Phase, given, settings

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

#: Operations of which the short run tries a few requests; the long one tries all operations.
SHORT = ("/law/status", "/next-question", "/reports/check", "/matters", "/cases/{name}", "/records/show")


@cache
def described() -> Any:
    """The description, with bodies that hypothesis can make in time: a profile of a name and a few facts."""
    document = json.loads(json.dumps(service.get_openapi_schema(path_prefix="/api/v1/")))
    unknown: dict[str, Any] = {"type": ["boolean", "null"]}
    few = {"type": "object", "additionalProperties": False, "properties": {"users_in_union": unknown,
           "publicly_available": unknown, "name": {"type": "string"}}}  # fmt: skip
    document["components"]["schemas"]["profile"] = {
        "type": "object",
        "required": ["profile", "name"],
        "properties": {"profile": {"const": "derogation/profile/1"}, "name": {"type": "string"}, "service": few},
    }
    document["components"]["schemas"]["matter"] = {"type": "object", "properties": {"matter": {"type": "string"}}}
    return schemathesis.openapi.from_dict(document)


def operations() -> list[str]:
    return [f"{each.method.upper()} {each.path}" for each in (found.ok() for found in described().get_all_operations())]


def hold(named: str, examples: int) -> None:
    """Try made-up requests of an operation: every answer is as described, and none is a crash."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    method, path = named.split(" ")
    operation = described()[path][method]
    user, _ = get_user_model().objects.get_or_create(username="you")
    key = keys.make(user, "key", ("assess", "read", "write"))[1]

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def each(case: Any) -> None:
        address = case.formatted_path
        asked = {"HTTP_AUTHORIZATION": f"Bearer {key}", "HTTP_HOST": "127.0.0.1:8765"}
        if method == "GET":
            answer = Client().get(address, dict(case.query or {}), **asked)
        else:
            body = json.dumps(case.body if not isinstance(case.body, schemathesis.core.NotSet) else {})
            answer = Client().post(address, data=body, content_type="application/json", **asked)
        assert answer.status_code < 500, (address, answer.content[:500])
        media = answer["Content-Type"].partition(";")[0]
        shapes = operation.definition.raw["responses"].get(str(answer.status_code)) or {}
        if answer.status_code in (400, 405):
            assert media == "application/problem+json"
            return
        assert media in shapes["content"], (address, answer.status_code, media)
        if media.endswith("json"):
            validator(json.dumps(shapes["content"][media]["schema"])).validate(answer.json())

    each()


@cache
def validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({**json.loads(schema), "components": described().raw_schema["components"]})


@pytest.mark.parametrize("named", [each for each in operations() if each.endswith(SHORT)])
def test_made_up_requests_are_answered_as_described(named: str) -> None:
    """A few requests of a few operations."""
    hold(named, 8)


@pytest.mark.long
@pytest.mark.parametrize("named", operations())
def test_many_made_up_requests_are_answered_as_described(named: str) -> None:
    """Many requests of every operation."""
    hold(named, 60)
