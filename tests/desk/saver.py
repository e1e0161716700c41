"""A person at work, in a process of his own: makes versions and says of each that it was acknowledged; or looks at what
stands there after a crash. The desk is named by the environment, as for the program."""

from __future__ import annotations

import json
import sys
from typing import Any

PATH = "service.users_in_union"


def main() -> None:
    import django

    django.setup()
    word, *rest = sys.argv[1:]
    {"make": make, "enter": enter, "save": save, "look": look}[word](*rest)


def make(count: str) -> None:
    """Bring the database up to date and make matters of one person; prints their numbers."""
    from derogation.cases.catalogue import find
    from derogation.desk.services import matters
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from derogation.desk.models import Member

    user = get_user_model().objects.create(username="ana")
    Member.objects.create(user=user, role="author")
    for _ in range(int(count)):
        print(matters.create(user, find("gmail").read_bytes(), "gmail").id, flush=True)


def enter() -> None:
    """How the person comes in over HTTP: prints a key for scripts and the number of a session, each on a line."""
    from derogation.desk.services import keys
    from django.contrib.auth import get_user_model
    from django.test import Client

    user, client = get_user_model().objects.get(), Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    print(keys.make(user, "script", ["read", "write"])[1])
    print(next(iter(client.cookies.values())).value)


def save(matter: str, count: str) -> None:
    """Change and save a matter, again and again; prints number and digest of each version once it is acknowledged."""
    from derogation.desk.services import documents, matters
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get()
    for number in range(int(count)):
        stated: dict[str, Any] = {"value": number % 2 == 0, "note": f"change {number}"}
        data = matters.working(user, matter).data
        matters.change(user, matter, documents.with_fact(data, "", PATH, stated))
        made = matters.save(user, matter).version
        assert made is not None
        print(made.number, made.digest, flush=True)


def look() -> None:
    """What stands there: each matter's head and versions with their digests made anew, and the audit trail."""
    from derogation.desk.models import AuditDetail, Matter, Version
    from derogation.desk.services import audit, documents

    verified = audit.verify()
    told = [json.loads(detail.content) | {"matter": str(detail.matter)} for detail in AuditDetail.objects.all()]
    held = {
        "heads": {str(matter.id): matter.head for matter in Matter.objects.all()},
        "versions": [
            (str(each.matter.pk), each.number, each.digest, documents.digest_of(each.document), each.note)
            for each in Version.objects.select_related("matter").order_by("matter", "number")
        ],
        "links": verified.links,
        "broken_at": verified.broken_at,
        "told": [(each["matter"], each["version"], each["digest"]) for each in told if each["action"] == "saved"],
    }
    print(json.dumps(held))


if __name__ == "__main__":
    main()
