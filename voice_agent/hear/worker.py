"""Who does the recogniser's work: a thread of its own, or the caller at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Worker(Protocol):
    """Runs jobs one after the other, in the order they were given."""

    @property
    def works_beside(self) -> bool:
        """Whether the caller goes on while a job runs."""

    @property
    def is_idle(self) -> bool:
        """Whether a new job would begin at once."""

    def submit(self, job: Callable[[], T]) -> Future[T]: ...

    def close(self) -> None:
        """Finish the jobs given so far, then take no more."""


class ThreadWorker:
    """One thread."""

    works_beside = True

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._last: Future[object] | None = None

    @property
    def is_idle(self) -> bool:
        return self._last is None or self._last.done()

    def submit(self, job: Callable[[], T]) -> Future[T]:
        future = self._pool.submit(job)
        self._last = future  # type: ignore[assignment]
        return future

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class InlineWorker:
    """No thread: a job is done when ``submit`` returns, so the order never varies."""

    works_beside = False
    is_idle = True

    def submit(self, job: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(job())
        except Exception as error:  # for whoever asks for the result
            future.set_exception(error)
        return future

    def close(self) -> None:
        pass
