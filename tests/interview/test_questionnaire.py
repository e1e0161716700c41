"""Questionnaires: the client's questions out, the answers back in, in every format."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, case_of
from derogation.commands.group import derogation as program
from derogation.engine.why.assessment import statements
from derogation.interview.questionnaire import Filled, answered, is_plain, questions
from derogation.interview.questionnaire_files import filled, written
from derogation.reading.document import Document
from derogation.reading.errors import BadInput

#: Words of judgement: whoever is asked one of them is asked for law.
JUDGEMENT = ("appropriate", "necessary", "proportionate", "state of the art", "least ", "minor", "ancillary", "duly")


def silent(case: Case) -> tuple[Case, dict[str, str]]:
    """A case without the plain facts of its technologies and provider, and the answers that it would give."""
    places = {each.path: each for each in statements(case.facts)}
    asked = {each.place for each in questions(case_of(Document("<bare>", _bare(case), {})), api.rulebook())}
    answers: dict[str, str] = {}
    for place in asked:
        shared = f"every_technology.{place.partition('].')[2]}"
        found = places.get(place) or places.get(shared)
        if found is not None and found.value is not None and found.standing == "supplied":
            value = found.value
            answers[place] = (
                {True: "yes", False: "no"}[value] if isinstance(value, bool)
                else ", ".join(sorted(value)) or "none" if isinstance(value, frozenset)
                else "never" if value == datetime.date.max else str(value)
            )  # fmt: skip
    return case_of(Document("<bare>", _bare(case), {})), answers


def _bare(case: Case) -> dict[str, Any]:
    """The case with its lists of technologies and periods, and nothing else that a client is asked."""
    kept = ("profile", "name", "assess_on", "sources")
    data = {key: value for key, value in case.document.data.items() if key in kept}
    known = case.document.data["technologies"]
    data["technologies"] = [{key: each[key] for key in ("id", "periods_of_use") if key in each} for each in known]
    return data


def fill(raw: bytes, kind: str, answers: dict[str, str]) -> bytes:
    """The file with answers typed into it, as a client does in a spreadsheet, a word processor or an editor."""
    if kind == ".html":
        text = raw.decode()
        for place, answer in answers.items():
            at = text.index(f"<tr><td>{place}</td>")
            end = text.index("</tr>", at)
            typed = f"<td>\n {answer} </td><td>Interview</td><td>told</td>"
            row = text[at:end].replace("<td></td><td></td><td></td>", typed)
            text = text[:at] + row + text[end:]
        return text.encode()
    out = io.BytesIO()
    if kind == ".docx":
        document = docx.Document(io.BytesIO(raw))
        for row in document.tables[0].rows:
            cells = row.cells
            if cells[0].text in answers:
                cells[4].text, cells[5].text, cells[6].text = answers[cells[0].text], "Interview", "told"
        document.save(out)
        return out.getvalue()
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for row in book.worksheets[0].iter_rows():
        answer = answers.get(str(row[0].value))
        if answer is not None:  # a spreadsheet makes days and truth values of what is typed
            try:
                row[4].value = datetime.datetime.fromisoformat(answer)
            except ValueError:
                row[4].value = {"yes": True, "no": False}.get(answer, answer)
            row[5].value, row[6].value = "Interview", "told"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", [".docx", ".xlsx", ".html"])
def test_a_filled_questionnaire_gives_the_facts_that_were_filled_in(kind: str, tmp_path: Path) -> None:
    """The plain facts of a shipped case, typed into the file, come back with source and note; the rest stays open."""
    bare, answers = silent(api.load_profile(shipped()["model-messenger"]))
    assert len(answers) > 20
    file = tmp_path / f"q{kind}"
    raw = written("Questions", questions(bare, api.rulebook()), file)
    file.write_bytes(fill(raw, kind, answers))
    data = answered(bare, filled(file), str(file), api.rulebook())
    after = {each.path: each for each in statements(case_of(Document("<after>", data, {})).facts)}
    before = {each.path: each for each in statements(api.load_profile(shipped()["model-messenger"]).facts)}
    for place in answers:
        wanted = before.get(place) or before[f"every_technology.{place.partition('].')[2]}"]
        assert (after[place].value, after[place].note) == (wanted.value, "told"), place
        assert data["sources"][after[place].source] == {"title": "Interview"}
    assert not questions_left(data) & set(answers)


def questions_left(data: dict[str, Any]) -> set[str]:
    return {each.place for each in questions(case_of(Document("<after>", data, {})), api.rulebook())}


def test_no_question_to_a_client_is_one_of_law() -> None:
    """Over every shipped case no finding, no matter for others, and no word of judgement is among the questions."""
    book = api.rulebook()
    asked = {spec.path: spec for spec in book.vocabulary.facts.values() if is_plain(spec)}
    for path in shipped().values():
        for each in questions(api.load_profile(path), book):
            assert not any(word in each.question.casefold() for word in JUDGEMENT), each
    assert not any(spec.finding or spec.who != "provider" for spec in asked.values())
    assert "service.ancillary_exception.indicators.stand_alone_app" in asked
    assert "service.communications.direct" not in asked


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("provider.redress.established", "", "", "", "perhaps"), "'perhaps' is no answer"),
        (("provider.redress.establishd", "", "", "", "yes"), "no question has the place"),
        (("provider.redress.established", "", "", "", "", "Terms"), "has a source or a note and no answer"),
        (("technologies[7].scans.text", "", "", "", "yes"), "the case lists no such item"),
        (("", "", "", "", ""), "holds no questions"),
    ],
)
def test_what_cannot_be_read_has_its_row_and_its_cure(cells: tuple[str, ...], told: str) -> None:
    """A wrong answer, a wrong place, evidence without an answer, and a file that is none are refused."""
    with pytest.raises(BadInput) as refused:
        answered(api.load_profile(shipped()["gmail"]), [Filled(9, cells)], "q.xlsx", api.rulebook())
    (problem,) = refused.value.problems
    assert told in problem.message
    assert problem.hint
    assert problem.line in (9, None)


def test_the_command_writes_and_reads_back(tmp_path: Path) -> None:
    """ask --questionnaire, then ask --from; other formats, damaged files and a missing case are refused."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(program, arguments)

    file, out = tmp_path / "q.html", tmp_path / "out.yaml"
    assert run("ask", "skype#in-app", "--questionnaire", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert "Privileged and confidential" in text
    row = text.index("<tr><td>provider.redress.established</td>")
    end = text.index("</tr>", row)
    file.write_text(text[:row] + text[row:end].replace("<td></td>", "<td>not disclosed</td>", 1) + text[end:], "utf-8")
    assert run("ask", "skype#in-app", "--from", str(file), "-o", str(out)).exit_code == 0
    assert api.load_profile(out).profile.provider.redress.established.unknown == "not_disclosed"  # type: ignore[union-attr]
    assert run("ask", "--from", str(file), "-o", str(out)).exit_code == 2
    assert "no format" in str(run("ask", "gmail", "--questionnaire", str(tmp_path / "q.pdf")).exception)
    (tmp_path / "bad.xlsx").write_bytes(b"no")
    assert "cannot be read" in str(run("ask", "gmail", "--from", str(tmp_path / "bad.xlsx"), "-o", str(out)).exception)
