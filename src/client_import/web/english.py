"""The pages' texts in English."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH_PAGES: Mapping[str, str] = {}
