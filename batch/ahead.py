"""Reading in a thread of its own, so that reading and working overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Ahead(Generic[Item]):
    """Gives what ``chunks`` gives while a thread reads two ahead; an error in reading is raised where it was met."""

    def __init__(self, chunks: Iterator[Item]) -> None:
        self.chunks = chunks
        self.waiting: queue.Queue[Item | BaseException | None] = queue.Queue(2)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Iterator[Item]:
        self.thread.start()
        return self._given()

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        while self.thread.is_alive():
            try:
                self.waiting.get(timeout=0.1)
            except queue.Empty:
                continue

    def _read(self) -> None:
        end: BaseException | None = None
        try:
            for chunk in self.chunks:
                if self.stop.is_set():
                    return
                self.waiting.put(chunk)
        except BaseException as failure:
            end = failure
        self.waiting.put(end)

    def _given(self) -> Iterator[Item]:
        while True:
            item = self.waiting.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
