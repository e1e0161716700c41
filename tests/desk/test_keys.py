"""Keys for scripts: shown once, kept as a hash, of one person, within their scopes, ended for good."""

from __future__ import annotations

from typing import Any

import pytest
from derogation.desk.models import ApiKey
from derogation.desk.services import keys
from derogation.desk.services.access import NotFound
from derogation.reading.errors import BadInput


def test_a_key_is_found_by_its_text_and_kept_as_a_hash_alone(team: Any) -> None:
    ana = team("ana").user
    key, text = keys.make(ana, "script", ["read", "assess"])
    found = keys.find(text)
    assert found == key
    assert found.user == ana
    assert [keys.allows(found, scope) for scope in keys.SCOPES] == [True, True, False, False]
    row = str(ApiKey.objects.values_list().get(pk=key.pk))
    assert text.split("_", 2)[2] not in row


@pytest.mark.parametrize(
    "change", [lambda text: text[:-1], lambda text: text + "a", lambda text: "", lambda text: "drg_"]
)
def test_a_text_that_is_not_the_key_to_the_letter_finds_none(team: Any, change: Any) -> None:
    _, text = keys.make(team("ana").user, "script", ["read"])
    assert keys.find(change(text)) is None


def test_an_ended_key_and_a_key_of_an_ended_account_open_nothing(team: Any) -> None:
    ana = team("ana").user
    key, text = keys.make(ana, "script", ["read"])
    _, other = keys.make(ana, "other", ["read"])
    keys.end(ana, key.pk)
    assert keys.find(text) is None
    assert keys.find(other) is not None
    ana.is_active = False
    ana.save()
    assert keys.find(other) is None


def test_nobody_ends_the_key_of_another_person(team: Any) -> None:
    key, text = keys.make(team("ana").user, "script", ["read"])
    with pytest.raises(NotFound):
        keys.end(team("ben", "reviewer", administrator=True).user, key.pk)
    assert keys.find(text) is not None


@pytest.mark.parametrize(("name", "scopes"), [("", ["read"]), ("script", []), ("script", ["everything"])])
def test_a_key_without_name_or_known_scopes_is_refused(team: Any, name: str, scopes: list[str]) -> None:
    with pytest.raises(BadInput, match="scope"):
        keys.make(team("ana").user, name, scopes)
