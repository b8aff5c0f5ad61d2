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


class TestSqlAlchemyClients(PlatformHost):
    @pytest.fixture(autouse=True, params=PLATFORMS)
    def _tables(self, request: pytest.FixtureRequest, database: str) -> Iterator[None]:
        self.platform = PLATFORMS[request.param]()
        with ENGINES[database]() as self.engine:
            yield
