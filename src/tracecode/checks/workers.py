"""Processes that judge parts of a source, while this one reads it, keeps the books and gives the
verdicts in order.

A worker is a new process (`spawn`), so a program that asks for some is protected as
`multiprocessing` wants it: what it does stands below `if __name__ == "__main__"`. Workers hear no
Ctrl-C; whoever asked them ends them.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from queue import LifoQueue
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

P = TypeVar("P")
Answer = TypeVar("Answer")
Judge = Callable[[Any], Answer]
"""What a worker does with a part."""
_AHEAD = 3
"""So many parts a worker are read before the first of them is answered: it never waits for work."""
_MOST = 4096
"""So many parts wait at most, also of those that need no worker."""


class Workers(Generic[Answer]):
    """Some processes, which begin with their first part. Leaving the block ends them at once."""

    def __init__(self, jobs: int, begin: Callable[[], Judge[Answer]]) -> None:
        """Nothing is started yet.

        Args:
            jobs: how many processes at most.
            begin: makes the judge, in each process; it is pickled, and so are parts and answers.
        """
        self._begin, self._jobs = begin, jobs
        self._threads = ThreadPoolExecutor(jobs, "worker")
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(jobs):
            self._idle.put(None)  # one that is not there yet
        self._started: list[_Worker] = []
        self._lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lost = True
        for worker in [*self._started]:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def answers(
        self, parts: Iterable[P], question: Callable[[P], object | None]
    ) -> Iterator[tuple[P, Future[Answer] | None]]:
        """Each part with its answer to come, in order; parts are asked for some way ahead.

        Once a process was lost, no worker answers any more: `result` of all that was not answered
        raises `BrokenProcessPool`.

        Args:
            parts: of the source.
            question: what a worker is given of a part; None: it needs none, and has no answer.
        """
        rest = iter(parts)
        waiting: deque[tuple[P, Future[Answer] | None]] = deque()
        asked = 0
        ended: Exception | None = None
        while True:
            while ended is None and asked < self._jobs * _AHEAD and len(waiting) < _MOST:
                try:
                    part = next(rest)
                except StopIteration as end:
                    ended = end
                except Exception as error:  # noqa: BLE001  # what was read before it comes first
                    ended = error
                else:
                    given = question(part)
                    future = None if given is None else self._threads.submit(self._asked, given)
                    waiting.append((part, future))
                    asked += future is not None
            if not waiting:
                break
            part, future = waiting.popleft()
            asked -= future is not None
            yield part, future
        if ended is not None and not isinstance(ended, StopIteration):
            raise ended

    def _asked(self, question: object) -> Answer:
        """Ask a worker who has nothing to do: there are as many threads as workers."""
        worker = self._idle.get()
        try:
            if self._lost:
                raise BrokenProcessPool
            if worker is None:
                worker = _Worker(self._begin)
                self._started.append(worker)
            answer: Answer = worker.ask(question)
        except BrokenProcessPool:
            self._lost = True
            raise
        finally:
            self._idle.put(worker)
        return answer


class _Worker:
    def __init__(self, begin: Callable[[], Judge[Any]]) -> None:
        if hasattr(signal, "pthread_sigmask"):  # of this thread, and so of the process
            from multiprocessing import resource_tracker

            # What begins with the first process unblocks the signal again: so it begins before.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_serve, args=(theirs, begin), daemon=True
        )
        self._process.start()
        theirs.close()  # or its end would never be seen here

    def ask(self, question: object) -> Any:
        try:
            self._connection.send(question)
            answer, error = self._connection.recv()
        except (EOFError, OSError):
            raise BrokenProcessPool from None
        if error is not None:
            raise error
        return answer

    def kill(self) -> None:
        with suppress(OSError, ValueError):
            self._process.kill()
            self._process.join()


def _serve(connection: Connection, begin: Callable[[], Judge[object]]) -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where signals are not blocked
    gc.set_threshold(50_000, 10, 10)  # as in the process of the command; a tenth of all
    judge: Judge[object] | None = None
    with suppress(EOFError, OSError):  # of the connection
        while True:
            question = connection.recv()
            reply: tuple[object, Exception | None]
            try:
                judge = judge or begin()
                reply = judge(question), None
            except Exception as error:  # noqa: BLE001  # it is raised where it was asked
                reply = None, error
            connection.send(reply)
