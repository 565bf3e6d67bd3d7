"""财政的级别 — a definition that speaks of the finance of a higher level than the body's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, dropwhile

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, running_texts
from disclosure.auditing.word_lists import word_list

_CODE = "AU14"
_levels_declared = partial(word_list, "faults/levels_of_finance.toml")


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """级别不符 — in definitions of 财政拨款收入 and “三公”经费."""
    higher = _higher(max(claimed.identity.bodies, key=len, default=""))
    defined = filter(_is_definition, running_texts(claimed.document))
    return chain.from_iterable(map(partial(_of_another_level, higher), defined)) if higher else iter(())


def _higher(body: str) -> str:
    """A pattern of the levels above the lowest that a name has; empty where it tells none."""
    levels = _levels_declared()["级别"] if _tells_level(body) else []
    above = list(dropwhile(partial(_is_not_in, body), levels))[1:]
    return "|".join(level["说法"] for level in above)


def _tells_level(body: str) -> bool:
    return not re.search(_levels_declared()["看不出"], body)


def _is_not_in(body: str, level: Mapping[str, str]) -> bool:
    return not re.search(level["名称"], body)


def _is_definition(one: RunningText) -> bool:
    return re.search(_levels_declared()["本级"]["段落"], one.text) is not None


def _of_another_level(higher: str, one: RunningText) -> Iterator[AuditFinding]:
    return map(partial(_unlike_the_body, one), re.finditer(higher, one.text))


def _unlike_the_body(one: RunningText, match: re.Match[str]) -> AuditFinding:
    certainty: Certainty = "确定" if _speaks_of_itself(one.text, match.start()) else "疑问"
    message = f"说的是“{match[0]}”，从名称看不是这一级的单位"
    found = (_CODE, certainty, NAMES[_CODE], one.place(match.start()), one.text[:40], message)
    return AuditFinding(*found, match[0], "同级财政", fix="改成“同级财政”或本级财政；多半是照搬了别级的表式")


def _speaks_of_itself(text: str, at: int) -> bool:
    """Whether what comes before says of whom; a text that names other levels too may mean both."""
    own = _levels_declared()["本级"]
    return re.search(own["样式"], text[:at]) is not None and not re.search(own["几级"], text[at + 1 :])
