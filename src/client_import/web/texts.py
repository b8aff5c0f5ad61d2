"""Every text of the pages in one catalogue, so that a host can hand in another language or other words.

Messages about rows and files come from the library's own catalogue of problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from client_import.web.english import ENGLISH_PAGES

PageTexts: TypeAlias = Mapping[str, str]
"""Key -> text, with parameters in braces. A text for a number has the keys `….one` and `….other`."""


class Texts:
    """Looks texts up; what a host's catalogue does not have is said in English.

    Args:
        catalogue: The host's.
    """

    def __init__(self, catalogue: PageTexts) -> None:
        self._texts = {**ENGLISH_PAGES, **catalogue}

    def __call__(self, key: str, **params: object) -> str:
        """The text of a key.

        Raises:
            KeyError: There is none.
        """
        return self._texts[key].format_map(params)

    def count(self, key: str, number: int, **params: object) -> str:
        """The text of a key for a number: `1 row`, `2,000 rows`."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=self.number(number), **params)

    def number(self, number: int) -> str:
        """A number as the language writes it: `2,000`."""
        return f"{number:,}".replace(",", self("thousands"))
