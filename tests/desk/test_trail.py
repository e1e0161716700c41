"""The audit trail: what is told to whom, and that it can be checked by anybody who has the lines."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from derogation.cases.catalogue import find
from derogation.desk.models import AuditEntry, Matter
from derogation.desk.services import audit, matters, walls

SECRET = "Project Kestrel"


def made(team: Any, *, closed: bool = True) -> Matter:
    ana = team("ana", "reviewer").user
    matter = matters.create(ana, find("gmail").read_bytes(), f"{SECRET}.yaml", client=SECRET)
    walls.set_walls(ana, matter.id, closed=closed, four_eyes=False)
    return matter


def lines(client: Any) -> list[dict[str, Any]]:
    exported = b"".join(client.get("/audit/export").streaming_content).decode()
    return [json.loads(line) for line in exported.splitlines()]


def test_whoever_has_the_lines_can_check_them_by_two_hashes(team: Any) -> None:
    made(team, closed=False)
    told = lines(team("boss", administrator=True))
    before = "0" * 64
    for link in reversed(told):
        salted = bytes.fromhex(link["salt"]) + link["content"].encode()
        assert hashlib.sha256(salted).hexdigest() == link["commitment"]
        bound = f"{before}\n{link['number']}\n{link['at']}\n{link['commitment']}"
        assert hashlib.sha256(bound.encode()).hexdigest() == link["digest"]
        before = link["digest"]
    assert before == audit.verify().head
    assert len(told) >= 3


def test_an_administrator_reads_of_a_matter_closed_to_him_that_something_was_done_and_not_what(team: Any) -> None:
    matter = made(team)
    boss = team("boss", administrator=True)
    page = boss.get("/audit/").content.decode()
    assert "in a matter that is closed to you" in page
    for told in (page, json.dumps(lines(boss))):
        assert SECRET not in told
        assert str(matter.id) not in told
    assert audit.verify().broken_at is None


def test_after_a_deletion_the_trail_tells_nothing_of_the_matter_and_is_whole(team: Any) -> None:
    matter = made(team, closed=False)
    boss = team("boss", administrator=True)
    assert SECRET in boss.get("/audit/").content.decode()
    matters.delete(team("ana", "reviewer").user, matter.id)
    page = boss.get("/audit/").content.decode()
    assert SECRET not in page
    assert "of a matter that was deleted" in page
    assert "The chain is whole" in page


def test_a_trail_made_anew_lacks_the_digest_that_was_written_down(team: Any) -> None:
    made(team)
    known = audit.verify().head
    assert audit.verify(known).found
    entry = AuditEntry.objects.order_by("-number")[0]
    entry.detail.delete()
    entry.delete()
    cut = audit.verify(known)
    assert (cut.broken_at, cut.found) == (None, False)


def test_what_people_do_with_matters_accounts_and_keys_is_told_with_their_names(team: Any) -> None:
    made(team, closed=False)
    boss = team("boss", "reviewer", administrator=True)
    boss.post("/people/new", {"name": "eve", "role": "author"})
    boss.post("/account/keys/new", {"name": "script", "scope": ["read"]})
    told = {(link.content["by"], link.content["action"]) for link in audit.links(None) if link.content}
    assert told >= {
        ("ana", "created"),
        ("ana", "saved"),
        ("ana", "set walls"),
        ("boss", "added a person"),
        ("boss", "made a key"),
    }
