"""`docs/command.md` says of the command what the command says of itself."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from client_import.cli.commands import cli
from client_import.cli.stopping import ALL_WENT_IN, NOTHING_DONE, SOME_DID_NOT

PAGE = (Path(__file__).parents[2] / "docs" / "command.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `([\w-]+)`\n.*?^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))


def help_of(*command: str) -> str:
    """What the command prints when it is asked for help."""
    shown = CliRunner().invoke(cli, [*command, "--help"], prog_name="client-import", terminal_width=78).output
    return "".join(line.rstrip() + "\n" for line in shown.splitlines())


def test_every_command_has_a_section() -> None:
    """No command is undocumented, and none is documented that does not exist."""
    assert set(SECTIONS) == set(cli.commands)


@pytest.mark.parametrize("command", cli.commands)
def test_every_option_is_quoted(command: str) -> None:
    """The section of a command holds its help, with every option, word for word."""
    assert SECTIONS[command] == help_of(command)


def test_the_command_itself_is_quoted() -> None:
    """The page begins with the help of the whole."""
    assert f"```text\n{help_of()}```" in PAGE


def test_every_exit_status_is_explained() -> None:
    """The table has a row for each status."""
    told = re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)
    assert told == [str(status) for status in (ALL_WENT_IN, SOME_DID_NOT, NOTHING_DONE)]
