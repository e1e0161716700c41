"""The interview as a person or a script meets it: typed lines, scripts, interruption, terminals, files of others."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import derogation
import pytest
from click.testing import CliRunner, Result
from derogation.commands.ask import ask
from derogation.reading.errors import BadInput
from waiting import PATIENCE, attentive, ended, until

PROGRAM = [sys.executable, "-m", "derogation", "ask"]
OPENING = "My case\nAcme\nAcme Mail\ne-mail\n2022-06-01\n\n"


def typed(lines: str, *arguments: str) -> Result:
    """Run with these lines typed; errors of the program are raised."""
    return CliRunner().invoke(ask, list(arguments), input=lines, catch_exceptions=False)


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "case.yaml")


def stated(file: str) -> derogation.Case:
    return derogation.load_profile(file)


def test_an_interview_from_nothing_ends_where_the_outcome_is_determined(file: str) -> None:
    """In the shortest way two answers suffice for a service of a closed circle, and the file says what was answered."""
    result = typed(f"{OPENING}yes\nno\n", "-o", file, "--shortest")
    assert result.exit_code == 0
    assert "Determined after 2 questions" in result.output
    assert "(not_needed)" in result.output
    case = stated(file)
    assert (case.profile.name, case.profile.provider.name, case.profile.service.feature) == (
        "My case",
        "Acme",
        "e-mail",
    )
    assert derogation.assess(case).outcome == "not_needed"
    assert "# Is the service provided to users in the Union?\n  users_in_union: true\n" in Path(file).read_text()


def test_it_says_why_it_asks_and_what_hangs_on_it(file: str) -> None:
    """The question comes with its provision; `w` adds what each answer would lead to, `p` how far it has come."""
    output = typed(f"{OPENING}w\np\n?\nq\n", "-o", file).output
    assert "Why: Article 3(1) of Directive 2002/58/EC." in output
    assert "If no: the derogation is not needed" in output
    assert "0 answered; at most" in output
    assert "+source KEY" in output


def test_an_invalid_answer_is_asked_again_with_a_reason(file: str) -> None:
    """Nothing is kept of what could not be read."""
    output = typed(f"{OPENING}perhaps\n\nna\nno\nyes +colour red\nno\n", "-o", file).output
    assert "Expects yes or no, not 'perhaps'" in output
    assert "Write an answer, u where it is not known" in output
    assert "decides nothing: the question stays open" in output
    assert "Expects yes or no, not 'yes +colour red'" in output
    assert derogation.assess(stated(file)).outcome == "not_needed"


def test_going_back_changes_the_answer_given_before(file: str) -> None:
    """`b` puts the question before again, at its number."""
    result = typed(f"{OPENING}yes\nb\nno\n", "-o", file)
    assert result.output.count("1. Is the service provided to users in the Union?") == 2
    fact = stated(file).profile.service.users_in_union
    assert fact is not None
    assert fact.value is False


def test_a_source_a_note_and_an_assumption_are_written_with_the_answer(file: str) -> None:
    """A new source is asked for its title, author and day, and used by its key afterwards."""
    lines = f"{OPENING}yes +source terms +note clause 2\nTerms of use\nAcme\n2021-01-01\nno +s terms +assumed\n"
    typed(lines, "-o", file, "--shortest")
    profile = stated(file).profile
    assert profile.sources["terms"].title == "Terms of use"
    assert profile.sources["terms"].by == "Acme"
    union, public = profile.service.users_in_union, profile.service.publicly_available
    assert union is not None
    assert (union.source, union.note, union.assumed) == ("terms", "clause 2", False)
    assert public is not None
    assert (public.source, public.assumed) == ("terms", True)


def test_a_disputed_answer_takes_positions_of_several_parties(file: str) -> None:
    """Each with its reason and source, inferred or not; a position wrongly typed is asked for again."""
    positions = (
        "d\nAcme\nperhaps\nno\nsays so\nmail\nE-mail\nAcme\n\nyes\nprovider\nAuthority\nyes\n\n\nno\nauthority\n\n"
    )
    result = typed(f"{OPENING}{positions}q\n", "-o", file)
    assert "Kept as the word of Acme and Authority" in result.output
    fact = stated(file).profile.service.users_in_union
    assert fact is not None
    assert fact.positions is not None
    assert [(p.by, p.value, p.because, p.source, p.inferred) for p in fact.positions] == [
        ("Acme", False, "says so", "mail", True),
        ("Authority", True, "", "", False),
    ]
    assert stated(file).profile.parties["Authority"].interest == "authority"
    assert derogation.assess(stated(file)).by_party["Acme"] == "not_needed"


def test_quitting_keeps_everything_and_the_same_command_goes_on(file: str) -> None:
    """The second run asks the next question, not the first."""
    first = typed(f"{OPENING}yes\nq\n", "-o", file, "--shortest")
    assert "the same command goes on" in first.output
    second = typed("no\n", "-o", file, "--shortest")
    assert "Going on: 1 answered." in second.output
    assert "users in the Union" not in second.output
    assert "Determined after 2 questions" in second.output


def test_the_end_of_the_input_keeps_everything(file: str) -> None:
    """A pipe that ends, or a terminal that closes, is like quitting."""
    result = typed(f"{OPENING}yes\n", "-o", file)
    assert (result.exit_code, "Stopped. Kept in" in result.output) == (0, True)
    fact = stated(file).profile.service.users_in_union
    assert fact is not None
    assert fact.value is True


def test_an_interview_that_is_over_offers_to_ask_again_what_was_not_known(file: str) -> None:
    """What was answered as unknown can be answered when somebody has found out."""
    script = Path(file).with_name("script.yaml")
    script.write_text("service.users_in_union: true\nservice.publicly_available: unknown\ntechnologies: []\n")
    typed("", "-o", file, "--on", "2022-06-01", "--script", str(script))
    result = typed("yes\nno\n", "-o", file, "--part", "counsel")
    assert "Nothing is left to ask. Ask again what was not known" in result.output
    assert "Is the service publicly available" in result.output
    assert derogation.assess(stated(file)).outcome == "not_needed"


def test_it_goes_on_from_a_case_and_asks_nothing_that_the_case_says(file: str) -> None:
    """From a shipped case with two technologies in part unknown, only open facts are asked."""
    result = typed("q\n", "tiktok-direct-messages", "-o", file, "--shortest")
    assert "1. Is it purely ancillary" in result.output or "1. Can the feature, for objective" in result.output
    assert stated(file).profile.name == "TikTok direct messages"
    assert stated(file).profile.expect is None


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_of_somebody_else_is_not_overwritten(file: str) -> None:
    """It is refused and left as it was, unless --resume or --restart says what to do with it."""
    Path(file).write_text("profile: derogation/profile/1\nname: Mine\nservice: {users_in_union: true}\n")
    before = Path(file).read_text()
    with pytest.raises(BadInput, match="exists and is not of an interview"):
        typed("", "-o", file)
    assert Path(file).read_text() == before
    resumed = typed("2022-06-01\n\nno\n", "-o", file, "--resume", "--shortest")
    assert "(not_needed)" in resumed.output
    assert stated(file).profile.name == "Mine"


def test_a_file_changed_by_hand_is_gone_on_from_only_when_told(file: str) -> None:
    """The change is kept with --resume."""
    typed(f"{OPENING}yes\nq\n", "-o", file)
    Path(file).write_text(Path(file).read_text().replace("Acme Mail", "Acme Post"))
    with pytest.raises(BadInput, match="has been changed since the interview wrote it"):
        typed("no\n", "-o", file)
    typed("\nno\n", "-o", file, "--resume", "--shortest")
    assert stated(file).profile.service.name == "Acme Post"
    assert derogation.assess(stated(file)).outcome == "not_needed"


def test_starting_again_replaces_the_interview(file: str) -> None:
    """--restart begins with the first question."""
    typed(f"{OPENING}yes\nq\n", "-o", file)
    result = typed("Other\n\n\n\n2022-06-01\n\nno\n", "-o", file, "--restart")
    assert "Determined after 1 question:" in result.output
    assert stated(file).profile.name == "Other"


def test_an_interview_of_another_case_is_not_mixed_with_this_one(file: str) -> None:
    """Going on with other facts than it began from is refused."""
    typed("q\n", "tiktok-direct-messages", "-o", file)
    with pytest.raises(BadInput, match="began from other facts"):
        typed("q\n", "gmail", "-o", file)


def test_a_journal_cut_short_loses_nothing_but_the_line_that_was_being_written(file: str) -> None:
    """A last line without its end was never answered for: the question is asked again."""
    typed(f"{OPENING}yes\nq\n", "-o", file)
    journal = Path(f"{file}.interview")
    journal.write_bytes(journal.read_bytes() + b'{"asked": "service.publicly_av')
    result = typed("no\n", "-o", file, "--shortest")
    assert "2. Is the service publicly available" in result.output
    assert all(json.loads(line) for line in journal.read_text().splitlines())


def test_a_journal_that_is_none_is_refused_with_its_line(file: str) -> None:
    """Whatever stands there, it is not taken for answers."""
    Path(f"{file}.interview").write_text("hello\n")
    with pytest.raises(BadInput, match="not the journal of an interview"):
        typed("", "-o", file)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """Before anything is asked."""
    with pytest.raises(BadInput, match="no such folder"):
        typed("", "-o", str(tmp_path / "nowhere" / "case.yaml"))


# --- scripts ----------------------------------------------------------------------------------------------------------


def test_a_script_answers_and_where_it_is_silent_the_answer_is_unknown(tmp_path: Path) -> None:
    """Answers in profile syntax, by the technology's id, for all technologies, and special answers."""
    script = tmp_path / "script.yaml"
    script.write_text(
        "name: Scripted\nassess_on: 2022-06-01\n"
        "sources: {terms: {title: Terms}}\n"
        "service.users_in_union: {value: true, source: terms}\n"
        "service.publicly_available: not disclosed\n"
        "provider.redress.established: false\n"
    )
    file = str(tmp_path / "case.yaml")
    result = typed("", "-o", file, "--script", str(script))
    assert result.exit_code == 0
    profile = stated(file).profile
    assert profile.name == "Scripted"
    assert profile.service.publicly_available is not None
    assert profile.service.publicly_available.unknown == "not_disclosed"
    assert profile.provider.redress.established is not None
    assert profile.provider.redress.established.value is False
    assert "No question that is left can settle it" in result.output


def test_no_answer_of_a_script_is_thrown_away(tmp_path: Path) -> None:
    """What a client answered beyond the questions stands in the profile; what has no place is named."""
    script = tmp_path / "script.yaml"
    script.write_text(
        "name: Scripted\nassess_on: 2022-06-01\n"
        "service.users_in_union: false\n"
        "service.publicly_available: true\n"
        "technologies: [{id: hash}, {id: text}]\n"
        "technologies[hash].detects.known_material: true\n"
        "technologies[gone].detects.known_material: true\n"
        "every_technology.scans.audio: false\n"
        "service.communications.with_provider_alone: true\n"
        "service.communications.recipients_chosen: true\n"
    )
    file = str(tmp_path / "case.yaml")
    result = typed("", "-o", file, "--script", str(script))
    assert result.exit_code == 0, result.output
    assert "Determined after 1 question" in result.output
    profile = stated(file).profile
    assert profile.technologies is not None
    first, second = profile.technologies.known
    assert (first.id, second.id) == ("hash", "text")
    assert first.detects.known_material is not None
    assert profile.every_technology.scans.audio is not None
    alone = profile.service.communications
    assert (alone.with_provider_alone is None) != (alone.recipients_chosen is None)  # they exclude each other
    lost = result.output.partition("Not kept, since it has no place in the case: ")[2]
    assert "technologies[gone].detects.known_material" in lost
    assert "recipients_chosen" in lost or "with_provider_alone" in lost


def test_a_script_can_type_as_at_the_terminal(tmp_path: Path) -> None:
    """Going back and asking why are typed line by line."""
    script = tmp_path / "script.yaml"
    script.write_text(
        "assess_on: 2022-06-01\n"
        "service.users_in_union: true\n"
        "service.publicly_available: {typed: [w, b, perhaps, no]}\n"
    )
    result = typed("", "-o", str(tmp_path / "case.yaml"), "--script", str(script), "--shortest")
    assert result.output.count("1. Is the service provided to users in the Union?") == 2
    assert "Expects yes or no, not 'perhaps'" in result.output
    assert "(not_needed)" in result.output


def test_a_profile_is_a_script(tmp_path: Path) -> None:
    """A training case answers its own interview, and the profile written has its outcome."""
    from derogation.cases.catalogue import shipped

    file = str(tmp_path / "case.yaml")
    typed("", "-o", file, "--script", str(shipped()["not-proportionate"]))
    assert derogation.assess(stated(file)).outcome == "not_eligible"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("service.users_in_unoin: true\n", "Did you mean 'service.users_in_union'"),
        ("service.users_in_union: 7\n", "service.users_in_union"),
        ("service.users_in_union: {typed: [yes +source]}\n", "ends in the middle of an answer"),
        ("- a\n", "a map of facts to answers"),
    ],
)
def test_a_script_that_cannot_be_followed_is_refused_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    """Misspelt facts, values of the wrong kind, typing that stops half way."""
    script = tmp_path / "script.yaml"
    script.write_text(text)
    with pytest.raises(BadInput, match=message) as refused:
        typed("", "-o", str(tmp_path / "case.yaml"), "--on", "2022-06-01", "--script", str(script))
    assert "script.yaml" in str(refused.value)


# --- interruption and terminals ---------------------------------------------------------------------------------------


def _wait_for(journal: Path, text: str) -> None:
    until(lambda: journal.exists() and text in journal.read_text(), f"keeping {text}")


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_an_answer_taken_survives_whatever_ends_the_program(file: str, sign: signal.Signals) -> None:
    """A process that is killed after two answers has kept both; the next run asks the third question."""
    with (
        subprocess.Popen(
            [*PROGRAM, "-o", file, "--shortest"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=attentive,
        ) as process,
        ended(process),
    ):
        assert process.stdin is not None
        process.stdin.write(f"{OPENING}yes\nyes +note kept\n".encode())
        process.stdin.flush()
        _wait_for(Path(f"{file}.interview"), "kept")
        process.send_signal(sign)
        process.wait(PATIENCE)
    assert process.returncode == (-9 if sign == signal.SIGKILL else 130)
    result = typed("q\n", "-o", file)
    assert "Going on: 2 answered." in result.output
    profile = stated(file).profile
    assert profile.service.publicly_available is not None
    assert profile.service.publicly_available.note == "kept"


@pytest.mark.parametrize("left", ["one answer behind", "missing"])
def test_a_profile_that_fell_behind_its_journal_is_brought_up_to_it(file: str, left: str) -> None:
    """Stopped between keeping an answer and replacing the profile, the next run puts the answer into the profile."""
    typed(f"{OPENING}yes\nq\n", "-o", file)
    earlier = Path(file).read_bytes()
    typed("yes +note kept\nq\n", "-o", file)
    later = Path(file).read_bytes()
    assert later != earlier
    if left == "missing":
        Path(file).unlink()
    else:
        Path(file).write_bytes(earlier)
    assert "Going on: 2 answered." in typed("q\n", "-o", file).output
    assert Path(file).read_bytes() == later


def test_two_interviews_do_not_write_one_file(file: str) -> None:
    """While one runs, another on the same file is refused."""
    pytest.importorskip("fcntl")
    command = [*PROGRAM, "-o", file]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process, ended(process):
        assert process.stdin is not None
        process.stdin.write(b"Mine\n")
        process.stdin.flush()
        _wait_for(Path(f"{file}.interview"), "Mine")
        with pytest.raises(BadInput, match="another interview is writing this file"):
            typed("q\n", "-o", file)
        with pytest.raises(BadInput, match="another interview is writing this file"):
            typed("q\n", "-o", file, "--restart")
        process.stdin.close()
        process.wait(PATIENCE)


def test_a_short_interview_at_a_terminal(file: str) -> None:
    """At a real terminal the questions come one by one, without colours or movements of the cursor of their own."""
    pty = pytest.importorskip("pty")
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "dumb"
        os.execv(sys.executable, [*PROGRAM, "-o", file])
    shown = b""

    def until(text: bytes) -> None:
        nonlocal shown
        start, end = len(shown), time.monotonic() + PATIENCE
        while text not in shown[start:]:
            assert select.select([terminal], [], [], max(0, end - time.monotonic()))[0], f"no {text!r} in {shown!r}"
            shown += os.read(terminal, 4096)

    until(b"called?")
    for answer, then in [
        (b"My case\n", b"provider?"),
        (b"\n", b"service?"),
        (b"\n", b"messages)?"),
        (b"\n", b"assessed?"),
        (b"2022-06-01\n", b"for whom?"),
        (b"\n", b"1. Is the service provided"),
        (b"sure\n", b"Expects yes or no"),
        (b"no\n", b"Go on?"),
        (b"\n", b"Written to"),
    ]:
        os.write(terminal, answer)
        until(then)
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert b"\x1b[" not in shown
    assert b"Determined after 1 question" in shown
    assert derogation.assess(stated(file)).outcome == "not_needed"


# --- two parts --------------------------------------------------------------------------------------------------------


def test_parties_are_asked_for_at_the_beginning_and_a_source_once_described_is_known(file: str) -> None:
    """Who speaks for whom comes before the first fact; a source survives `b`, and an answer that was given up."""
    opening = OPENING.removesuffix("\n") + "Acme only\nAcme: provider, DPC: authority\n"
    lines = f"{opening}yes +source terms +note\nTerms\nAcme\n2021-01-01\nb\nyes +source terms\nb\nno +source terms\nq\n"
    result = typed(lines, "-o", file)
    assert "Write each with what it stands for" in result.output
    assert result.output.count("'terms' is a new source.") == 1
    profile = stated(file).profile
    assert {name: party.interest for name, party in profile.parties.items()} == {"Acme": "provider", "DPC": "authority"}
    assert (profile.sources["terms"].title, profile.service.users_in_union.source) == ("Terms", "terms")  # type: ignore[union-attr]


def test_a_source_of_an_answer_taken_back_is_known_in_the_next_run(file: str) -> None:
    """The journal keeps it, though the profile does not list what nothing rests on."""
    typed(f"{OPENING}yes +source terms\nTerms\n\n\nb\nq\n", "-o", file)
    assert "terms" not in stated(file).profile.sources
    result = typed("yes +source terms\nq\n", "-o", file)
    assert "is a new source" not in result.output
    assert stated(file).profile.sources["terms"].title == "Terms"


def test_a_settled_outcome_is_followed_by_an_offer_to_go_on(file: str) -> None:
    """Going on asks the client's next question, under its heading; no ends the interview."""
    result = typed(f"{OPENING}no\nyes\nq\n", "-o", file)
    assert "Determined after 1 question" in result.output
    assert "Questions left that show what else is wrong or open" in result.output
    assert "THE CLIENT'S QUESTIONS\n\n-- The communication\n\n2. " in result.output
    assert typed("\n", "-o", file).output.count("Determined after 1 question") == 1


def test_one_part_can_be_asked_alone(file: str) -> None:
    """Counsel's part puts each finding beside the plain facts on file."""
    result = typed("\nq\n", "hash-passes-classifier-fails", "-o", file, "--part", "counsel", "--all")
    assert "COUNSEL'S FINDINGS" in result.output
    assert "THE CLIENT'S QUESTIONS" not in result.output
    assert "A conclusion of law: a person decides it" in result.output
    assert "On file besides: " in result.output
    with pytest.raises(SystemExit):
        ask.main(["-o", file, "--shortest", "--part", "client"])


def test_a_whole_profile_as_a_script_is_written_whole(tmp_path: Path) -> None:
    """What the interview had no need to ask stands in the profile written, with sources, notes and what is no fact."""
    script, file = tmp_path / "script.yaml", str(tmp_path / "case.yaml")
    script.write_text(
        "profile: derogation/profile/1\nname: Whole\nassess_on: 2022-06-01\nsummary: In short.\n"
        "readings: {ancillary_test: {choice: article}}\nsources: {terms: {title: Terms}}\n"
        "provider: {name: Acme, redress: {established: {value: true, source: terms}}}\n"
        "service: {users_in_union: false, publicly_available: {value: true, note: seen}}\n"
        "every_technology: {scans: {audio: false}}\n"
        "technologies:\n"
        "  - {id: hash, title: Hashes, scans: {images: true}, periods_of_use: [{since: 2021-08-02, until: never}]}\n"
        "reports: [{id: first, year: 2021, published_on: 2022-01-31, includes: {cases: true}}]\n"
    )
    result = typed("", "-o", file, "--script", str(script))
    assert "Determined after 1 question" in result.output
    wanted, found = stated(str(script)).profile, stated(file).profile
    assert found == wanted
