"""A case answered line by line: what may be typed, what is said back. Reads and speaks by functions given to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from ..engine.case.words import long_date
from ..showing.document import Document
from .answer import DONT_KNOW, outcomes
from .page import facts_list, points_list
from .sitting import Sitting, statuses
from .typed import Refused, numbers_in, one_in, places_in
from .words import GATES, STATUSES

T = TypeVar("T")
HELP = """   NUMBER  answer that condition (status, the facts it rests on, the provisions), in any order; b goes back
   o       state the outcome
   h NUMBER  a hint for that condition: the provision, then the fact to look at, then the question to ask
   c       the conditions again, with what you said so far       f   the facts on file again
   s       what the file is silent on (an open condition rests on it)
   r       name a reading of the law on which you answer
   g       be graded now                                         q   leave without being graded"""


class Dialogue(Struct):
    """Reads lines with ``read`` (given the prompt, it raises ``EOFError`` at the end), speaks with ``say``, and shows
    documents with ``show``."""

    sitting: Sitting
    read: Callable[[str], str]
    say: Callable[[str], None]
    show: Callable[[Document], None]

    def run(self) -> bool:
        """Take answers until the learner wants to be graded; false where he leaves before."""
        self.say(f"Choose by number; the answer is for {long_date(self.sitting.assessment.on)}. ? helps, g grades.")
        while True:
            try:
                word, _, rest = self.read("> ").strip().partition(" ")
                match word.lower():
                    case "g" | "grade":
                        return True
                    case "q" | "quit":
                        return False
                    case "":
                        continue
                    case "?" | "help":
                        self.say(HELP)
                    case "c":
                        self.show(Document("Conditions", (points_list(self.sitting),)))
                    case "f":
                        self.show(Document("Facts on file", (facts_list(self.sitting.stated),)))
                    case "s":
                        self.show(self.silent)
                    case "o":
                        self.outcome()
                    case "r":
                        self.reading()
                    case "h":
                        self.say(f"   {self.sitting.hint(one_in(rest, len(self.sitting.points)))}")
                    case _:
                        self.condition(one_in(f"{word} {rest}", len(self.sitting.points)))
            except Refused as refused:
                self.say(f"   {refused}")

    @property
    def silent(self) -> Document:
        """What the file is silent on, by number."""
        return Document("The file is silent on:", (facts_list(self.sitting.silent),))

    def condition(self, number: int) -> None:
        """Ask for the status of a condition, what it rests on, and the provisions."""
        each, rulebook = self.sitting.points[number - 1], self.sitting.assessment.rulebook
        of = self.sitting.name(number)[1]
        self.say(f"   {rulebook.cite(each.rule.provision)}: {each.rule.title}{f' [{of}]' if of else ''}")
        names = GATES if each.kind == "gate" else STATUSES
        offered = statuses(each)
        status = offered[self.choose("Status", [names[word] for word in offered])]
        if status == DONT_KNOW:
            self.sitting.say(number, status, (), ())
            return
        places = self.ask(
            "On which facts does that rest? Numbers such as 3, 5-7; d the day; s lists what the file is silent on; "
            "Enter: none: ",
            lambda text: places_in(text, self.sitting),
        )
        cites = rulebook.cite
        listed = self.sitting.provisions
        provisions = self.ask(
            "On which provisions besides? Numbers; p lists them; Enter: its own alone: ",
            lambda text: tuple(listed[at - 1] for at in numbers_in(text, len(listed))),
            {"p": "\n".join(f"   {at:3} {cites(each)}" for at, each in enumerate(listed, 1))},
        )
        self.sitting.say(number, status, places, provisions)
        self.say("   Kept.")

    def outcome(self) -> None:
        """Ask for the outcome."""
        rulebook = self.sitting.assessment.rulebook
        words = outcomes(rulebook)
        titles = [rulebook.verdicts.titles.get(word, STATUSES.get(word, word)) for word in words]
        self.sitting.state(words[self.choose("Outcome", titles)])
        self.say("   Kept.")

    def reading(self) -> None:
        """Ask which reading of the law the learner takes."""
        readings = list(self.sitting.assessment.rulebook.readings.values())
        reading = readings[self.choose("Question", [each.question for each in readings])]
        choice = reading.choices[self.choose("Reading", [each.title for each in reading.choices])]
        self.sitting.read(reading.id, choice.id)
        self.say("   Kept.")

    def choose(self, what: str, options: list[str]) -> int:
        """Ask for one of several by number; its index."""
        self.say("\n".join(f"   {at:2} {option}" for at, option in enumerate(options, 1)))
        return self.ask(f"{what}: ", lambda text: one_in(text, len(options))) - 1

    def ask(self, prompt: str, parse: Callable[[str], T], shown: dict[str, str] | None = None) -> T:
        """Ask until the line can be read; ``shown`` are words that show something first."""
        while True:
            line = self.read(f"   {prompt}").strip()
            if line.lower() in ("b", "back"):
                raise Refused("Given up; nothing is kept of it.")
            if line.lower() == "s":
                self.show(self.silent)
                continue
            if line.lower() in (shown or {}):
                self.say((shown or {})[line.lower()])
                continue
            try:
                return parse(line)
            except Refused as refused:
                self.say(f"   {refused}")
