"""表的声明 — the tables a chain of packs declares, each from `tables/<id>.toml` of every pack that has one."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure.packs.chain import Chain
from disclosure.tables.layers import Layer, declared
from disclosure.tables.spec import TableSpec


def table_specs(chain: Chain, year: int) -> tuple[TableSpec, ...]:
    """表的声明 — of the set that a year's document publishes, in order; raises PackError."""
    specs = (declared(id, lambda id: _layers(chain, id)) for id in chain.manifest.tables)
    return tuple(spec for spec in specs if spec.stands(year))


def _layers(chain: Chain, id: str) -> Sequence[Layer]:
    path = f"tables/{id}.toml"
    return [
        (f"{pack.name}/{path}", pack.table(path))
        for pack in reversed(chain.packs)
        if pack.text(path) is not None
    ]
