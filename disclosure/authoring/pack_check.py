"""检查模板包 — every stage of `disclosure pack check`: declarations, texts, changes, look, trials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from disclosure import deriving, packs
from disclosure.authoring import trial_departments, trial_sheets
from disclosure.authoring.show_pack import unverified
from disclosure.authoring.style_agreement import drift
from disclosure.authoring.trial_run import trials
from disclosure.errors import DisclosureError
from disclosure.facts import Facts
from disclosure.packs.linting import lint, overrides
from disclosure.packs.linting.remark import Remark, errors
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.limits import LimitedEnvironment


def check(chain: Chain, roots: tuple[Path, ...]) -> list[Remark]:
    """检查 — all remarks; a later stage runs only on what the stages before it left usable."""
    remarks = list(lint.declared(chain))
    if errors(remarks):
        return remarks
    env = _environment(chain)
    if isinstance(env, Remark):
        return [env, *overrides.remarks(chain)]
    remarks += [*lint.texts(chain, env), *trial_sheets.remarks(chain), *overrides.remarks(chain)]
    remarks += [*_drift(chain), *_unverified(chain)]
    if "P101" not in {remark.code for remark in remarks}:
        remarks += trials(chain, roots)
    return remarks


def _environment(chain: Chain) -> LimitedEnvironment | Remark:
    """The names that templates may use, from a trial department; macros that cannot be read are told."""
    try:
        department = trial_departments.asked(trial_departments.NORMAL, chain)
        return packs.environment_of(chain, Facts(department, deriving.derive(department)))
    except DisclosureError as error:
        return Remark("P101", str(error))


def _drift(chain: Chain) -> Iterator[Remark]:
    """The two files of the style, where the pack itself has one of them."""
    pack, name = chain.packs[0], chain.manifest.style
    if any(pack.inside(f"style/{name}.{ending}") for ending in ("docx", "css")):
        yield from drift(chain.style)


def _unverified(chain: Chain) -> Iterator[Remark]:
    tables = "、".join(unverified(chain))
    if tables:
        yield Remark("P501", f"这些表尚未与正式表样核对：{tables}", severity="提示")
