"""Ctrl-C and SIGTERM, put off until a moment at which all that was done is stored and counted.

As `asyncio.Runner` does with Ctrl-C, a signal is taken over only in the main thread, and only where nobody else
has: a host's own handlers are left alone.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Self

_USUAL: dict[int, signal._HANDLER] = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}


class Interrupts:
    """While it is entered, the first signal only sets `asked`; a second one raises `KeyboardInterrupt` at once.

    A SIGTERM that came too late to stop anything is passed on at the end, so that the process ends as it was told to.

    Attributes:
        asked: The signal that came, or None.
    """

    def __init__(self) -> None:
        self.asked: int | None = None
        self._put_off: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number, usual in _USUAL.items():
                handler = signal.getsignal(number)
                if handler in (usual, signal.default_int_handler):
                    self._put_off[number] = handler
                    signal.signal(number, self._note)
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        put_off, self._put_off = self._put_off, {}
        for number, handler in put_off.items():
            signal.signal(number, handler)
        if self.asked and error is None and put_off[self.asked] is signal.SIG_DFL:
            signal.raise_signal(self.asked)

    def _note(self, number: int, _: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = number
