"""``derogation ask [CASE] -o FILE``."""

from __future__ import annotations

import datetime
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import Day, load

if TYPE_CHECKING:
    from ..interview.question import Part


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
@click.option("--all", "everything", is_flag=True, help="Ask all that bears on the law, whatever is settled already.")
@click.option("--part", type=click.Choice(["client", "counsel"]), help="Ask only the client, or only counsel.")
@click.option("--shortest", is_flag=True, help="Ask only what decides, the most decisive question first, of anyone.")
@click.option("--resume", is_flag=True, help="Go on from FILE as it is now, whoever wrote or changed it.")
@click.option("--restart", is_flag=True, help="Begin again; what FILE holds is replaced.")
def ask(
    case: str | None,
    file: str | None,
    questionnaire: Path | None,
    filled_in: Path | None,
    on: datetime.date | None,
    script: str | None,
    everything: bool,
    part: Part | None,
    shortest: bool,
    resume: bool,
    restart: bool,
) -> None:
    """Interview in two parts: what the client knows, then what counsel concludes; the answers are written to FILE.

    Begins with nothing, or with CASE (a profile, or the name of a case that comes with the program). Each answer is
    kept before the next question; the same command goes on where it was stopped.
    """
    from ..interview.begin import begin
    from ..interview.choosing.in_parts import in_parts
    from ..interview.choosing.next_question import shortest as in_the_shortest_way
    from ..interview.dialogue import Dialogue
    from ..interview.rest import Rest
    from ..interview.run import Scripted, ending, go_on, offer_again, run
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
    if shortest and (everything or part):
        raise click.UsageError("--shortest asks only what decides, of anyone; leave --all and --part out")
    if case == "-" and script is None:
        raise click.UsageError("the answers are read from standard input, so the case cannot be; name a file")

    def say(text: str) -> None:
        click.echo(shown(text))

    from .. import assess, rulebook

    answers = read_script(script, rulebook().vocabulary, Path(file).parent) if script is not None else None
    way = in_the_shortest_way if shortest else partial(in_parts, everything=everything, part=part)
    begun = begin(
        rulebook(), Path(file), (load(case), _folder(case)) if case else None, on, way, resume=resume, restart=restart
    )
    session, store = begun.session, begun.store
    dialogue = Dialogue(_read, say)
    rest = Rest(session, answers, store) if answers is not None else None
    try:
        say(f"Interview for {file}. Every answer is kept at once; q stops, ? helps.")
        if session.given:
            say(f"Going on: {session.number - 1} answered.")
        if rest is not None:
            rest.about_the_case()
        elif session.given and session.asking is None:
            offer_again(session, store, dialogue, say)
        voice = Scripted(answers, script, say) if answers is not None and script else dialogue
        finished = run(session, store, voice, say, script or "")
        if finished and rest is not None:
            rest.facts()
        while finished:
            say(ending(session, assess))
            if rest is not None or not go_on(session, dialogue, partial(in_parts, everything=True, part=part), say):
                break
            finished = run(session, store, dialogue, say)
    except (EOFError, KeyboardInterrupt) as stop:
        say(f"\nStopped. Kept in {file}; the same command goes on.")
        raise SystemExit(130 if isinstance(stop, KeyboardInterrupt) else 0) from None
    finally:
        store.close()
    if not finished:
        say(f"Kept in {file}; the same command goes on.")
        return
    if rest is not None and rest.kept:
        say(f"Not asked for, and kept all the same: {', '.join(rest.kept)}.")
    if rest is not None and rest.lost:
        say(f"Not kept, since it has no place in the case: {', '.join(rest.lost)}.")
    say(f"Written to {file}. `derogation assess {file}` gives the reasons.")


def _by_questionnaire(case: str, file: str | None, questionnaire: Path | None, filled_in: Path | None) -> None:
    """Write the client's questions, or take the answers of a filled questionnaire."""
    from .. import rulebook
    from ..cases.loader import case_of
    from ..interview.questionnaire import questions, title_of
    from ..interview.questionnaire_answers import answered
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


def _folder(case: str) -> Path:
    """The folder of a case as it is named on the command line."""
    from ..cases.catalogue import find

    return Path() if case == "-" else find(case).parent


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
