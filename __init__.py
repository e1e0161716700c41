"""Is this processing covered by the temporary derogation of Regulation (EU) 2021/1232, and why?

    from derogation import assess, load_profile
    result = assess(load_profile("profile.yaml"))
    result.outcome, result.conditions, result.missing_facts

Names are loaded when first used, so that a command starts with no more than it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .version import VERSION

if TYPE_CHECKING:
    from .api import answer_json, assess, load_profile, read_profile, rulebook
    from .cases.loader import Case
    from .engine.why.results import Assessment
    from .reading.errors import BadInput, BadRulebook, DerogationError, EngineDisagreement

__version__ = VERSION
__all__ = [
    "Assessment",
    "BadInput",
    "BadRulebook",
    "Case",
    "DerogationError",
    "EngineDisagreement",
    "answer_json",
    "assess",
    "load_profile",
    "read_profile",
    "rulebook",
]

_HOMES = {
    "Assessment": "engine.why.results",
    "BadInput": "reading.errors",
    "BadRulebook": "reading.errors",
    "Case": "cases.loader",
    "DerogationError": "reading.errors",
    "EngineDisagreement": "reading.errors",
    "answer_json": "api",
    "assess": "api",
    "load_profile": "api",
    "read_profile": "api",
    "rulebook": "api",
}


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
