from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import derogation
import pytest
from beside import BESIDE
from click.testing import CliRunner
from derogation.commands import group as cli
from derogation.reading.errors import BadInput
from derogation.rules import official_text
from derogation.rules.anchors import load_anchors, quotations
from derogation.rules.official_text import read_official_text
from derogation.rules.quotes import sentence_hash, squeeze
from derogation.rules.verify import Verification, verify

LAST_DAY = "It shall apply until 3 April 2028."
EXPIRED = "Regulation (EU) 2021/1232 has expired."
SEEDS = sorted((BESIDE / "seeds").glob("003*.txt"))


def formex(*sentences: str) -> bytes:
    """A text laid out as Formex does: elements without blanks between them, a footnote, quotation marks as elements."""
    points = "".join(
        f"<ITEM><NP><NO.P>({chr(97 + at % 26)})</NO.P><TXT>{each}<NOTE><P>OJ L 1, p. 1.</P></NOTE></TXT></NP></ITEM>"
        for at, each in enumerate(sentences)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><ACT><TITLE>An act</TITLE>{points}</ACT>".encode()


def zipped(folder: Path, content: bytes, name: str = "L_1EN.fmx.xml", **extra: bytes) -> Path:
    file = folder / "act.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        for each, data in extra.items():
            archive.writestr(each, data)
    return file


def held(celex: str, file: Path) -> Verification:
    return verify(celex, read_official_text(file), derogation.rulebook())


def found(verification: Verification) -> dict[str, bool]:
    return {each.id: each.found for each in verification.sentences}


def test_sentences_are_found_in_a_formex_like_zip(tmp_path: Path) -> None:
    """The short sentences of the act of 2026 are found by their hashes, whatever stands around them."""
    result = held("32026R1881", zipped(tmp_path, formex(EXPIRED, f"Words before. {LAST_DAY}")))
    assert found(result) == {"entry_into_force": False, "last_day": True, "predecessor_expired": True}
    assert result.whole is False


@pytest.mark.parametrize(
    "tampered",
    [
        "It shall apply until 3 April 2029.",
        "It shall apply until 3 April  2028",
        "It shall not apply until 3 April 2028.",
    ],
)
def test_a_tampered_sentence_is_not_found(tampered: str, tmp_path: Path) -> None:
    """One letter, one full stop or one word more: the sentence is reported as missing."""
    result = held("32026R1881", zipped(tmp_path, formex(EXPIRED, tampered)))
    assert found(result)["last_day"] is False
    assert not result.equal


def test_a_quotation_is_the_same_changed_or_absent(tmp_path: Path) -> None:
    """Rule by rule: confirm, read again, or rewrite, with the rules concerned."""
    result = held(
        "32026R1881",
        zipped(tmp_path, formex("They limit to the maximum extent possible the rate of errors, save on Sundays;")),
    )
    by_quote = {each.provision: each for each in result.quotes if "extent possible the rate" in each.quote}
    assert (by_quote["3(1)(e)"].found, by_quote["3(1)(e)"].rules) == ("changed", ("sufficiently_reliable",))
    absent = next(each for each in result.quotes if each.provision == "1(2)")
    assert absent.to_do.startswith("rewrite or drop")


def test_layout_labels_and_quotation_marks_do_not_make_another_sentence() -> None:
    """Labels of points, case, blanks, hyphens at line ends: the sentence is the same; another word makes another."""

    def hashed(text: str) -> str | None:
        return sentence_hash("keep a log", squeeze(text))

    same = hashed("First. (a) Keepers keep a log of ships; more.")
    assert same is not None
    assert hashed("Other: (ii)\n  keepers KEEP a log\nof sh-\nips; end.") == same
    assert hashed("First. (a) Keepers keep a log of all ships; more.") != same
    assert hashed("First.") is None


@pytest.mark.skipif(not SEEDS, reason="the text of the Regulation is not at hand; every sentence of it is not compared")
def test_the_regulation_as_read_has_every_sentence() -> None:
    """Extra check: in the text of the Regulation each of the quotations stands in its known sentence."""
    result = held("32021R1232", SEEDS[0])
    assert all(found(result).values())
    assert {each.found for each in result.quotes} == {"same"}
    assert len(result.quotes) == len(list(quotations(derogation.rulebook())))


@pytest.mark.skipif(not SEEDS, reason="the text of the Regulation is not at hand; no tampered copy of it is tried")
def test_a_tampered_copy_of_the_regulation_is_found_out(tmp_path: Path) -> None:
    """Extra check: a condition with one word taken out is read again, all others are confirmed."""
    file = tmp_path / "text.txt"
    text = SEEDS[0].read_text("utf-8")
    file.write_text(text.replace("rectified without delay;", "rectified;"), encoding="utf-8")
    result = held("32021R1232", file)
    assert {each.provision for each in result.quotes if each.found != "same"} == {"3(1)(e)"}
    assert not result.equal


def test_a_zip_that_unpacks_to_more_than_an_act_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the sizes it states, by what comes out where these are false, and by the number of its files."""
    bomb = zipped(tmp_path, b"<a>" + b" " * 200_000 + b"</a>")
    monkeypatch.setattr(official_text, "MOST_BYTES", 100_000)
    with pytest.raises(BadInput, match="holds more than the text of an act can be"):
        read_official_text(bomb)
    raw = bytearray(bomb.read_bytes())
    at = raw.rindex(b"PK\x01\x02") + 24  # the size as the directory of the zip states it
    raw[at : at + 4] = (10).to_bytes(4, "little")
    bomb.write_bytes(raw)
    with pytest.raises(BadInput):
        read_official_text(bomb)
    monkeypatch.setattr(official_text, "MOST_FILES", 3)
    many = zipped(tmp_path, b"<a>x</a>", **{f"{n}.xml": b"<a>x</a>" for n in range(3)})
    with pytest.raises(BadInput, match="holds more"):
        read_official_text(many)


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'>]>",
        "<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_and_document_types_are_refused(head: str, encoding: str, tmp_path: Path) -> None:
    """Nothing is expanded and nothing outside is read, in whatever encoding it is asked for."""
    file = zipped(tmp_path, f"{head}<a>&x;</a>".encode(encoding))
    with pytest.raises(BadInput, match="declares a document type or entities"):
        read_official_text(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 not a zip", "no zip that can be read"),
        (b"<a><b></a>", "no XML that can be read"),
        (b"\xff\x00text", "not UTF-8 at byte 0"),
        (b"", "holds no text"),
    ],
)
def test_a_file_that_is_no_text_of_an_act_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    """What is wrong is said with the file's name and what to give instead."""
    file = tmp_path / "act"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=said) as caught:
        read_official_text(file)
    assert str(file) in str(caught.value)
    assert caught.value.problems[0].hint


def test_the_command_reports_and_requires(tmp_path: Path) -> None:
    """Exit code 0 with a report; 1 only where equality was required; 3 for a file that cannot be read."""
    file = zipped(tmp_path, formex(EXPIRED, LAST_DAY))
    runner = CliRunner()
    text = runner.invoke(cli.derogation, ["law", "verify", "32026R1881", str(file)])
    assert text.exit_code == 0, text.output
    assert "entry_into_force: NOT FOUND" in text.output
    assert "last_day: found in L_1EN.fmx.xml" in text.output
    assert runner.invoke(cli.derogation, ["law", "verify", "32026R1881", str(file), "--require-equal"]).exit_code == 1
    data = json.loads(
        runner.invoke(cli.derogation, ["law", "verify", "32026R1881", str(file), "--format", "json"]).output
    )
    schema = json.loads(runner.invoke(cli.derogation, ["schema", "law-verify"]).output)
    assert set(data) == set(schema["required"])
    assert data["equal"] is False


def test_an_anchor_of_words_shown_is_the_hash_of_these_words(tmp_path: Path) -> None:
    """Where a known sentence is quoted in the data, its hash and length are those of the words quoted."""
    from hashlib import sha256

    quoted = [each for act in load_anchors().values() for each in act.sentences if each.words]
    assert len(quoted) == 3
    for each in quoted:
        assert sha256(each.words.encode()).hexdigest() == each.sha256
        assert len(each.words) == each.last - each.first


def test_a_file_that_is_read_leaves_nothing_behind(tmp_path: Path) -> None:
    """A zip is read in memory: no file is unpacked, wherever its entries say they belong."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../escape.xml", formex(LAST_DAY))
    file = tmp_path / "deep" / "act.zip"
    file.parent.mkdir()
    file.write_bytes(data.getvalue())
    assert found(held("32026R1881", file))["last_day"] is True
    assert [each.name for each in tmp_path.rglob("*")] == ["deep", "act.zip"]
