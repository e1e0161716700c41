"""Decision records: made, verified by a script that stands alone, chained, redacted, replayed; tampering shows."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import shipped, shipped_matters
from derogation.cases.vocabulary import vocabulary
from derogation.commands.group import derogation as program
from derogation.reading.errors import BadInput, CannotWrite
from derogation.records import make, quick, replay, verify_record
from derogation.records.keys import new_key, private_key
from derogation.records.make import canonical_bytes, signature_of
from derogation.records.redact import redacted
from derogation.records.verify_record import Refused, check, check_chain, hash_of, read
from derogation.rules import load, rule_files
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
CASES = {**shipped(), **{f"{name}": path for name, path in shipped_matters().items()}}
Data = dict[str, Any]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("keys")
    return folder / "k", new_key(folder / "k")


def made(path: Path, key: Path, previous: Data | None = None, feature: str = "") -> bytes:
    case = api.load_cases(path)[feature]
    result = api.assess(case, engines=["evaluator"])
    return api.record(case, result, key, previous=previous, files=path.parent, recorded_at="2026-01-02T03:04:05Z")


@pytest.fixture(scope="module")
def raw(keys: tuple[Path, Path]) -> bytes:
    return made(shipped()["late-report"], keys[0])


@pytest.fixture(scope="module")
def chain(keys: tuple[Path, Path]) -> list[bytes]:
    found: list[bytes] = []
    for name in ("whatsapp", "gmail", "outlook"):
        found.append(made(shipped()[name], keys[0], read(found[-1]) if found else None))
    return found


# --- form ------------------------------------------------------------------------------------------------------------

plain_json = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-1e15, 1e15, allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(plain_json)
@settings(max_examples=150, deadline=None)
def test_the_canonical_form_is_that_of_an_independent_library(data: Any) -> None:
    """The verifier's own RFC 8785 gives the bytes of the library rfc8785, whatever the data."""
    assert verify_record.canonical(data).encode() == rfc8785.dumps(data)


@given(st.dictionaries(st.text(), plain_json, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_the_quick_way_of_recording_gives_what_the_verifier_computes(data: Data) -> None:
    """Text and commitments of both parts, whatever the data: odd numbers and keys, empty and nested things."""
    assert quick.text(data).encode() == rfc8785.dumps(data)
    for name in verify_record.PARTS:
        seed = "5e" * 32
        leaves = verify_record.disclosed({"data": data, "seed": seed}, name)
        assert quick.told(data, seed, name) == (verify_record.canonical(data), verify_record.commitments(leaves))


def test_numbers_are_written_as_ecmascript_writes_them() -> None:
    """Around the places where Python and ECMAScript differ."""
    for value in (0.0, -0.0, 1e-7, 1.5e-7, 1e-6, 1.5e-6, -2.5e-5, 0.0001, 12.5, 1e15, 5e-324, -1e-5, 100.0):
        assert verify_record.canonical(value).encode() == rfc8785.dumps(value), value


def test_the_verifier_is_short_and_stands_alone(raw: bytes, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """Fewer than 200 lines; copied elsewhere and run without the program it accepts a record, and no other key."""
    script = tmp_path / "verify.py"
    shutil.copy(str(verify_record.__file__), script)
    assert len(script.read_text("utf-8").splitlines()) < 200
    (tmp_path / "r.json").write_bytes(raw)
    other = new_key(tmp_path / "other")
    for key, code, word in ((keys[1], 0, "ok      signer"), (other, 3, "REFUSED signer")):
        done = subprocess.run(
            [sys.executable, "-I", "-c", _ALONE, str(script), str(tmp_path / "r.json"), "--key", str(key)],
            capture_output=True, text=True, cwd=tmp_path, check=False,
        )  # fmt: skip
        assert (done.returncode, word in done.stdout) == (code, True), done


_ALONE = """
import sys, runpy
sys.modules["derogation"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


# --- tampering -------------------------------------------------------------------------------------------------------


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(inner, (*place, key))


def put(record: Data, place: tuple[Any, ...], change: Callable[[Any], Any]) -> Data:
    found = copy.deepcopy(record)
    holder: Any = found
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = change(holder[place[-1]])
    return found


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return value[:-1] + ("0" if value[-1:] != "0" else "1")
        case None:
            return "x"
        case dict():
            return {**value, "added": 1}
        case _:
            return [*value, "added"]


def gone(record: Data, place: tuple[Any, ...]) -> Data:
    found = copy.deepcopy(record)
    holder: Any = found
    for step in place[:-1]:
        holder = holder[step]
    del holder[place[-1]]
    return found


def test_every_field_of_the_body_and_every_part_is_held(raw: bytes, keys: tuple[Path, Path]) -> None:
    """Each of more than 100 places, changed and taken out, is refused, by the name of the property that fails."""
    record, key = read(raw), keys[1].read_bytes()
    check(record, key)
    tried = 0
    body = [place for place in places(record) if place and place[0] in ("body", "signature")]
    facts = [place for place in places(record) if place[:2] == ("facts", "data") and len(place) > 2]
    answer = [place for place in places(record) if place[:2] == ("answer", "data") and len(place) > 2]
    seeds = [("facts", "seed"), ("answer", "seed")]
    for place in (*body, *facts[::4], *answer[:: len(answer) // 25], *seeds):
        for tampered in (put(record, place, other), gone(record, place)):
            with pytest.raises(Refused) as refused:
                check(read(canonical_bytes(tampered)), key)
            expected = (
                {place[0], "form"} if place[0] in ("facts", "answer") else {"form", "signature", "facts", "answer"}
            )
            expected |= {"agreement"} if place[0] == "body" else set()
            assert str(refused.value).partition(":")[0] in expected, (place, refused.value)
            tried += 1
    assert tried >= 200


def test_what_is_signed_anew_by_another_is_refused_by_the_key(
    raw: bytes, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """A forger who computes commitments, roots and signature again has not the key."""
    record = read(raw)
    new_key(tmp_path / "forger")
    body = put(record, ("body", "recorded_at"), lambda _: "2020-01-01T00:00:00Z")["body"]
    forged = {**record, "body": body, "signature": signature_of(body, private_key(tmp_path / "forger"))}
    found = check(read(canonical_bytes(forged)))
    assert ("signer", "not checked: --key says whose signature is expected") in found
    with pytest.raises(Refused, match=r"^signer: "):
        check(read(canonical_bytes(forged)), keys[1].read_bytes())


def test_an_answer_of_another_question_is_refused_though_signed(raw: bytes, keys: tuple[Path, Path]) -> None:
    """Question and answer of a record belong together."""
    record = read(raw)
    for change in ({"on": "2020-01-01"}, {"standpoint": "Somebody"}, {"on_the_record": True}):
        body = copy.deepcopy(record["body"])
        body["question"].update(change)
        with pytest.raises(Refused, match=r"^agreement: "):
            check({**record, "body": body, "signature": signature_of(body, private_key(keys[0]))})


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"format":', '"format" :', 1),
        lambda text: text + "\n",
        lambda text: "\ufeff" + text,
        lambda text: text.replace('"body":', '"body":{},"body":', 1),
        lambda text: text.replace('"index":1', '"index":1.0', 1),
        lambda text: text.replace('"index":1', '"index":1e0', 1),
        lambda text: text.replace('"index":1', '"index":01', 1),
        lambda text: text.replace('"index":1', '"index":true', 1),
        lambda text: text.replace('"index":1', '"index":"1"', 1),
        lambda text: text.replace('"index":1', '"index":NaN', 1),
        lambda text: text.replace('"index":1', '"index":9007199254740993', 1),
        lambda text: text.replace("a", "\\u0061", 1),
        lambda text: json.dumps(json.loads(text), indent=1),
        lambda text: json.dumps(json.loads(text), ensure_ascii=True, separators=(",", ":")),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False, separators=(",", ":")),
        lambda text: text[:-1],
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: "null",
        lambda text: "[" * 100_000,
        lambda text: text.replace('"seed":"', '"seed":"\\ud800', 1),
        lambda text: text.replace(FORMAT, "derogation/record/2", 1),
    ],
)
def test_there_is_one_form_only(raw: bytes, keys: tuple[Path, Path], change: Callable[[str], str]) -> None:
    """Layout, order, escapes, numbers, duplicate keys and cuts: what is not the canonical form is refused."""
    tampered = change(raw.decode())
    assert tampered != raw.decode()
    with pytest.raises(Refused, match=r"^(form|signature): "):
        check(read(tampered.encode("utf-8", "surrogatepass")), keys[1].read_bytes())


FORMAT = verify_record.FORMAT


def test_letters_that_look_alike_are_not_the_same(raw: bytes, keys: tuple[Path, Path]) -> None:
    """A composed and a decomposed letter, or a Cyrillic one, in a fact: another value."""
    record = read(raw)
    record["facts"]["data"]["profile"]["name"] = "Café"
    with pytest.raises(Refused, match=r"^facts: "):
        check(read(canonical_bytes(record)), keys[1].read_bytes())
    for change in (("o", "о"), ("a", "а"), ("e", "é")):
        tampered = put(read(raw), ("facts", "data", "profile", "name"), lambda name, pair=change: name.replace(*pair))
        with pytest.raises(Refused, match=r"^facts: "):
            check(read(canonical_bytes(tampered)), keys[1].read_bytes())


# --- chains ----------------------------------------------------------------------------------------------------------


def test_a_chain_shows_what_is_missing(chain: list[bytes]) -> None:
    """Left out at the start or within, out of order, twice: refused; at the end only the head shows it, as it says."""
    records = [read(each) for each in chain]
    head = hash_of(records[-1])
    assert ("head", "nothing is missing") in check_chain(records, head)
    a, b, c = records
    for wrong in ([b, c], [a, c], [a, c, b], [c, b, a], [a, a, b, c], [a, b, b, c]):
        with pytest.raises(Refused, match=r"^chain: "):
            check_chain(wrong, head)
    for short in ([a, b], [a]):
        assert "not checked" in dict(check_chain(short))["head"]
        with pytest.raises(Refused, match=r"^head: "):
            check_chain(short, head)
    with pytest.raises(Refused, match=r"^head: "):
        check_chain(records, "0" * 64)


def test_commands_chain_verify_show_and_replay(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """A folder grows a chain; each command says what it found, and refuses with exit code 3 naming the property."""

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(program, arguments)

    folder = tmp_path / "records"
    folder.mkdir()
    for name in ("whatsapp", "skype#number-calls"):
        done = run("assess", name, "--engines", "evaluator", "--record", str(folder), "--sign-with", str(keys[0]))
        assert done.exit_code == 0, done
    chained = run("record", "chain", str(folder), "--key", str(keys[1]))
    head = chained.stdout.split()[-1]
    assert "omitted" not in chained.stdout
    assert "not checked: without --head" in chained.stdout
    assert "nothing is missing" in run("record", "chain", str(folder), "--head", head).stdout
    (folder / "0002.json").unlink()
    assert "head: " in str(run("record", "chain", str(folder), "--head", head).exception)
    first = str(folder / "0001.json")
    assert json.loads(run("record", "show", first, "--format", "json").stdout)["outcome"] == "undetermined"
    again = json.loads(run("record", "replay", first, "--require-same", "--format", "json").stdout)
    assert (again["same"], again["changes"]) == (True, [])
    hidden = tmp_path / "hidden.json"
    assert run("record", "redact", first, "--withhold", "service.numbering", "-o", str(hidden)).exit_code == 0
    assert run("record", "verify", str(hidden), "--key", str(keys[1])).exit_code == 0
    assert "cannot be replayed" in str(run("record", "replay", str(hidden)).exception)
    assert run("assess", "whatsapp", "--record", str(folder)).exit_code == 2
    assert isinstance(run("record", "key", "new", str(keys[0])).exception, CannotWrite)
    public = run("assess", "whatsapp", "--record", str(folder), "--sign-with", str(keys[1]))
    assert "no private key" in str(public.exception)


# --- redaction -------------------------------------------------------------------------------------------------------


def test_what_is_withheld_is_quoted_nowhere_and_the_rest_verifies(keys: tuple[Path, Path]) -> None:
    """The fact, its note and its words are gone from the whole record, which verifies, keeps its hash, and says so."""
    record = read(made(shipped()["skypeout"], keys[0]))
    path = "service.numbering.reaches_numbers"
    note = record["facts"]["data"]["profile"]["service"]["numbering"]["reaches_numbers"]["note"]
    hidden = redacted(record, [path])
    told = json.loads(hidden)
    shown = json.dumps({name: told[name] for name in ("facts", "answer")}, ensure_ascii=False)
    for quoted in (note, path, "enables communication with numbers", "enable communication with numbers"):
        assert quoted not in shown, quoted
        assert quoted in json.dumps(record, ensure_ascii=False), quoted
    assert hash_of(read(hidden)) == hash_of(record)
    found = dict(check(read(hidden), keys[1].read_bytes()))
    assert "withheld" in found["facts"]
    assert " 0 withheld" not in found["facts"]
    with pytest.raises(BadInput, match="cannot be replayed"):
        api.replay(read(hidden))


def test_guessed_redactions_are_refused(keys: tuple[Path, Path]) -> None:
    """Whoever puts a guess, an old salt, another commitment or nothing in the place of a withheld leaf is refused."""
    record = read(made(shipped()["skypeout"], keys[0]))
    told = json.loads(redacted(record, ["service.numbering"]))
    whole = json.loads(redacted(record, ["service.internet_access"]))["facts"]["leaves"]
    at = next(at for at, leaf in enumerate(told["facts"]["leaves"]) if isinstance(leaf, str))
    salt = next(leaf[2] for leaf in told["facts"]["leaves"] if not isinstance(leaf, str))
    pointer = "/profile/service/numbering/reaches_numbers/value"
    guesses = [[pointer, value, salt_] for value in (True, False) for salt_ in (salt, "0" * 64)]
    genuine = next(leaf for leaf in whole if leaf[0] == pointer)
    guesses += [[pointer, not genuine[1], genuine[2]], [f"{pointer}s", genuine[1], genuine[2]], "0" * 64]
    for guess in guesses:
        with pytest.raises(Refused, match=r"^facts: "):
            check(read(canonical_bytes(put(told, ("facts", "leaves", at), lambda _, guess=guess: guess))))
    for change in (lambda found: found[:-1], lambda found: [*found, found[0]], lambda found: found[::-1]):
        with pytest.raises(Refused, match=r"^facts: "):
            check(read(canonical_bytes(put(told, ("facts", "leaves"), change))))


def test_nothing_stated_cannot_be_withheld(raw: bytes) -> None:
    """A slip in a path would withhold nothing, unseen."""
    with pytest.raises(BadInput, match="states nothing there"):
        redacted(read(raw), ["service.numberng"])


# --- replay ----------------------------------------------------------------------------------------------------------

SAMPLE = [*list(shipped())[::9], "google-2025"]


@pytest.mark.parametrize("name", SAMPLE)
def test_a_case_is_recorded_verified_and_replayed_byte_for_byte(name: str, keys: tuple[Path, Path]) -> None:
    """The answer derived anew from the record has the same bytes."""
    record = read(made(shipped()[name], keys[0]))
    check(record, keys[1].read_bytes())
    found = api.replay(record)
    assert (found.same, found.same_by_recorded_rules, found.changes) == (True, True, ())


@pytest.mark.long
def test_every_shipped_case_is_replayed_byte_for_byte_in_a_fresh_process(
    keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """Each case of the library and of training, and each feature of a matter, replayed by another process."""
    files = []
    for name, path in CASES.items():
        for feature in api.load_cases(path):
            case = api.load_cases(path)[feature]
            file = tmp_path / f"{name}-{feature}.json"
            file.write_bytes(api.record(case, api.assess(case), keys[0], files=path.parent))
            files.append(file)
    code = (
        "import sys\nfrom derogation import api\nassert all(api.replay(api.read_record(f)).same for f in sys.argv[1:])"
    )
    assert subprocess.run([sys.executable, "-c", code, *map(str, files)], check=False).returncode == 0
    assert len(files) >= len(shipped()) + 4


def test_report_files_travel_with_the_record(keys: tuple[Path, Path], tmp_path: Path) -> None:
    """A report beside the profile is in the record; without the folder it is replayed all the same."""
    library = ROOT / "reports" / "library" / "google-2025.yaml"
    shutil.copy(library, tmp_path / "mine.yaml")
    (tmp_path / "case.yaml").write_text(
        "profile: derogation/profile/1\nname: Mine\nassess_on: 2026-02-01\nprovider: {name: Google Ireland}\n"
        "reports: [{file: mine.yaml}]\n", "utf-8",
    )  # fmt: skip
    record = read(made(tmp_path / "case.yaml", keys[0]))
    (tmp_path / "mine.yaml").unlink()
    assert list(record["facts"]["data"]["files"]) == ["mine.yaml"]
    assert api.replay(record).same


def test_a_later_version_names_what_changed(
    keys: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a next version with one rule changed, the replay names version, law, rule and each change of the answer,
    and that by the recorded rules the answer is the same."""
    old = read(made(shipped()["started-2023-without-report"], keys[0]))
    for file in rule_files():
        shutil.copy(file, tmp_path)
    rules = tmp_path / "04-reports.yaml"
    text = rules.read_text("utf-8")
    assert "assessed_on after duty.due" in text
    rules.write_text(text.replace("assessed_on after duty.due", "assessed_on after 2099-01-01", 1), "utf-8")
    later = load(vocabulary(), tmp_path)
    monkeypatch.setattr(replay, "VERSION", "0.2.0")
    monkeypatch.setattr("derogation.showing.assessment_json.VERSION", "0.2.0")
    monkeypatch.setattr(make, "law_digest", lambda: "f" * 64)
    monkeypatch.setattr(replay, "law_digest", lambda: "f" * 64)
    monkeypatch.setattr("derogation.api.records.rulebook", lambda: later)
    found = api.replay(old)
    assert (found.same, found.same_by_recorded_rules) == (False, True)
    named = {(each.kind, each.what): (each.before, each.after) for each in found.changes}
    assert named["program", "version"] == ("0.1.0", "0.2.0")
    assert ("law", "the program's account of the law") in named
    assert ("rule", "definition report_owed") in named
    assert named["answer", "/outcome"] == ("not_eligible", "eligible")


def test_a_record_keeps_question_and_standpoint(keys: tuple[Path, Path]) -> None:
    """As a party, on the record, on a chosen reading, on another day: the replay answers the same question."""
    case = api.load_profile(shipped()["tiktok-direct-messages"])
    chosen = {"ancillary_test": "article"}
    result = api.assess(case, None, "tiktok", on_the_record=True, readings=chosen, engines=["evaluator"])
    record = read(api.record(case, result, keys[0], readings=chosen))
    assert record["body"]["question"]["standpoint"] == "TikTok"
    assert api.replay(record).same
    assert not api.replay(put(record, ("body", "question", "standpoint"), lambda _: None)).same
