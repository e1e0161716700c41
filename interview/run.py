"""Runs an interview: puts questions, takes answers, keeps each before the next, and says how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from ..cases.catalogue import Assess
from ..cases.places import Data
from ..cases.profile import Profile
from ..reading.errors import BadInput, Problem
from ..reading.yaml_text import flow
from .answer import Answer, Command, Refused
from .choosing.in_parts import part_of
from .dialogue import Cancelled, Dialogue
from .script import Script
from .session import Asking, Session, Way
from .store import Store
from .typed import yes_or_no
from .words import HELP, ending_lines, heading, own_word, progress_lines, question_lines, signature_lines, why_lines
from .write import plain, profile_text

HEADER = (
    "Written by `derogation ask`. To go on with the interview, run it again with -o and this file;",
    "to go on from this file after changing it by hand, add --resume. What is left out was not asked.",
)


class Voice(Protocol):
    """Whoever answers."""

    def reply(self, asking: Asking, session: Session) -> Answer | Command: ...


class Scripted(Struct):
    """Answers from a script; what a script types goes through the dialogue of the terminal."""

    script: Script
    file: str
    say: Callable[[str], None]

    def reply(self, asking: Asking, session: Session) -> Answer | Command:
        lines = self.script.lines(asking.path, session.state)
        if lines is None:
            answer = self.script.answer(asking, session.state)
            self.say(f"> {flow(plain(answer.stated))}{' +all' if answer.everyone else ''}")
            return answer

        def read(prompt: str) -> str:
            if not lines and prompt != "> ":
                message = "what is typed here ends in the middle of an answer"
                raise BadInput(Problem(message, self.file, path=asking.path, hint="Add the lines that are asked for."))
            line = lines.pop(0) if lines else "" if asking.opening is not None else "u"
            self.say(f"{prompt}{line}")
            return line

        return Dialogue(read, self.say).reply(asking, session)


def run(session: Session, store: Store, voice: Voice, say: Callable[[str], None], script: str = "") -> bool:
    """Put questions until none is left; false where the interview was left before. ``script`` names its file.

    Raises ``EOFError`` and ``KeyboardInterrupt`` as the voice does; every answer taken so far is kept. Raises
    :class:`BadInput` where a script gives an answer that cannot stand.
    """
    part = about = ""
    while (asking := session.asking) is not None:
        before, (part, about) = (part, about), heading(asking, session)
        if part and part != before[0]:
            say(f"\n{part}")
        if about != before[1]:
            say(f"\n-- {about}")
        say("\n" + "\n".join(question_lines(asking, session)))
        while True:
            reply = voice.reply(asking, session)
            if reply == "why":
                say("\n".join(why_lines(asking, session)))
            elif reply == "progress":
                say("\n".join(progress_lines(session)))
            elif reply == "help":
                say(HELP)
            elif reply == "quit":
                return False
            elif reply == "back":
                if session.back():
                    store.take_back(text_of(session))
                    break
                say("   This is the first question.")
            else:
                try:
                    given = session.answer(asking.path, reply)
                except Refused as refused:
                    if script and isinstance(voice, Scripted):
                        raise BadInput(Problem(str(refused), script, path=asking.path)) from None
                    say(f"   {refused}")
                    continue
                store.keep(given, text_of(session))
                if remark := own_word(given, session):
                    say(remark)
                break
    return True


def offer_again(session: Session, store: Store, dialogue: Dialogue, say: Callable[[str], None]) -> None:
    """Offer to ask again what was not known."""
    unknown = sum(given.is_open for given in session.given)
    if not unknown:
        return
    asked = f"Nothing is left to ask. Ask again what was not known ({unknown})? yes or no [no] "
    if dialogue.ask(asked, lambda line: yes_or_no(line, False)):
        session.again()
        store.ask_again(text_of(session))
        say("Asked again.")


def go_on(session: Session, dialogue: Dialogue, everything: Way, say: Callable[[str], None]) -> bool:
    """Offer to go on where the outcome is settled, or nothing can settle it, and something else may be wrong."""
    left = session.state.asked_by(everything).questions
    if not left:
        return False
    client = sum(part_of(question.spec) == "client" for question in left)
    counts = ((client, "for the client"), (len(left) - client, "for counsel"))
    told = " and ".join(f"{count} {whom}" for count, whom in counts if count)
    say(f"\nQuestions left that show what else is wrong or open: {told}.")
    try:
        wanted = dialogue.ask("Go on? yes or no [no] ", lambda line: yes_or_no(line, False))
    except (EOFError, Cancelled):
        return False
    if wanted:
        session.go_on(everything)
    return wanted


def text_of(session: Session) -> str:
    """The profile as it stands, as a file."""
    return profile_text(Profile.model_validate(session.state.data), HEADER)


def ending(session: Session, assess: Assess) -> str:
    """How an interview ended, assessed by both engines."""
    result = assess(session.state.case, session.state.on, None)
    lines = [*ending_lines(session, result.outcome, result.possible_outcomes), *signature_lines(result.findings)]
    return "\n".join(lines)


def same_start(one: Data, other: Data) -> bool:
    """Whether two interviews begin from the same facts."""
    return json.dumps(one, default=str, sort_keys=True) == json.dumps(other, default=str, sort_keys=True)
