"""Working memories of durable_rules: nothing that one caller leaves behind, or does meanwhile, reaches another."""

from __future__ import annotations

import multiprocessing
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from derogation import Case, answer_json, assess, load_profile, rulebook
from derogation.cases.catalogue import shipped
from derogation.engine.answer import machine
from derogation.engine.truth.forward.chaining import available

needs_both = pytest.mark.skipif(not available(), reason="durable_rules cannot be imported here")
CASES = tuple(shipped())[::7]


def answer(name: str) -> dict[str, Any]:
    case = load_profile(shipped()[name])
    return answer_json(assess(case))


class Interrupting:
    """The C module, whose caller is interrupted just before, or just after, its call of this number."""

    def __init__(self, real: Any, call: int, *, after: bool) -> None:
        self.real, self.left, self.after, self.error = real, call, after, real.error

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise KeyboardInterrupt
            result = getattr(self.real, name)(*arguments)
            if self.left == 0:
                raise KeyboardInterrupt
            return result

        return called


def test_eight_threads_give_the_answers_of_one() -> None:
    """Different cases assessed by eight threads at once have the answers that one thread gives."""
    expected = {name: answer(name) for name in CASES}
    todo = CASES * 4
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(answer, todo)) == [expected[name] for name in todo]


@needs_both
@pytest.mark.parametrize("after", [False, True])
def test_an_interruption_leaves_nothing_behind(after: bool, quayline: Case) -> None:
    """Wherever a call is interrupted, also twice in a row, the next one has the right answer by both engines."""
    forward = machine(rulebook()).second()
    assert forward is not None
    expected, real = answer_json(assess(quayline)), forward.engine
    for call in (*range(1, 30), 50, 51, 52):
        forward.drawn.cache_clear()  # so that every fact is put to durable_rules again
        for _ in range(1 + call % 2):
            forward.engine = Interrupting(real, call, after=after)
            with pytest.raises(KeyboardInterrupt):
                assess(quayline)
        forward.engine = real
        assert answer_json(assess(quayline)) == expected
        assert expected["engines"] == ["evaluator", "durable_rules"]


@needs_both
def test_an_interrupted_registration_is_made_up_for(monkeypatch: pytest.MonkeyPatch, quayline: Case) -> None:
    """An interruption while the second engine is set up does not silently leave the evaluator alone."""
    engines = machine(rulebook())
    with monkeypatch.context() as patch:
        patch.setattr(engines, "tried", False)
        patch.setattr("derogation.engine.answer.ForwardEngine", interrupted)
        with pytest.raises(KeyboardInterrupt):
            assess(quayline)
    engines.tried = False
    assert assess(quayline).engines == ("evaluator", "durable_rules")


def interrupted(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_process_forked_beside_a_busy_thread_can_assess(quayline: Case) -> None:
    """A fork waits until no thread is in the middle of a working memory, so the child neither hangs nor differs."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            assess(quayline)

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            children = [multiprocessing.get_context("fork").Process(target=assess, args=(quayline,)) for _ in range(5)]
            for child in children:
                child.start()
    finally:
        stop.set()
        thread.join(60)
    for child in children:
        child.join(60)
        assert child.exitcode == 0


def test_the_evaluator_alone_says_so(quayline: Case) -> None:
    """Where the second engine is left out, the answer names one engine and is the same otherwise."""
    alone = answer_json(assess(quayline, engines=["evaluator"]))
    assert alone["engines"] == ["evaluator"]
    assert {**alone, "engines": None} == {**answer_json(assess(quayline)), "engines": None}


@pytest.fixture(scope="module")
def quayline() -> Case:
    return load_profile("docs/examples/quayline.yaml")
