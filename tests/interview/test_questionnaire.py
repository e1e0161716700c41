"""Questionnaires: the client's questions out, the answers back in, in every format."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
from functools import partial
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
from derogation.engine.case.standpoint import seen_from
from derogation.engine.why.assessment import statements
from derogation.interview.answer import Answer
from derogation.interview.choosing.in_parts import in_parts
from derogation.interview.dialogue import Dialogue
from derogation.interview.questionnaire import Asked, questions
from derogation.interview.questionnaire_answers import Filled, answered
from derogation.interview.questionnaire_files import filled, written
from derogation.interview.script import Script
from derogation.interview.session import Session
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
    """Over every shipped case no finding and no word of judgement is among the questions."""
    book = api.rulebook()
    asked = {spec.path: spec for spec in book.vocabulary.facts.values() if spec.plain}
    for path in shipped().values():
        for each in questions(api.load_profile(path), book):
            assert not any(word in each.question.casefold() for word in JUDGEMENT), each
    assert not any(spec.finding or spec.indicators for spec in asked.values())
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
    assert "this is not a spreadsheet" in str(
        run("ask", "gmail", "--from", str(tmp_path / "bad.xlsx"), "-o", str(out)).exception
    )


# --- beside the interview at the terminal -----------------------------------------------------------------------------

#: What the case is named and assessed for; everything else is asked.
START = ("profile", "name", "assess_on", "sources", "readings")


def in_words(stated: Any) -> str:
    """A stated answer as people write it."""
    known = stated.get("value", stated.get("known")) if isinstance(stated, dict) else stated
    if known is None:
        return "unknown"
    if isinstance(known, list):
        rows = [each if isinstance(each, str) else _row(each) for each in known]
        return ", ".join(rows) or "none"
    return {True: "yes", False: "no"}.get(known, str(known)) if isinstance(known, bool) else str(known)


def _row(item: dict[str, Any]) -> str:
    if "year" in item or "since" not in item:
        return str(item.get("year", item.get("id")))
    return f"{item['since']} to {item['until']}"


def at_the_terminal(case: Case) -> tuple[Case, dict[str, str]]:
    """The client's interview of a shipped case from nothing, typed; and what was typed, by the place asked for."""
    data = case.document.data
    start = {**{key: data[key] for key in START if key in data}, "parties": {}}
    way = partial(in_parts, everything=True, part="client")
    session, script = Session(api.rulebook(), start, opening=False, given=[], way=way), Script({}, data)
    typed: dict[str, str] = {}
    while (asking := session.asking) is not None:
        answer = script.answer(asking, session.state)
        line = in_words(answer.stated)
        more = " +all" if answer.everyone else ""
        typed[asking.path] = line
        lines = iter([f"{line}{more}", "yes"])
        reply = Dialogue(lambda prompt, lines=lines: next(lines), print).reply(asking, session)
        assert isinstance(reply, Answer), (asking.path, line, reply)
        session.answer(asking.path, reply)
    return session.state.case, typed


def facts_of(case: Case) -> dict[str, tuple[Any, str]]:
    """What a case states, at the place where it counts, whatever shares a statement."""
    facts = case.engine_facts()
    view = seen_from(facts.entity, facts.parties)
    return {
        each.address.fact(key).text: (value, each.statement(key).note)
        for each in view.walk()
        for key, value in each.values.items()
    }


@pytest.fixture(scope="module")
def terminal() -> tuple[Case, dict[str, str]]:
    return at_the_terminal(api.load_profile(shipped()["model-messenger"]))


def from_the_same_start() -> Case:
    data = api.load_profile(shipped()["model-messenger"]).document.data
    return case_of(Document("<start>", {**{key: data[key] for key in START if key in data}, "parties": {}}, {}))


def as_rows(typed: dict[str, str]) -> dict[str, str]:
    """Where the answers stand in a questionnaire of a case that lists no technology and no report yet."""
    ways = (("technologies[0].", "every_technology."), ("reports[0].", "every_report."))
    return {next((place.replace(a, b) for a, b in ways if place.startswith(a)), place): each
            for place, each in typed.items()}  # fmt: skip


def test_a_questionnaire_asks_what_the_interview_asks_and_gives_the_same_facts(
    terminal: tuple[Case, dict[str, str]],
) -> None:
    """From nothing: lists of technologies and reports, periods of use, and what is asked of each."""
    wanted, typed = terminal
    start = from_the_same_start()
    places = [each.place for each in questions(start, api.rulebook())]
    answers = as_rows(typed)
    asked_later = {place for place in answers if place.startswith("every_report.")}  # of the year that is listed
    assert set(answers) - set(places) <= asked_later
    assert [place for place in answers if place in places] == [place for place in places if place in answers]
    rows = [Filled(n, (place, "", "", "", answer)) for n, (place, answer) in enumerate(answers.items(), 1)]
    data = answered(start, rows, "q.docx", api.rulebook())
    assert facts_of(case_of(Document("<q>", data, {}))) == facts_of(wanted)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("kind", [".docx", ".xlsx"])
def test_a_questionnaire_saved_by_libreoffice_gives_the_profile_of_the_interview(
    kind: str, terminal: tuple[Case, dict[str, str]], tmp_path: Path
) -> None:
    """Opened and saved there before it is filled and after: nothing that was asked or typed is lost or changed."""
    wanted, typed = terminal
    start, answers = from_the_same_start(), as_rows(typed)
    rows = questions(start, api.rulebook())
    extra = tuple(Asked(place, "", "", "", "") for place in answers if place not in {each.place for each in rows})
    file = tmp_path / f"q{kind}"
    file.write_bytes(written("Questions", (*rows, *extra), file))
    opened = saved_by_libreoffice(file, tmp_path / "opened")
    opened.write_bytes(fill(opened.read_bytes(), kind, answers))
    back = saved_by_libreoffice(opened, tmp_path / "back")
    data = answered(start, filled(back), str(back), api.rulebook())
    found = facts_of(case_of(Document("<q>", data, {})))
    assert {place: value for place, (value, _) in found.items()} == {p: v for p, (v, _) in facts_of(wanted).items()}
    assert {note for place, (_, note) in found.items() if place.startswith("provider.")} == {"told"}


def saved_by_libreoffice(file: Path, folder: Path) -> Path:
    """The file as LibreOffice reads and writes it."""
    own = f"-env:UserInstallation=file://{folder}-user"
    command = ["soffice", own, "--headless", "--convert-to", file.suffix[1:], "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / file.name
