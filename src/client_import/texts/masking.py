"""What is shown in place of a password, or of a password hash that stands where none is expected."""

from __future__ import annotations

import re

MASK = "••••••"
"""What is shown in place of a password."""

_HASH = re.compile(r"\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}")
"""A bcrypt hash of any kind and cost, also one that could not be stored."""


def holds_hash(text: str) -> bool:
    """Whether a bcrypt hash stands in a text, also behind the name of a scheme (`{bcrypt}$2b$…`)."""
    return "$2" in text and _HASH.search(text) is not None


def mask_hashes(text: str) -> str:
    """The text with every bcrypt hash in it masked."""
    return _HASH.sub(MASK, text) if "$2" in text else text
