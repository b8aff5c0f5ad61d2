"""The German pages say all that the English ones say."""

import string

import pytest

from client_import.german import GERMAN
from client_import.web import ENGLISH_PAGES, Look
from client_import.web.german import GERMAN_PAGES


def parameters(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", ENGLISH_PAGES)
def test_every_text_is_there(key: str) -> None:
    """No text of the pages is missing in German, and none names what the English one does not know."""
    assert parameters(GERMAN_PAGES[key]) <= parameters(ENGLISH_PAGES[key])
    assert key == "direction" or GERMAN_PAGES[key] != ENGLISH_PAGES[key]


def test_a_host_hands_both_in() -> None:
    """The texts of the pages and the messages about rows go where a host's own would."""
    look = Look(texts=GERMAN_PAGES, messages=GERMAN)
    assert look.texts["step.review"] == "Prüfen"
    assert look.messages["missing_email"] == "Die E-Mail-Adresse fehlt. Alle brauchen eine."
