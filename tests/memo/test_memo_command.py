"""``derogation memo``: files, formats, templates, errors, and what is written where."""

from __future__ import annotations

import builtins
import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from click.testing import CliRunner, Result
from derogation.commands.memo import memo as command
from derogation.reading.errors import BadInput, MissingPackage
from docx.oxml.ns import qn
from docx.shared import Pt

CASE = "hash-passes-classifier-fails"
ON = datetime.date(2026, 11, 21)


@pytest.fixture
def run() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=True)


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """A firm's document: its own fonts, letterhead, foot, and a heading style that numbers by itself."""
    document: Any = python_docx.Document()
    document.styles["Normal"].font.name = "Garamond"
    document.styles["Heading 1"].font.size = Pt(22)
    numbering = document.styles["Heading 1"].element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_numId().val = 1
    document.add_paragraph("Letterhead LLP")
    document.sections[0].footer.paragraphs[0].text = "Letterhead LLP, 1 High Street"
    path = tmp_path / "firm.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("ending", "start"), [(".docx", b"PK"), (".html", b"<!DOCTYPE html>"), (".pdf", b"%PDF"), (".md", b"# Memo")]
)
def test_each_ending_gives_its_format(run: Callable[..., Result], tmp_path: Path, ending: str, start: bytes) -> None:
    """The ending of the file says what is written, in any case of letters."""
    target = tmp_path / f"memo{ending.upper()}"
    result = run(CASE, "-o", target)
    assert result.exit_code == 0, result.output
    assert target.read_bytes()[:60].startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_an_unknown_ending_is_a_usage_error_that_names_the_known_ones(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Nothing is written, and the message says which endings there are."""
    result = run(CASE, "-o", tmp_path / "memo.odt")
    assert result.exit_code == 2
    assert ".docx, .html, .pdf or .md" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_template_for_another_format_is_a_usage_error(run: Callable[..., Result], tmp_path: Path, firm: Path) -> None:
    """--template goes with .docx only."""
    result = run(CASE, "-o", tmp_path / "memo.pdf", "--template", firm)
    assert result.exit_code == 2
    assert "--template is for .docx" in result.output


def test_a_template_lends_its_styles_letterhead_and_foot(
    run: Callable[..., Result], tmp_path: Path, firm: Path
) -> None:
    """The firm's fonts and sizes stay, its letterhead stands first, its foot is left alone, numbers are not doubled."""
    assert run(CASE, "-o", tmp_path / "memo.docx", "--template", firm).exit_code == 0
    document: Any = python_docx.Document(str(tmp_path / "memo.docx"))
    assert document.styles["Normal"].font.name == "Garamond"
    assert document.styles["Heading 1"].font.size == Pt(22)
    assert document.paragraphs[0].text == "Letterhead LLP"
    assert document.sections[0].footer.paragraphs[0].text == "Letterhead LLP, 1 High Street"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Question presented"
    assert next(p.text for p in document.paragraphs if p.style.name == "Heading 2") == "A.1  Supplied"


def test_a_template_without_the_styles_needed_is_given_them(
    run: Callable[..., Result], tmp_path: Path, firm: Path
) -> None:
    """A template stripped of its styles still gives real headings and bordered tables."""
    document: Any = python_docx.Document(str(firm))
    for style in list(document.styles):
        if style.name in ("Heading 1", "Heading 2", "Table Grid", "List Bullet", "Title", "Caption"):
            style.delete()
    document.save(str(firm))
    assert run(CASE, "-o", tmp_path / "memo.docx", "--template", firm).exit_code == 0
    made: Any = python_docx.Document(str(tmp_path / "memo.docx"))
    outline = made.styles["Heading 2"].element.pPr.find(qn("w:outlineLvl"))
    assert outline.get(qn("w:val")) == "1"
    assert {table.style.name for table in made.tables} == {"Table Grid"}


def test_a_dotx_template_is_accepted(run: Callable[..., Result], tmp_path: Path, firm: Path) -> None:
    """Word's own template format differs by its content type only."""
    stream = io.BytesIO()
    with zipfile.ZipFile(firm) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.infolist():
            content = source.read(part).replace(b"document.main+xml", b"template.main+xml")
            target.writestr(part.filename, content)
    template = tmp_path / "firm.dotx"
    template.write_bytes(stream.getvalue())
    assert run(CASE, "-o", tmp_path / "memo.docx", "--template", template).exit_code == 0
    assert python_docx.Document(str(tmp_path / "memo.docx")).paragraphs[0].text == "Letterhead LLP"


def test_what_is_no_word_document_is_refused_as_template(run: Callable[..., Result], tmp_path: Path) -> None:
    """The message names the file and what to give instead."""
    wrong = tmp_path / "firm.docx"
    wrong.write_bytes(b"%PDF-1.7")
    result = run(CASE, "-o", tmp_path / "memo.docx", "--template", wrong)
    assert isinstance(result.exception, BadInput)
    assert "this is no Word document" in str(result.exception)


def _changed(firm: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(firm) as source:
        parts = {each.filename: source.read(each) for each in source.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(firm, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)


DOCUMENT, LINKS = "word/document.xml", "word/_rels/document.xml.rels"
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(rb"<w:sectPr.*</w:sectPr>", b"", text, flags=re.DOTALL),
        lambda _: b"<w:document %s><w:body/></w:document>" % W,
    ],
)
def test_a_template_without_section_properties_is_filled(
    run: Callable[..., Result], tmp_path: Path, firm: Path, change: Callable[[bytes], bytes]
) -> None:
    """Word leaves them out where all is as by default."""
    _changed(firm, DOCUMENT, change)
    result = run(CASE, "-o", tmp_path / "memo.docx", "--template", firm)
    assert result.exit_code == 0, result.output
    assert len(python_docx.Document(str(tmp_path / "memo.docx")).paragraphs) > 20


def _remote(links: bytes) -> bytes:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = b'<Relationship Id="rIdX" Type="%s" Target="http://192.0.2.1/a.dotm" TargetMode="External"/>' % kind
    return links.replace(b"</Relationships>", link + b"</Relationships>")


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        (DOCUMENT, lambda _: b"<w:document %s/>" % W, "the template has no body"),
        (LINKS, _remote, "the part word/_rels/document.xml.rels loads 'http://192.0.2.1/a.dotm'"),
        (
            DOCUMENT,
            lambda text: re.sub(rb"(<w:document)", rb'<!DOCTYPE x [<!ENTITY e "f">]>\1', text, count=1),
            "the part word/document.xml has a document type declaration",
        ),
        (DOCUMENT, lambda text: text[: len(text) // 2], "this is no Word document"),
        (
            DOCUMENT,
            lambda text: text.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 800_000),
            "the part word/document.xml is too large",
        ),
    ],
)
def test_a_template_that_cannot_be_trusted_or_filled_is_refused(
    run: Callable[..., Result], tmp_path: Path, firm: Path, part: str, change: Callable[[bytes], bytes], says: str
) -> None:
    """No body, something loaded from elsewhere when the memo is opened, entities, half a file: the part is named."""
    _changed(firm, part, change)
    result = run(CASE, "-o", tmp_path / "memo.docx", "--template", firm)
    assert isinstance(result.exception, BadInput)
    assert says in str(result.exception)
    assert not (tmp_path / "memo.docx").exists()


def test_a_template_without_end_is_not_read_to_its_end(run: Callable[..., Result], tmp_path: Path) -> None:
    """A device gives bytes for ever."""
    result = run(CASE, "-o", tmp_path / "memo.docx", "--template", "/dev/zero")
    assert "more than 30,000,000 bytes" in str(result.exception or result.output)


def test_a_missing_extra_is_named_with_the_line_that_installs_it(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without python-docx, Word is refused (exit code 6) and Markdown still works."""
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = run(CASE, "-o", tmp_path / "memo.docx")
    assert isinstance(result.exception, MissingPackage)
    assert result.exception.exit_code == 6
    assert 'pip install "derogation[documents]"' in str(result.exception)
    assert run(CASE, "-o", tmp_path / "memo.md").exit_code == 0


def test_head_and_date_are_the_users(run: Callable[..., Result], tmp_path: Path) -> None:
    """--to, --from, --reference, --marking and --dated fill the heading block."""
    target = tmp_path / "memo.md"
    run(CASE, "-o", target, "--to", "A. Partner", "--from", "B. Associate", "--reference", "2026/17", "--marking",
        "Privileged", "--dated", "2026-11-21")  # fmt: skip
    head = target.read_text(encoding="utf-8").split("Question presented")[0]
    for line in ("**To:** A. Partner", "**From:** B. Associate", "**Reference:** 2026/17", "**Date:** 21 November 2026",
                 "**Status:** Privileged."):  # fmt: skip
        assert line in head


def test_the_command_for_replay_gives_the_same_assessment(run: Callable[..., Result], tmp_path: Path) -> None:
    """Day, standpoint, burden and readings stand in it, quoted for a shell."""
    target = tmp_path / "memo.md"
    run("tiktok-direct-messages", "-o", target, "--as", "tiktok", "--on-the-record", "--reading", "numbering=either")
    text = target.read_text(encoding="utf-8").replace("\\", "")
    assert (
        "derogation assess tiktok-direct-messages --on 2021-09-02 --as TikTok --on-the-record "
        "--reading numbering=either" in text
    )


def test_a_case_can_come_from_standard_input(tmp_path: Path) -> None:
    """The case - is read from standard input."""
    profile = "profile: derogation/profile/1\nname: Piped\nassess_on: 2022-06-01\n"
    target = tmp_path / "memo.md"
    result = CliRunner().invoke(command, ["-", "-o", str(target)], input=profile)
    assert result.exit_code == 0, result.output
    assert target.read_text(encoding="utf-8").startswith("# Memorandum: Piped\n")
