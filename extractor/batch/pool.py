"""Work in processes of its own, where it can hang, crash or eat memory alone: the only door to pebble."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext, ForkServerProcess
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import RLock
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Generic, TypeVar

import pebble

from extractor.errors import Reason

T = TypeVar("T")

DOCUMENTS_A_WORKER = 100
"""A worker is replaced after so many, whatever its libraries have leaked by then."""

_LOOK = 1.0
"""Seconds between two looks at whether the pool still lives."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may take: seconds of the clock and bytes of address space (Linux)."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Broken:
    """Work that gave no result: TIMEOUT, CRASHED, LIMIT (memory), or INTERNAL, a mistake of ours.

    ``kind`` and ``why`` are for people; ``trace`` is the traceback where there is one.
    """

    reason: Reason
    kind: str
    why: str
    trace: str = ""


@dataclass(slots=True)
class Ticket(Generic[T]):
    """Work that was handed in."""

    work: Callable[..., T]
    arguments: tuple[object, ...]
    seconds: float
    future: pebble.ProcessFuture[T] = field(repr=False)


class Pool:
    """``workers`` processes that run functions of a module's top level.

    A context manager: once it is left, all workers have ended, whatever they were at.  What they
    print goes to ``log``.
    """

    def __init__(self, workers: int, limits: Limits, log: Path, *, preload: tuple[str, ...] = ()) -> None:
        self._workers = workers
        self._limits = limits
        self._log = log
        self._context = _Context(preload)

    def __enter__(self) -> Pool:
        self._pool = self._new(self._workers)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self._pool)

    def submit(self, work: Callable[..., T], *arguments: object) -> Ticket[T]:
        """Hands in work, which is begun in the order of handing in."""
        limit = self._limits.seconds
        if not self._pool.active:
            self._renew()
        future = self._pool.schedule(work, args=list(arguments), timeout=limit)
        return Ticket(work, arguments, limit, future)

    def alone(self, work: Callable[..., T], *arguments: object, seconds: float) -> T | Broken:
        """Does work at once in a process of its own, however much is waiting for the others."""
        pool = self._new(1)
        try:
            future = pool.schedule(work, args=list(arguments), timeout=seconds)
            error = future.exception()
            return future.result() if error is None else self._broken(error, seconds)
        finally:
            _end(pool)

    def outcome(self, ticket: Ticket[T]) -> T | Broken:
        """Waits for the work.  Never raises what the work raised: that comes back as Broken."""
        error = self._wait(ticket)
        if error is None:
            return ticket.future.result()
        if isinstance(error, BrokenProcessPool):
            # The whole pool fell, by this work or by another of those in it: try this one by itself.
            return self.alone(ticket.work, *ticket.arguments, seconds=ticket.seconds)
        return self._broken(error, ticket.seconds)

    def _wait(self, ticket: Ticket[T]) -> BaseException | None:
        while True:
            try:
                return ticket.future.exception(timeout=_LOOK)
            except TimeoutError:
                if not self._pool.active and not ticket.future.done():
                    return BrokenProcessPool("the pool of workers fell")

    def _broken(self, error: BaseException, seconds: float) -> Broken:
        trace = getattr(error, "traceback", "")
        kind = type(error).__name__
        if isinstance(error, TimeoutError) and not trace:
            return Broken(Reason.TIMEOUT, kind, f"{seconds:g}")
        if isinstance(error, pebble.ProcessExpired):
            return Broken(Reason.CRASHED, kind, _exit(error.exitcode))
        if isinstance(error, MemoryError):
            return Broken(Reason.LIMIT, kind, f"{self._limits.memory // 1024**2}", trace)
        if isinstance(error, BrokenProcessPool) and not isinstance(
            error.__cause__, TypeError | AttributeError | pickle.PicklingError
        ):
            return Broken(Reason.CRASHED, kind, str(error))
        return Broken(Reason.INTERNAL, kind, str(error), trace)

    def _new(self, workers: int) -> pebble.ProcessPool:
        """A pool whose workers are started.

        They are started in a thread, and waited for even where this one is interrupted: a process
        interrupted half way in starting another leaves behind one that nobody knows.
        """
        pool = pebble.ProcessPool(
            max_workers=workers,
            max_tasks=DOCUMENTS_A_WORKER,
            initializer=_begin,
            initargs=(self._limits.memory, str(self._log)),
            context=self._context,
        )
        starting = Thread(target=lambda: pool.active)
        with ExitStack() as undo:
            undo.callback(_end, pool)
            undo.callback(starting.join)
            starting.start()
            starting.join()
            undo.pop_all()
        return pool

    def _renew(self) -> None:
        _end(self._pool)
        self._pool = self._new(self._workers)


def _end(pool: pebble.ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


if sys.platform != "win32":

    class _Worker(ForkServerProcess):
        """A worker, which a termination signal does not reach."""

        def terminate(self) -> None:
            self.kill()


def _start_fork_server() -> None:
    """Starts it, and so all that it forks, with the signals blocked that are meant for this process.

    Ctrl-C reaches every process of the terminal, and each would die of it with a traceback of its own.
    They are ended by this one.
    """
    # Starting the tracker unblocks both signals: it comes first.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context:
    """How processes are started: by a fork server where there is one.

    It was forked before any thread was started; plain fork copies the locks that other threads hold,
    and hangs on them.  Locks live as long as this, and so as the pool: pebble gives them up before it
    ends its workers, and one that is just starting then fails for want of them, with a traceback.
    """

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._locks: list[RLock] = []
        if sys.platform == "win32":
            self._context: BaseContext = multiprocessing.get_context("spawn")
            self.Process: Callable[..., BaseProcess] = self._context.Process  # type: ignore[attr-defined]
        else:
            self._context = multiprocessing.get_context("forkserver")
            self._context.set_forkserver_preload(list(preload))
            self.Process = _Worker
            _start_fork_server()
        self.Pipe = self._context.Pipe
        self.get_start_method = self._context.get_start_method

    def RLock(self) -> RLock:  # noqa: N802 - pebble's name
        lock = self._context.RLock()
        self._locks.append(lock)
        return lock


def _begin(memory: int, log: str) -> None:
    """The first thing that a worker does."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    faulthandler.enable(file=2)
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or memory < most:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _exit(code: int) -> str:
    """How a process ended: its exit code, or the signal that killed it."""
    if code < 0:
        return next((known.name for known in signal.Signals if known == -code), f"signal {-code}")
    return f"exit {code}"
