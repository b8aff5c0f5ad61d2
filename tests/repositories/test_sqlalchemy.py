"""`SqlAlchemyClients` keeps the contract on every database, wherever the answers are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import ENGINES
from platforms import PLATFORMS, PlatformHost


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


LAYOUTS = [
    (database, layout)
    for database in ENGINES
    for layout in PLATFORMS
    if database == "postgresql" or layout in {"in_columns", "in_json_text", "in_rows"}
]


class TestSqlAlchemyClients(PlatformHost):
    pause = 0.1

    @pytest.fixture(autouse=True, params=LAYOUTS, ids="-".join)
    def _tables(self, request: pytest.FixtureRequest) -> Iterator[None]:
        database, layout = request.param
        self.platform = PLATFORMS[layout]()
        with ENGINES[database]() as self.engine:
            yield
