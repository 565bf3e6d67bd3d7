"""改成的值 — a tree of changes put into a model, each part validated where it stands; all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic.fields import FieldInfo

from disclosure import terms
from disclosure.amending.changed_keys import Change
from disclosure.errors import InputError, Problem
from disclosure.loading.reading_state import stepped
from disclosure.model import Submission
from disclosure.model.base import Model
from disclosure.model.shape import fields


@dataclass(slots=True)
class Faults:
    """所有错误 — of one amendment: each place once, the first that was found there."""

    problems: dict[str, Problem] = field(default_factory=dict)

    def add(self, problem: Problem, above: str = "") -> None:
        """记下 — a problem whose place is told from the one above it."""
        path = f"{above}.{problem.path}" if above and problem.path else above or problem.path
        self.problems.setdefault(path or problem.message, replace(problem, path=path))

    def require_none(self) -> None:
        """没有错误 — raises InputError with all of them."""
        if self.problems:
            raise InputError(self.problems.values())


def changed(submission: Submission, tree: Mapping[Any, Any], faults: Faults) -> Submission:
    """改过的数据 — the submission with every change; where there are faults, as it was there."""
    made = changed_model(submission, tree, "", faults)
    return made if isinstance(made, Submission) else submission


def _changed_part(value: Any, node: Any, path: str, faults: Faults) -> Any:
    """What is to stand at a place: a change itself, or what is there with the changes below it."""
    if isinstance(node, Change):
        return node.value
    match value:
        case Model():
            return changed_model(value, node, path, faults)
        case dict():
            return {
                **value,
                **{
                    key: _changed_part(value.get(key), part, stepped(path, key), faults)
                    for key, part in node.items()
                },
            }
    if any(isinstance(step, int) for step in node):
        return _changed_list(value if isinstance(value, tuple) else (), node, path, faults)
    return {key: _changed_part(None, part, stepped(path, key), faults) for key, part in node.items()}


def changed_model(model: Model, node: Mapping[Any, Any], path: str, faults: Faults) -> Model:
    """改过的一处 — a model with the changes below its key path."""
    names = {terms.chinese(name): name for name in fields(type(model))}
    now = {key: getattr(model, names[key]) if key in names else None for key in node}
    update = {str(key): _changed_part(now[key], node[key], stepped(path, key), faults) for key in node}
    for key in filter(lambda key: key in names and update[key] is None, update):
        update[key] = _unsaid(type(model).model_fields[names[key]])
    try:
        return model.model_copy(update=update)
    except InputError as error:
        for problem in error.problems:
            faults.add(problem, path)
        return model


def _unsaid(field: FieldInfo) -> Any:
    """What stands where nothing is said: for 名词 no entries."""
    return None if field.is_required() else field.get_default(call_default_factory=True)


def _changed_list(items: tuple[Any, ...], node: Mapping[Any, Any], path: str, faults: Faults) -> Any:
    """Entries changed, or one more behind the last."""
    made = list(items)
    for step in sorted(node, key=str):
        if not isinstance(step, int) or step > len(made):
            after = f"{path}[{len(made) + 1}]"
            message = f"这里共有{len(items)}项，没有这一项；要在后面加一项，请写“{after}”"
            faults.add(Problem(message, path=stepped(path, step)))
            continue
        made[step : step + 1] = [
            _changed_part(made[step] if step < len(made) else None, node[step], stepped(path, step), faults)
        ]
    return made
