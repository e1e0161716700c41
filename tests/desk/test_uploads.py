"""Files that are sent: bombs, entities, wrong types, names that lead elsewhere, and too much."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import Matter
from derogation.desk.settings import OPTIONS
from django.core.files.uploadedfile import SimpleUploadedFile


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


BILLION = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (97 + n, 97 + n, b",".join([b"*%c" % (96 + n)] * 9)) for n in range(1, 9)
)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
HOSTILE = {
    "an alias bomb": BILLION,
    "deep nesting": b"[" * 50_000,
    "a zip bomb": zipped(xl__workbook=b" " * 200_000_000),
    "an office file with an entity": zipped(xl__workbook=XXE, word__document=XXE),
    "an entity": XXE,
    "a tag that makes an object": b"profile: !!python/object/apply:os.system [id]\n",
    "bytes of no text": bytes(range(256)) * 40,
    "nothing": b"",
    "null bytes": b"profile: derogation/profile/1\nname: a\x00b\n",
    "many keys": b"\n".join(b"k%d: 1" % number for number in range(300_000)),
    "a file of three megabytes": b"profile: derogation/profile/1\nname: " + b"x" * 3_000_000,
    "a page": b"<html><script>alert(1)</script></html>",
    "another file by name": b"profile: derogation/profile/1\nname: x\nreports: [{id: a, file: /etc/passwd}]\n",
    "a file above": b"profile: derogation/profile/1\nname: x\nreports: [{id: a, file: ../../secret}]\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_leaves_nothing(local: Any, what: str) -> None:
    began = time.process_time()
    sent = {"file": SimpleUploadedFile("matter.yaml", HOSTILE[what])}
    answer = local.post("/matters/new", sent)
    page = answer.content.decode()
    assert answer.status_code in (400, 413, 422), page
    assert "problems" in page or answer.status_code in (400, 413)
    assert "root:" not in page
    assert OPTIONS.secret not in page
    assert not Matter.objects.exists()
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "name", ["../../secret", "/etc/passwd", "..\\..\\x.yaml", "a\x00b.yaml", "x" * 5000, "<b>.yaml"]
)
def test_the_name_of_a_file_leads_nowhere(local: Any, name: str) -> None:
    before = sorted(Path(OPTIONS.folder).iterdir())
    upload = SimpleUploadedFile("x.yaml", find("gmail").read_bytes())
    upload._name = name  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
    assert local.post("/matters/new", {"file": upload}).status_code in (302, 400)
    assert sorted(Path(OPTIONS.folder).iterdir()) == before


def test_an_example_is_one_that_is_shipped_and_never_a_file_of_the_machine(local: Any, tmp_path: Path) -> None:
    private = tmp_path / "private.yaml"
    private.write_bytes(find("gmail").read_bytes())
    for name in (str(private), str(find("gmail")), "../../etc/passwd", "", "nowhere", "library/gmail.yaml", "."):
        for form in ({"example": name}, {"way": "case", "case": name}):
            answer = local.post("/matters/new", form)
            assert answer.status_code in (400, 404, 422), (name, form)
    assert not Matter.objects.exists()


def test_no_page_opens_a_file_by_a_name_that_may_be_a_path() -> None:
    """``catalogue.find`` takes paths, for people at a terminal; the desk takes ``find_shipped``."""
    desk = Path(__file__).parents[2] / "desk"
    taken = {file.name for file in desk.rglob("*.py") if re.search(r"(?<![.\w])find\(", file.read_text("utf-8"))}
    assert taken <= {"keys.py"}  # a function of its own


def test_a_form_with_too_many_fields_is_refused(local: Any) -> None:
    answer = local.post("/matters/new", {f"f{number}": "x" for number in range(5_000)} | {"example": "gmail"})
    assert answer.status_code == 400
    assert not Matter.objects.exists()
