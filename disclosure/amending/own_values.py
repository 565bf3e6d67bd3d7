"""自有数据 — facts that a pack declares: their typed values, and changes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from disclosure import loading, sources
from disclosure.amending.changed_keys import Change
from disclosure.amending.changed_values import Faults, changed_model
from disclosure.errors import Problem
from disclosure.loading import validation
from disclosure.model import Submission, own_data
from disclosure.model.base import Model
from disclosure.model.own_data import OWN, UNIT, OwnDeclared
from disclosure.saving.data_tree import written
from disclosure.sources import DataSource, NamedPack, PackChoice


def own_values(
    source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()
) -> dict[str, Any]:
    """自有数据的值 — of every fact that the pack declares, by name; None where it is not known.

    Decimal (amounts in 元), int, text, a tuple of dicts for a list. Raises InputError and PackError.
    """
    submission = sources.submission_of(source)
    chain = sources.named_pack(pack, roots, source).chain(submission)
    own = loading.with_own_data(submission, chain.own_data, chain.name).own
    return {fact.name: _in_python(own.value(fact.name)) for fact in chain.own_data.own_data}


def _in_python(value: Any) -> Any:
    return tuple(map(dict, value)) if isinstance(value, tuple) else value


def changes(submission: Submission, node: Any, named: NamedPack, faults: Faults) -> dict[str, Any]:
    """改后的自有数据 — as the data hold it: texts, amounts in the unit that they are given in."""
    if isinstance(node, Change) and not isinstance(node.value, Mapping):
        return {}  # 无, or nothing said
    declared = named.chain(submission).own_data
    whole = isinstance(node, Change)
    given = {} if whole else dict(submission.own_data)
    parts = (
        {str(name): Change((OWN, str(name)), value) for name, value in node.value.items()} if whole else node
    )
    unit = own_data.unit_of(submission.own_data)
    values = changed_model(_values_now(declared, given, faults), parts, OWN, faults)
    texts = written(values, unit)
    kept = {name: text for name, text in given.items() if name not in parts}
    return {UNIT: unit, **kept, **{name: texts[name] for name in parts if name in texts}}


def _values_now(declared: OwnDeclared, given: Mapping[str, Any], faults: Faults) -> Model:
    """The values as they are, without what is wrong with them already."""
    known = own_data.known(declared, given)
    values = own_data.read(declared, known, own_data.unit_of(given))
    if isinstance(values, Model):
        return values
    for fault in values:
        faults.add(Problem(validation.sentence(fault), path=fault.path))
    return declared.model()
