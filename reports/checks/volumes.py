"""Category 1: are volumes given, and do they count what was processed?"""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Hit
from ..model import Report, figure
from .look import FILES, point_blank, seen, total

_EU = tuple(f"1.{kind}.eu" for kind in FILES)
_ALL = tuple(f"1.{kind}.{users}" for kind in FILES for users in ("eu", "non_eu"))
_TEXT = ("1.text_bytes.eu", "1.text_bytes.non_eu")
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
    """Volumes that equal, to the item, what was flagged or reported."""
    processed = {name: report.count(name) for name in _EU}
    everything = total(report, _EU)
    reported = {kind: _reported(report, (kind,)) for kind in FILES}
    pairs = [
        (("1.images.eu",), processed["1.images.eu"], _reported_ids(("images",)), reported["images"]),
        (("1.videos.eu",), processed["1.videos.eu"], _reported_ids(("videos",)), reported["videos"]),
        (
            ("1.images.eu",),
            processed["1.images.eu"],
            _reported_ids(("images", "videos")),
            _reported(report, ("images", "videos")),
        ),
        (_EU, everything, _reported_ids(FILES), _reported(report, FILES)),
        (_EU, everything, ("6.known.flagged", "6.new.flagged"), _flagged(report)),
    ]
    for left, volume, right, matches in pairs:
        if volume and volume == matches:
            ours, theirs = (tuple(name for name in side if report.answer(name).given) for side in (left, right))
            yield Hit(
                (*ours, *theirs),
                f"{' + '.join(ours)} = {figure(volume)}, exactly {' + '.join(theirs)}: what is called processed "
                "may be no more than what matched.",
                seen(report, *ours, *theirs),
            )
            return


def _reported_ids(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"4.{material}.{kind}" for material in ("known", "new") for kind in kinds)


def _reported(report: Report, kinds: tuple[str, ...]) -> int | None:
    return total(report, _reported_ids(kinds))


def _flagged(report: Report) -> int | None:
    return total(report, ("6.known.flagged", "6.new.flagged"))


def audio_among_files(report: Report) -> Iterator[Hit]:
    """Sound files among the figures; the act leaves the scanning of audio communications out."""
    for name in (
        *(f"1.other_files.{users}" for users in ("eu", "non_eu")),
        "4.known.other_files",
        "4.new.other_files",
    ):
        answer = report.answer(name)
        types = answer.parts.get("file_types")
        text = f"{types.value if types else ''} {answer.note}".casefold()
        found = [word for word in _AUDIO if word in text.replace("/", " ").replace(".", " ")]
        if found and report.count(name) != 0:
            yield Hit((name,), f'Files of a kind called "{found[0]}" are among the figures.', seen(report, name))


def audio_scanned(report: Report) -> Iterator[Hit]:
    """A declared technology scans audio."""
    users = [one.name for one in report.technologies or () if "audio" in one.scans]
    if users:
        yield Hit((), f"{', '.join(users)} {'is' if len(users) == 1 else 'are'} said to scan audio.")


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
