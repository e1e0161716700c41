"""The description of the service in OpenAPI 3.1: every answer by the published contract that it keeps."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from ninja import NinjaAPI

from ...cases.schema import matter_json_schema, profile_json_schema
from ...contracts import CONTRACTS, contract_schema
from ...showing.law_page import STATUS, law_schema

Data = dict[str, Any]
METHODS = ("get", "post", "put", "delete", "patch")
#: Operations whose answers never stand beside proposals: they take no profile.
PROPOSED = ("/assess", "/timeline", "/change", "/readings", "/next-question")


class Service(NinjaAPI):
    """The service, with the description that its answers keep."""

    def get_openapi_schema(self, **given: Any) -> Any:
        found = super().get_openapi_schema(**given)
        return described(cast("Data", found))


def described(document: Data) -> Data:
    """A description with the published contracts as components, a problem for every failure, and one server."""
    components = document.setdefault("components", {}).setdefault("schemas", {})
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in METHODS:
                _responses(path, operation)
    components.update(_components())
    document["servers"] = [{"url": "/"}]
    return cast("Data", _linked(document))


def _responses(path: str, operation: Data) -> None:
    answers, media = operation.pop("x-answers", None), operation.pop("x-media", None)
    if media:
        content = {each.partition(";")[0]: {"schema": {"type": "string"}} for each in media}
    elif "cases/{name}" in path:
        content = {"application/yaml": {"schema": {"type": "string"}}}
    else:
        shapes = [_ref(name) for name in answers or ()]
        if path.endswith(PROPOSED):
            shapes.append(_ref("proposed"))
        shape: Data = {"type": "object"} if not shapes else shapes[0] if len(shapes) == 1 else {"anyOf": shapes}
        content = {"application/json": {"schema": shape}}
    done = {"description": "The answer", "content": content}
    failed = {
        "description": "A problem (RFC 9457)",
        "content": {"application/problem+json": {"schema": _ref("problem")}},
    }
    status = "201" if operation.get("operationId", "").endswith(("_create", "_record")) else "200"
    codes = ["401", "403", "404", "413", "422", "503"] + (["409"] if "matters" in path else [])
    operation["responses"] = {status: done, **dict.fromkeys(codes, failed)}
    if status == "201":
        operation["responses"]["200"] = done


@cache
def _components() -> Data:
    """The contracts, with their inner definitions beside them."""
    wanted: Data = {name: contract_schema(name) for name in CONTRACTS}
    wanted |= {"profile": profile_json_schema(), "matter": matter_json_schema(), "law-status": law_schema(STATUS)}
    wanted["problem"] = {
        "type": "object",
        "required": ["type", "title", "status", "detail", "error"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "error": _ref("error"),
        },
    }
    found: Data = {}
    for name, schema in wanted.items():
        inner = schema.get("$defs", {})
        found[name] = _moved(
            {key: value for key, value in schema.items() if key not in ("$defs", "$schema", "$id")}, name
        )
        found |= {f"{name}.{key}": _moved(value, name) for key, value in inner.items()}
    return found


def _ref(name: str) -> Data:
    return {"$ref": f"#/components/schemas/{name}"}


def _moved(part: Any, name: str) -> Any:
    """A schema whose references lead to the components of this document."""
    if isinstance(part, list):
        return [_moved(each, name) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    found = {key: _moved(value, name) for key, value in cast("Data", part).items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/$defs/", f"#/components/schemas/{name}.")
    return found


def _linked(part: Any) -> Any:
    """A description in which what names published schemas (``x-schema``) refers to them."""
    if isinstance(part, list):
        return [_linked(each) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    whole = cast("Data", part)
    if "x-schema" in whole:
        return {
            "anyOf": [*map(_ref, whole["x-schema"]), {"type": "null"}],
            "description": whole.get("description", ""),
        }
    return {key: _linked(value) for key, value in whole.items()}
