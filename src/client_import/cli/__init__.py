"""The command `client-import`. It needs the extra `[cli]` and says so where that is missing."""

import sys


def main() -> None:
    """Run the command; the exit status is 0, 1 or 2 as `client-import --help` says."""
    try:
        from client_import.cli.commands import cli  # noqa: PLC0415 - not before we know that its needs are there
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        sys.stderr.write(
            f"The command client-import needs {error.name}, which comes with its extra.\n"
            "Install it with:  pip install 'client_import[cli]'\n"
        )
        sys.exit(2)
    cli(prog_name="client-import")  # also where it runs as python -m client_import.cli
