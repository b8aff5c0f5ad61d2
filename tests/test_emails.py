import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from client_import import Email, email_key, parse_email
from client_import.emails import BadEmail

LOCAL_SIGNS = "!#$%&'*+/=?^_`{|}~.-"
NO_SURROGATE = st.text(st.characters(exclude_categories=["Cs"]))


def reason_for(text: str) -> str:
    with pytest.raises(BadEmail) as caught:
        parse_email(text)
    return caught.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.edu",
        "a@b",
        "ada@localhost",
        "a.b.c@example.edu",
        ".ada@example.edu",
        "ada.@example.edu",
        "a..b@example.edu",
        "-@example.edu",
        f"{LOCAL_SIGNS}@example.edu",
        "1234567890@123.example",
        "ada@1",
        "ada+tag@sub.sub.example.edu",
        "ada@a-b--c.example",
        "ada@xn--mnchen-3ya.example",
        "ada@192.0.2.1",
    ],
)
def test_accepted_by_browsers(text: str) -> None:
    """What an e-mail field of a web page accepts is accepted as it stands."""
    assert parse_email(text) == Email(text, text)


@pytest.mark.parametrize(
    "text",
    [
        "zoë@example.edu",
        "张伟@example.edu",
        "иван@пример.example",
        "δοκιμή@παράδειγμα.example",
        "अजय@डाटा.example",
        "ada@münchen.example",
        "ada@l·l.example",
        "ada@例え・テスト.example",
    ],
)
def test_other_scripts(text: str) -> None:
    """Names and domains in any script are accepted."""
    assert parse_email(text).address == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no_at"),
        ("ada", "no_at"),
        ("ada.example.edu", "no_at"),
        ("ada at example.edu", "no_at"),
        ("zoë", "no_at"),
        ("ada@example.edu, bob@example.edu", "several"),
        ("ada@example.edu;bob@example.edu", "several"),
        ("ada@example.edu bob@example.edu", "several"),
        ("ada@example.edu/bob@example.edu", "several"),
        ("ada@example.edu|bob@example.edu", "several"),
        ("Ada <ada@example.edu>, Bob <bob@example.edu>", "several"),
        ("ada b@example.edu", "space"),
        ("ada@exam ple.edu", "space"),
        ("ada\u00a0b@example.edu", "space"),
        ("@example.edu", "local"),
        ("ada@@example.edu", "local"),
        ("ada@b@example.edu", "local"),
        ('"ada"@example.edu', "local"),
        ("ada,b@example.edu", "local"),
        ("ada(b)@example.edu", "local"),
        ("ada\x00@example.edu", "local"),
        ("ada\u200bb@example.edu", "local"),
        ("a\u2019b@example.edu", "local"),
        ("ada😀@example.edu", "local"),
        ("zoë,b@example.edu", "local"),
        ("ada@", "domain"),
        ("ada@.", "domain"),
        ("ada@example.", "domain"),
        ("ada@.edu", "domain"),
        ("ada@example..edu", "domain"),
        ("ada@-example.edu", "domain"),
        ("ada@example-.edu", "domain"),
        ("ada@exam_ple.edu", "domain"),
        ("ada@[192.0.2.1]", "domain"),
        ("ada@example.edu>", "domain"),
        ("Ada <ada@example.edu> Bob", "space"),
        ("Ada <>", "no_at"),
        ("ada@b <ada@example.edu>", "several"),
        ("ada@ｅｘａｍｐｌｅ.edu", "domain"),
        ("ada@ｅxample.edu", "domain"),
        ("ada@example。edu", "domain"),
        ("ada@oﬃce.example", "domain"),
        ("ada@exam\u200dple.edu", "domain"),
        ("ada@-münchen.example", "domain"),
        ("ada@münchen-.example", "domain"),
        ("ada@mün_chen.example", "domain"),
        ("ada@\u0301a.example", "domain"),
        ("ada@mü😀.example", "domain"),
        ("ada@☃.example", "domain"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    """What is no address is refused, and the reason is told."""
    assert reason_for(text) == reason


def test_refusal_is_a_value_error() -> None:
    """A refusal is a ValueError that quotes the reason and not the cell."""
    with pytest.raises(ValueError, match=r"^no_at$"):
        parse_email("ada")


@pytest.mark.parametrize(
    ("longest", "longer", "reason"),
    [
        ("a" * 64 + "@example.edu", "a" * 65 + "@example.edu", "length"),
        ("é" * 32 + "@example.edu", "é" * 32 + "a@example.edu", "length"),
        ("ada@" + "b" * 63 + ".example", "ada@" + "b" * 64 + ".example", "domain"),
        (
            "a" * 60 + "@" + ".".join(["b" * 63] * 3) + ".c",
            "a" * 61 + "@" + ".".join(["b" * 63] * 3) + ".c",
            "length",
        ),
        (
            "é" + "a" * 60 + "@" + ".".join(["b" * 63] * 3),
            "é" + "a" * 61 + "@" + ".".join(["b" * 63] * 3),
            "length",
        ),
    ],
)
def test_lengths(longest: str, longer: str, reason: str) -> None:
    """64 bytes before the @, 63 in a label and 254 in all are accepted, and not one more."""
    assert parse_email(longest).address == longest
    assert reason_for(longer) == reason


def test_longest_address() -> None:
    """The longest address of all has 254 bytes, however many characters that are."""
    domain = ".".join(["b" * 63, "b" * 63, "b" * 61])
    assert len(f"{'a' * 64}@{domain}") == 254
    assert parse_email(f"{'a' * 64}@{domain}").key == f"{'a' * 64}@{domain}"
    assert parse_email(f"{'é' * 32}@{domain}").key == f"{'é' * 32}@{domain}"
    assert reason_for(f"{'a' * 64}@{domain}b") == "length"
    assert reason_for(f"{'é' * 32}@{domain}b") == "length"


def test_length_of_international_label() -> None:
    """A label in its own script is measured as the domain name system carries it."""
    label = "ü" + "a" * 56
    longest = next(label[:size] for size in range(57, 0, -1) if len(email_key(f"x@{label[:size]}")) - 2 <= 63)
    assert len(email_key(f"x@{longest}")) - 2 == 63
    assert parse_email(f"x@{longest}.example").address == f"x@{longest}.example"
    assert reason_for(f"x@{longest}a.example") == "domain"


@pytest.mark.parametrize(
    "around",
    [
        " ",
        "\t",
        "\r\n",
        "\u00a0",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u2060",
        "\ufeff",
        "\u00ad",
        " \u200b \ufeff",
    ],
)
def test_around(around: str) -> None:
    """Spaces and invisible characters around an address are taken off."""
    assert parse_email(f"{around}Ada@example.edu{around}") == Email("Ada@example.edu", "ada@example.edu")
    assert parse_email(f"{around}zoë@example.edu{around}") == Email("zoë@example.edu", "zoë@example.edu")


@pytest.mark.parametrize(
    "text",
    [
        "mailto:Ada@example.edu",
        "MailTo: Ada@example.edu",
        "Ada Lovelace <Ada@example.edu>",
        '"Lovelace, Ada" <Ada@example.edu>',
        "<Ada@example.edu>",
        "Ada <mailto:Ada@example.edu>",
        "\u200bAda <\u00a0Ada@example.edu >\n",
    ],
)
def test_address_in_its_wrapping(text: str) -> None:
    """`mailto:` and a name beside angle brackets are taken off, as mail programs copy them."""
    assert parse_email(text) == Email("Ada@example.edu", "ada@example.edu")


def test_wrapped_address_in_another_script() -> None:
    """The same holds for internationalised addresses."""
    assert parse_email("Zoë <Zoë@example.edu>") == Email("Zoë@example.edu", "zoë@example.edu")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ada.Byron@Example.EDU", "ada.byron@example.edu"),
        (" ada@example.edu ", "ada@example.edu"),
        ("ZOË@example.edu", "zoë@example.edu"),
        ("zoe\u0308@example.edu", "zoë@example.edu"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
        ("ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"),
        ("ada@mu\u0308nchen.example", "ada@xn--mnchen-3ya.example"),
        ("ada@XN--MNCHEN-3YA.example", "ada@xn--mnchen-3ya.example"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("ada@strasse.de", "ada@strasse.de"),
        ("straße@example.edu", "straße@example.edu"),
        ("ada+tag@example.edu", "ada+tag@example.edu"),
        ("a.d.a@example.edu", "a.d.a@example.edu"),
    ],
)
def test_keys(text: str, key: str) -> None:
    """The key is lower case and NFC, with the domain as the domain name system carries it."""
    assert parse_email(text).key == key
    assert email_key(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@straße.de", "ada@strasse.de"),
        ("straße@example.edu", "strasse@example.edu"),
        ("zoë@example.edu", "zoe@example.edu"),
        ("ﬁna@example.edu", "fina@example.edu"),
        ("ａda@example.edu", "ada@example.edu"),
        ("ıda@example.edu", "ida@example.edu"),
        ("ada+tag@example.edu", "ada@example.edu"),
        ("a.da@example.edu", "ada@example.edu"),
    ],
)
def test_different_people(one: str, other: str) -> None:
    """Addresses that only a looser comparison would merge have different keys."""
    assert email_key(one) != email_key(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", ""),
        ("Nobody", "nobody"),
        ("@", "@"),
        ("A@B@C", "a@b@c"),
        ("É@", "é@"),
        ("é@..", "é@.."),
        ("Ada Byron <É@example.edu>", "ada byron <é@example.edu>"),
    ],
)
def test_key_of_no_address(text: str, key: str) -> None:
    """What a host stored long ago has a key, valid or not."""
    assert email_key(text) == key


@given(st.text(st.characters()))
def test_key_never_fails(text: str) -> None:
    """Any text at all has a key."""
    assert isinstance(email_key(text), str)


ATOMS = st.text(st.characters(categories=["Ll", "Lu", "Lo", "Nd"]), min_size=1, max_size=12)
LABELS = st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=12)
ADDRESSES = st.builds(
    lambda local, labels: f"{local}@{'.'.join(labels)}", ATOMS, st.lists(LABELS, min_size=1, max_size=3)
)


def parsed(text: str) -> Email:
    try:
        return parse_email(text)
    except BadEmail:
        assume(False)
        raise


@given(ADDRESSES | st.emails())
def test_parsing_agrees_with_key(text: str) -> None:
    """A checked address has the key that its text has, and that its stored spelling has."""
    email = parsed(text)
    assert email.key == email_key(text) == email_key(email.address)


@given(ADDRESSES | st.emails())
def test_key_of_key(text: str) -> None:
    """The key of a key is the key itself."""
    key = email_key(text)
    assert email_key(key) == key


@given(ADDRESSES | st.emails())
def test_key_is_an_address(text: str) -> None:
    """The key of a checked address is lower case in NFC, with a domain of ASCII letters."""
    key = parsed(text).key
    assert key == unicodedata.normalize("NFC", key).lower()
    assert key.rpartition("@")[2].isascii()


@given(ADDRESSES | st.emails(), st.text(" \t\r\n\u00a0\u200b\ufeff"), st.text(" \t\r\n\u00a0\u200b\ufeff"))
def test_key_ignores_case_and_surroundings(text: str, before: str, after: str) -> None:
    """The case of ASCII letters, and spaces around an address, make no other client."""
    swapped = "".join(char.swapcase() if char.isascii() else char for char in text)
    assert email_key(before + swapped + after) == email_key(text)


@given(NO_SURROGATE)
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """Any text is accepted with its key or refused for a known reason."""
    try:
        email = parse_email(text)
    except BadEmail as error:
        assert error.reason in {"no_at", "several", "space", "local", "domain", "length"}  # noqa: PT017
    else:
        assert email.key == email_key(email.address)
        assert email.address in text


@pytest.mark.parametrize("text", ["@@" + "," * 100_000, "a@" + "\u4e00" * 100_000, "@" * 100_000, "é" * 100_000 + "@x"])
def test_a_long_hostile_cell_is_refused(text: str) -> None:
    """A cell of a hundred thousand characters is refused without being looked at more than once."""
    with pytest.raises(BadEmail):
        parse_email(text)
    assert email_key(email_key(text)) == email_key(text)


@pytest.mark.parametrize("text", ["\ud800@example.edu", "a\ud800", "a@\ud800.edu", "\ud800"])
def test_half_a_character_is_no_address(text: str) -> None:
    """A lone surrogate is refused like any other wrong character."""
    with pytest.raises(BadEmail):
        parse_email(text)


def test_any_mix_of_invisible_characters_goes() -> None:
    """Spaces and invisible characters around an address are taken off in whatever order they come."""
    assert email_key("\u200b\u2003\u200bé@x.edu\u00a0\ufeff \u200b") == "é@x.edu"
    assert email_key("\u200b\x0bA@x.edu") == "a@x.edu"
