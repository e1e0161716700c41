"""Category 1: are volumes given, and do they count what was processed?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import wording
from ..findings import Hit
from ..model import Report, figure, shown
from .look import FILES, point_blank, seen, stance, stated_outside, texts, total

_EU = tuple(f"1.{kind}.eu" for kind in FILES)
_ALL = tuple(f"1.{kind}.{users}" for kind in FILES for users in ("eu", "non_eu"))
_TEXT = ("1.text_bytes.eu", "1.text_bytes.non_eu")
_PROCESSED = ("1.content", "1.metadata", "1.other")
_AUDIO = ("audio", "sound", "voice", "mp3", "wav", "m4a", "ogg", "opus", "aac", "flac")


def not_given(report: Report) -> Iterator[Hit]:
    """Data was processed, but no volume of anything is given."""
    if point_blank(report, 1) or report.says("1.content") == "no":
        return
    volume = report.answer("1.metadata").parts.get("volume")
    if any(report.answer(name).given for name in (*_ALL, *_TEXT)) or (volume and volume.given):
        return
    yield Hit(
        ("1.content", "1.metadata", *_ALL, *_TEXT),
        "No volume of any data processed is given: no files, no text, no metadata.",
        seen(report, "1.content", *_EU),
        mild=any(report.answer(name).reason for name in ("1.metadata", *_ALL, *_TEXT))
        or bool(stated_outside(report, 1))
        or any(map(str.isdigit, " ".join(texts(report.answer("1.other"))))),
    )


def matched_not_scanned(report: Report) -> Iterator[Hit]:
    """The report itself says that its volumes count matches."""
    given = tuple(name for name in _ALL if report.answer(name).given)
    if report.meanings.processed == "matched" and given:
        where = f" ({report.meanings.processed_where})" if report.meanings.processed_where else ""
        yield Hit(
            given,
            f"The figures count what was matched{where}; how much was scanned is not given.",
            seen(report, *given),
        )


def equals_matches(report: Report) -> Iterator[Hit]:
    """Volumes that equal, to the item, what was flagged or reported; like with like only where that says
    something."""
    images, videos = _reported("images"), _reported("videos")
    pairs = [(("1.images.eu",), (*images, *videos))] if total(report, videos) else []
    if report.meanings.processed != "matched":  # otherwise equal sums are what one expects
        pairs += [
            (("1.images.eu",), images),
            (("1.videos.eu",), videos),
            (_EU, tuple(name for kind in FILES for name in _reported(kind))),
            (_EU, ("6.known.flagged", "6.new.flagged")),
        ]
    for left, right in pairs:
        volume = total(report, left)
        if volume and volume == total(report, right):
            ours, theirs = (tuple(name for name in side if report.count(name)) for side in (left, right))
            yield Hit(
                (*ours, *theirs),
                f"{' + '.join(ours)} = {figure(volume)}, exactly {' + '.join(theirs)}: what is called processed "
                "may be no more than what matched.",
                seen(report, *ours, *theirs),
            )
            return


def _reported(kind: str) -> tuple[str, ...]:
    return tuple(f"4.{material}.{kind}" for material in ("known", "new"))


def audio_among_files(report: Report) -> Iterator[Hit]:
    """Sound files among the figures; the act leaves the scanning of audio communications out."""
    for name in ("1.other_files.eu", "1.other_files.non_eu", "4.known.other_files", "4.new.other_files"):
        types = report.answer(name).parts.get("file_types")
        words = re.findall(r"[a-z0-9]+", shown(types).casefold()) if types and types.given else []
        found = [word for word in words if word in _AUDIO]
        if found and report.count(name) != 0:
            yield Hit((name,), f'Files of a kind called "{found[0]}" are among the figures.', seen(report, name))


def audio_scanned(report: Report) -> Iterator[Hit]:
    """A declared technology scans audio, or a row on what is processed says in words that audio is scanned."""
    users = [one.name for one in report.technologies or () if "audio" in one.scans]
    if users:
        yield Hit((), f"{', '.join(users)} {'is' if len(users) == 1 else 'are'} said to scan audio.")
    for name in _PROCESSED:
        for text in (*texts(report.answer(name)), report.answer(name).note):
            if sentence := wording.affirmed(text, "audio", besides=("scanning",)):
                yield Hit((name,), f'It says: "{sentence}".', seen(report, name))


def users_not_separated(report: Report) -> Iterator[Hit]:
    """Figures that the form limits to the Union, taken from everywhere."""
    if report.users not in ("eea", "worldwide"):
        return
    names = (*_EU, "4.known.reports", "4.new.reports", "4.solicitation.reports", "5.known.accounts.suspended")
    given = tuple(name for name in names if report.count(name))
    if given:
        where = "all the world" if report.users == "worldwide" else "the whole European Economic Area"
        yield Hit(given, f"Rows for users in the Union hold figures for {where}.", seen(report, *given))


def services_bundled(report: Report) -> Iterator[Hit]:
    """Several services share one set of figures."""
    services = report.answer("1.service").value
    if isinstance(services, tuple) and len(services) > 1:
        names = ", ".join(services)
        yield Hit(
            ("1.service",), f"{names} are reported together; no figure can be told apart by service.",
            seen(report, "1.service"),
        )  # fmt: skip


def content_denied(report: Report) -> Iterator[Hit]:
    """No content, or no other data, is said to be processed, and figures or types of it are given all the same."""
    given = tuple(name for name in (*_ALL, *_TEXT) if report.count(name))
    if report.says("1.content") == "no" and given:
        yield Hit(
            ("1.content", *given),
            "No content is said to be processed, yet figures are given.",
            seen(report, "1.content", *given),
        )
    answer = report.answer("1.metadata")
    parts = [key for key in ("types", "volume") if key in answer.parts and stance(answer.parts[key]) == "words"]
    if report.says("1.metadata") == "no" and parts:
        text = "No data other than content is said to be processed, yet its types or volume are given."
        yield Hit(("1.metadata",), text, tuple((key, shown(answer.parts[key])) for key in parts))
    if report.says("1.content") == "no" and report.says("1.metadata") == "no" and report.technologies:
        text = "Nothing is said to be processed, although technologies are declared."
        yield Hit(("1.content", "1.metadata"), text, seen(report, "1.content", "1.metadata"))


def service_outside(report: Report) -> Iterator[Hit]:
    """A service that, by its name, is no interpersonal communications service, or one that rests on numbers."""
    for name in texts(report.answer("1.service")):
        if wording.finds(name, "number_based"):
            yield Hit(("1.service",), f'"{name}" names a service that rests on numbers.', seen(report, "1.service"))
        elif wording.finds(name, "no_ics") and not wording.finds(name, "ics"):
            what = ", ".join(wording.finds(name, "no_ics"))
            text = f'"{name}" ({what}) does not sound like a service for messages between people.'
            yield Hit(("1.service",), text, seen(report, "1.service"))
