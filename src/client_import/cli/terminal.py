"""Text on a terminal: control characters named, never obeyed; a reader who went away reported, not fatal."""

from __future__ import annotations

import errno
import shlex
import unicodedata
from typing import NoReturn

from rich.console import Console as RichConsole
from rich.text import Text

_READ_IN_QUOTES = frozenset('"$`\\!%')
"""What some shell takes for more than itself even between double quotation marks."""


class Console(RichConsole):
    """A console that reports a reader who went away, instead of ending the program."""

    def on_broken_pipe(self) -> NoReturn:
        """As click wants it, which then ends quietly."""
        raise BrokenPipeError(errno.EPIPE, "nobody reads on")


def console(*, aside: bool = False) -> Console:
    """Standard output, for people; `aside`: standard error, where standard output is for a program."""
    return Console(highlight=False, stderr=aside)


def say(console: RichConsole, text: str, style: str = "") -> None:
    """One or more lines."""
    console.print(Text(visible(text, keep_lines=True), style=style), soft_wrap=True)


def visible(text: str, *, keep_lines: bool = False) -> str:
    """Text from a file as a terminal may show it: control characters named, never obeyed."""
    return "".join(char if char.isprintable() or (keep_lines and char == "\n") else _name_char(char) for char in text)


def option(name: str, *parts: str) -> str:
    """A command-line option to copy, its value quoted for a shell: `--map "Home Town=R4"`.

    Every shell knows double quotation marks; those of Windows know no others.
    """
    text = "=".join(parts)
    bare = shlex.quote(text)
    return f"{name} {bare}" if bare == text or set(text) & _READ_IN_QUOTES else f'{name} "{text}"'


def count(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _name_char(char: str) -> str:
    if char in "\r\n":
        return "⏎"
    return " " if unicodedata.category(char) == "Zs" else f"\\u{ord(char):04x}"
