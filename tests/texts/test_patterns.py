import re

import pytest

from client_import.texts.patterns import compile_pattern

RUNAWAY = [
    r"(a|b){2}",
    r"(a+)+",
    r"(a*)*b",
    r"([a-zA-Z]+)*",
    r"(x+x+)+y",
    r"(a|aa)+",
    r"(a|a?)+",
    r"(.*a){20}",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"([\w.]+)+@example\.edu",
    r"(?:\d+)*\.",
    r"((ab)*)*",
    r"(\s*\w+\s*)*;",
    r"(a{1,50}){1,50}b",
]

SIDE_BY_SIDE = [
    r".*.*.*=.*",
    r"a*a*a*a*b",
    r"\d+\d+\d+x",
    r"\w*[a-z]*[0-9]*_*\w*",
    r"\s*\s*\s*$",
    r"a*b?a*",
    r".*foo.*",
]

EVERYDAY = [
    (r"[A-Z]{2}\d{6}", "AB123456", "AB12345"),
    (r"\d{7}", "0123456", "012345"),
    (r"\d{3}-\d{3}-\d{4}", "555-123-4567", "5551234567"),
    (r"\(\d{3}\) \d{3}-\d{4}", "(555) 123-4567", "555 123-4567"),
    (r"(?:\+1 ?)?\d{10}", "+1 5551234567", "+2 5551234567"),
    (r"\d{5}(?:-\d{4})?", "12345-6789", "12345-67"),
    (r"\d{4}-\d{2}-\d{2}", "2024-09-01", "1.9.2024"),
    (r"(?P<term>Fall|Spring|Summer) \d{4}", "Fall 2024", "Winter 2024"),
    (r"yes|no", "no", "maybe"),
    (r"[A-Za-z .'-]+", "Ada O'Neil-Byron", "Ada7"),
    (r"https?://.+", "https://example.com/a", "ftp://example.com"),
    (r"@?\w{1,15}", "@ada", "@a b"),
    (r"[^@ ]+@example\.edu", "ada@example.edu", "ada@example.com"),
    (r"[A-F][+-]?", "B+", "G"),
    (r"[0-4]\.\d{1,2}", "3.75", "5.0"),
    (r"\d{1,3}(,\d{3})*", "12,345,678", "12,34"),
    (r"^[A-Z]\d+$", "A12", "12"),
    (r"\w+@\w+\.\w+", "ada@example.edu", "ada@example"),
    (r"[0-9]{4,5}-?[0-9]{0,4}", "12345-6789", "123"),
    (r"\s*\d+\s*", " 12 ", "1 2"),
    (r"[]a-z-]+", "a]-", "A"),
    (r"[^]]*", "abc", "a]"),
    (r".{0,200}", "x" * 200, "x" * 201),
    (r"(?:ab){2,3}?c", "ababc", "abc"),
    (r"a++b", "aab", "aa"),
    (r"x{,2}y", "xxy", "xxxy"),
    (r"()*a", "a", "b"),
    (r"(a|b){1}c?", "b", "ab"),
    (r"", "", "a"),
    (r"a{b}", "a{b}", "ab"),
]


@pytest.mark.parametrize("pattern", RUNAWAY)
def test_repeated_repeat(pattern: str) -> None:
    """A group that repeats, with a repeat or an alternative inside, is refused."""
    with pytest.raises(ValueError, match=r"^repeats a part that itself repeats or has alternatives"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", SIDE_BY_SIDE)
def test_rival_repeats(pattern: str) -> None:
    """Repeats that accept the same characters with nothing between them are refused."""
    with pytest.raises(ValueError, match=r"^has repeats that accept the same characters side by side"):
        compile_pattern(pattern)


@pytest.mark.parametrize(("pattern", "fitting", "other"), EVERYDAY)
def test_everyday_patterns(pattern: str, fitting: str, other: str) -> None:
    """A pattern such as forms use is accepted, and tells what fits from what does not."""
    compiled = compile_pattern(pattern)
    assert compiled == re.compile(pattern)
    assert compiled.fullmatch(fitting)
    assert not compiled.fullmatch(other)


@pytest.mark.parametrize(
    ("pattern", "quoted"),
    [
        (r"(a)\1", r"\1"),
        (r"(?=a)a", "(?"),
        (r"(?!a)b", "(?"),
        (r"(?<=a)b", "(?"),
        (r"(?<!a)b", "(?"),
        (r"(?i)yes", "(?"),
        (r"(?i:yes)", "(?"),
        (r"(?P<a>x)(?P=a)", "(?"),
        (r"(a)?(?(1)b|c)", "(?"),
        (r"(?#why)a", "(?"),
        (r"(?>a+)", "(?"),
    ],
)
def test_specials(pattern: str, quoted: str) -> None:
    """Back-references, look-arounds, flags, conditions and comments are refused."""
    with pytest.raises(ValueError, match=f"^uses “{re.escape(quoted)}”: .* cannot be used$"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["[a-", "(", "a)", "*", "a**", "\\", "(?P<1>a)", r"\q", "a{3,1}"])
def test_no_regular_expression(pattern: str) -> None:
    """What is not a regular expression is refused in the words of Python."""
    with pytest.raises(ValueError, match=r"^is not a regular expression: "):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["a{99999999999999}", "(" * 3000 + ")" * 3000], ids=["repeat", "depth"])
def test_beyond_python(pattern: str) -> None:
    """A number or a depth that Python cannot read is refused."""
    with pytest.raises(ValueError, match=r"^is not a regular expression that can be read$"):
        compile_pattern(pattern)


def test_kept_apart() -> None:
    """Repeats of the same characters are accepted where something that must stand between keeps them apart."""
    assert compile_pattern(r"[a-z]+\.[a-z]+@example\.edu").fullmatch("ada.byron@example.edu")
    with pytest.raises(ValueError, match="side by side"):
        compile_pattern(r"[a-z]+\.?[a-z]+@example\.edu")


@pytest.mark.parametrize("pattern", [r"\x80*" * 8, r"[\u05d0-\u05ea]*" * 8, r"\N{DIGIT ONE}", "[[a]", "[a||b]", r"\0"])
def test_what_cannot_be_judged_is_refused(pattern: str) -> None:
    """Numbered characters, and sets that later versions of Python may read otherwise, are refused without a warning."""
    with pytest.raises(ValueError, match=r"^uses .* cannot be used$"):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a)?" * 30, "(a|b|c|d)" * 5])
def test_too_many_ways_through(pattern: str) -> None:
    """A pattern with too many optional groups and alternatives to look at is refused."""
    with pytest.raises(ValueError, match="too many alternatives"):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        (r"\d+(\.\d+)?", "3.14", "3."),
        (r"[A-Z][a-z]+(-[A-Z][a-z]+)?", "Ngata-Jones", "Ngata-"),
        (r"(Mr|Ms)\. [A-Z]+", "Ms. X", "Dr. X"),
        (r"[^@]+@[^@.]+\.[^@.]+", "a@b.c", "a@b"),
    ],
)
def test_optional_parts_keep_their_separator(pattern: str, fitting: str, other: str) -> None:
    """An optional group whose own separator keeps its repeats apart is accepted."""
    compiled = compile_pattern(pattern)
    assert compiled.fullmatch(fitting)
    assert not compiled.fullmatch(other)
