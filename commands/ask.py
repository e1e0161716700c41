"""``derogation ask [CASE] -o FILE``."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import Day, load

if TYPE_CHECKING:
    from ..cases.loader import Case
    from ..interview.session import Session
    from ..interview.store import Store


@click.command()
@click.argument("case", required=False)
@click.option("-o", "--output", "file", metavar="FILE", help="The profile to write.")
@click.option(
    "--questionnaire",
    type=click.Path(path_type=Path),
    help="Write the client's questions that CASE leaves open to this .docx, .xlsx or .html file instead.",
)
@click.option(
    "--from",
    "filled_in",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the answers of this filled questionnaire into CASE, and write it to FILE.",
)
@click.option("--on", "on", type=Day(), help="The day assessed (default: the case's own, else it is asked).")
@click.option("--script", metavar="ANSWERS", help="Take the answers from this file; where it is silent: unknown.")
@click.option("--resume", is_flag=True, help="Go on from FILE as it is now, whoever wrote or changed it.")
@click.option("--restart", is_flag=True, help="Begin again; what FILE holds is replaced.")
def ask(
    case: str | None,
    file: str | None,
    questionnaire: Path | None,
    filled_in: Path | None,
    on: datetime.date | None,
    script: str | None,
    resume: bool,
    restart: bool,
) -> None:
    """Interview: ask only what can still change the outcome, and write the answers to FILE.

    Begins with nothing, or with CASE (a profile, or the name of a case that comes with the program). Each answer is
    kept before the next question; the same command goes on where it was stopped.
    """
    from ..interview.dialogue import Dialogue
    from ..interview.rest import keep_rest
    from ..interview.run import Scripted, Voice, ending, run
    from ..interview.script import read_script
    from ..reading.safe_text import shown

    if questionnaire is not None or filled_in is not None:
        if case is None or (questionnaire is not None) is (filled_in is not None):
            raise click.UsageError("--questionnaire FILE and --from FILE each go with a CASE, one at a time")
        _by_questionnaire(case, file, questionnaire, filled_in)
        return
    if file is None:
        raise click.UsageError("Missing option '-o' / '--output'.")
    if resume and restart:
        raise click.UsageError("--resume goes on with FILE and --restart replaces it; choose one")
    if case == "-" and script is None:
        raise click.UsageError("the answers are read from standard input, so the case cannot be; name a file")

    def say(text: str) -> None:
        click.echo(shown(text))

    from .. import assess, rulebook

    answers = read_script(script, rulebook().vocabulary) if script is not None else None
    session, store = _begin(case, Path(file), on, resume, restart)
    try:
        say(f"Interview for {file}. Every answer is kept at once; q stops, ? helps.")
        if session.given:
            say(f"Going on: {session.number - 1} answered.")
        voice: Voice = Scripted(answers, script, say) if answers is not None and script else Dialogue(_read, say)
        if session.given and answers is None and session.asking is None:
            _offer_again(session, store, say)
        finished = run(session, store, voice, say, script or "")
        kept, lost = keep_rest(session, answers, store) if finished and answers is not None else ([], [])
    except (EOFError, KeyboardInterrupt) as stop:
        say(f"\nStopped. Kept in {file}; the same command goes on.")
        raise SystemExit(130 if isinstance(stop, KeyboardInterrupt) else 0) from None
    finally:
        store.close()
    if not finished:
        say(f"Kept in {file}; the same command goes on.")
        return
    say(ending(session, assess))
    if kept:
        say(f"Not asked for, and kept all the same: {', '.join(kept)}.")
    if lost:
        say(f"Not kept, since it has no place in the case: {', '.join(lost)}.")
    say(f"Written to {file}. `derogation assess {file}` gives the reasons.")


def _by_questionnaire(case: str, file: str | None, questionnaire: Path | None, filled_in: Path | None) -> None:
    """Write the client's questions, or take the answers of a filled questionnaire."""
    from .. import rulebook
    from ..cases.loader import case_of
    from ..interview.questionnaire import answered, questions, title_of
    from ..interview.questionnaire_files import filled, written
    from ..interview.write import profile_text
    from ..reading.document import Document
    from .common import inputs_of, show

    loaded = load(case)
    if questionnaire is not None:
        asked = questions(loaded, rulebook())
        show(written(title_of(loaded), asked, questionnaire), questionnaire, inputs_of(case))
        again = f"derogation ask {case} --from {questionnaire} -o PROFILE"
        click.echo(f"{len(asked)} questions in {questionnaire}; filled in, it is read back by `{again}`.")
        return
    if file is None or filled_in is None:
        raise click.UsageError("--from FILE needs -o, the profile to write")
    data = answered(loaded, filled(filled_in), str(filled_in), rulebook())
    profile = case_of(Document(str(filled_in), data, {}), _folder(case)).profile
    show(profile_text(profile), Path(file), [*inputs_of(case), filled_in])
    click.echo(f"Written to {file}. `derogation assess {file}` gives the reasons.")


def _begin(
    case: str | None, file: Path, on: datetime.date | None, resume: bool, restart: bool
) -> tuple[Session, Store]:
    """The interview that FILE holds, or a new one."""
    from .. import rulebook
    from ..cases.loader import check_readings, load_case
    from ..interview.run import same_start, text_of
    from ..interview.session import Session, new_case
    from ..interview.store import Store
    from ..reading.errors import BadInput, Problem

    store = Store(file)
    if not file.parent.is_dir():
        raise BadInput(Problem("there is no such folder", str(file.parent), hint="Make it first, or correct -o."))
    if file.is_dir():
        raise BadInput(Problem("this is a folder, not a file", str(file), hint="Name a file in it."))
    start: dict[str, Any] = new_case(file.stem or "case")
    opening = case is None
    if case is not None:
        loaded = load(case)
        check_readings(loaded, rulebook())
        start = _facts(loaded, _folder(case), file.parent)
    if on is not None:
        start["assess_on"] = on
    kept = None if restart else store.kept()
    if kept is not None and store.wrote(kept):
        told = (case is not None and not same_start(start, kept.start)) or (
            on is not None and case is None and str(on) != str(kept.start.get("assess_on"))
        )
        if told:
            hint = "Leave CASE and --on out to go on with it, or begin again with --restart."
            raise BadInput(Problem("the interview in this file began from other facts", str(file), hint=hint))
        session = Session(rulebook(), kept.start, opening=kept.opening, given=kept.given, folder=file.parent)
        store.go_on(kept, text_of(session))
        return session, store
    if file.exists() and not restart:
        if not resume:
            what = "has been changed since the interview wrote it" if kept else "exists and is not of an interview"
            hint = "--resume goes on from it as it is; --restart replaces it; or name another file with -o."
            raise BadInput(Problem(f"the file {what}", str(file), hint=hint))
        loaded = load_case(file)
        check_readings(loaded, rulebook())
        start, opening = _facts(loaded, file.parent, file.parent), False
        if on is not None:
            start["assess_on"] = on
    elif resume:
        raise BadInput(
            Problem("there is no such file to go on from", str(file), hint="Leave --resume out to begin it.")
        )
    session = Session(rulebook(), start, opening=opening, given=[], folder=file.parent)
    store.begin(start, text_of(session), opening=opening)
    return session, store


def _facts(loaded: Case, folder: Path, target: Path) -> dict[str, Any]:
    """What a case in ``folder`` says, for a profile in ``target``: report files keep their place.

    What its author expects of it is left out, since that was said of other facts.
    """
    import copy
    import os

    from ..interview.places import members

    data = {key: copy.deepcopy(value) for key, value in loaded.document.data.items() if key != "expect"}
    for report in members(data.get("reports")):
        beside = folder / str(report.get("file", ""))
        if report.get("file") and beside.is_file():
            report["file"] = os.path.relpath(beside, target)
    return data


def _folder(case: str) -> Path:
    """The folder of a case as it is named on the command line."""
    from ..cases.catalogue import find

    return Path() if case == "-" else find(case).parent


def _offer_again(session: Session, store: Store, say: Any) -> None:
    """Offer to ask again what was not known."""
    from ..interview.run import text_of

    unknown = sum(given.is_open for given in session.given)
    if not unknown:
        return
    answer = _read(f"Nothing is left to ask. Ask again what was not known ({unknown})? yes or no [no] ")
    if answer.strip().casefold() in ("y", "yes"):
        session.again()
        store.ask_again(text_of(session))
        say("Asked again.")


def _read(prompt: str) -> str:
    """One line from the terminal or a pipe; raises ``EOFError`` at the end of the input."""
    if sys.stdin.isatty():
        return input(prompt)
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    click.echo()
    if not line:
        raise EOFError
    return line
