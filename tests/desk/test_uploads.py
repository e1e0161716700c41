"""Files that are sent: bombs, entities, wrong types, names that lead elsewhere, and too much."""

from __future__ import annotations

import html
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import Draft, Matter
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


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(cell: str) -> bytes:
    """A Word document with one cell of a table."""
    held = io.BytesIO()
    document = docx.Document()
    document.add_table(1, 1)
    document.save(held)
    with zipfile.ZipFile(held) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:body></w:document>'
    return zipped(**{**parts, "word/document.xml": body.encode()})


def sheet(cells: str) -> bytes:
    """A workbook whose sheet has these rows."""
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    with zipfile.ZipFile(held) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    return zipped(**{**parts, "xl/worksheets/sheet1.xml": body.encode()})


PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
QUESTIONNAIRES = {
    **{f"bomb.{ending}": (lambda part=part: zipped(**{part: b"<a>" + b" " * 30_000_000}), "unpacks to too much")
       for ending, part in PARTS.items()},
    **{f"entity.{ending}": (lambda part=part: zipped(**{part: XXE}), "declares xml entities")
       for ending, part in PARTS.items()},
    "wide.docx": (lambda: word('<w:tc><w:tcPr><w:gridSpan w:val="900000000"/></w:tcPr><w:p/></w:tc>'), "span more"),
    "far.xlsx": (lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "more than 5,000 rows"),
    "other.docx": (lambda: b"<p>no package</p>", "this is not a word document"),
    "page.html": (lambda: b"\xff\xfe\x00", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_a_hostile_questionnaire_is_refused_soon_with_what_is_wrong_and_changes_nothing(local: Any, name: str) -> None:
    begun = local.post("/matters/new", {"way": "case", "case": "relief-missed-by-a-day"}).headers["Location"]
    made, said = QUESTIONNAIRES[name]
    content, began = made(), time.process_time()
    for path, form in ((f"{begun}feature/-/questionnaire/filled", {}), ("/matters/new", {"way": "questionnaire"})):
        answer = local.post(path, {**form, "name": "x", "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
        assert said in html.unescape(answer.content.decode()).casefold()
        assert "root:" not in answer.content.decode()
        assert str(OPTIONS.folder) not in answer.content.decode()
    assert time.process_time() - began < 5
    assert Matter.objects.count() == 1
    assert not Draft.objects.exists()


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
