"""事实 — what a department-year's document, tables and checks are made from: data, figures, filled tables.

Composing and checking take the same `Facts`, so the table that is checked is the table that is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from disclosure import deriving
from disclosure.deriving import Figures
from disclosure.document import Document
from disclosure.errors import InputError
from disclosure.forms import cell_names
from disclosure.forms.fill import Sheet, misnamed, settled
from disclosure.forms.filled_table import FilledTable
from disclosure.forms.spec import TableSpec
from disclosure.loading import place_names
from disclosure.loading.place_names import PlaceNames
from disclosure.model import Submission


@dataclass(frozen=True)
class Facts:
    """事实 — data, figures, filled tables; once it is composed, the document.

    `given` is the data with what is secret, for checks alone; `submission` is without it.

    `packs` names the chosen pack and those above it. `stated` puts an amount (元) in place of a figure's or
    a cell's: what a published table states and the document does not print.
    """

    submission: Submission
    figures: Figures
    sheets: tuple[Sheet, ...] = ()
    packs: tuple[str, ...] = ()
    document: Document | None = None
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    given: Submission | None = None

    def with_document(self, document: Document) -> Facts:
        """连同文稿 — the same facts, once the document is composed."""
        return self._but(document=document)

    def as_printed(self) -> Facts:
        """照印出的 — the same facts without what was stated and is not printed."""
        return self._but(stated={})

    def _but(self, **changes: object) -> Facts:
        """With other fields, of which nothing that is kept below is made."""
        made = copy(self)
        made.__dict__.update(changes)
        return made

    @cached_property
    def tables(self) -> tuple[FilledTable, ...]:
        """各表 — every filled table of the set."""
        return tuple(sheet.filled for sheet in self.sheets)

    @property
    def pack(self) -> str:
        """所用模板 — the pack in use, which need not be the one that the data name."""
        return next(iter(self.packs), self.submission.pack)

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """栏名 — what the columns are called (`table.block.column`)."""
        return cell_names.headings(sheet.spec for sheet in self.sheets)

    @cached_property
    def names(self) -> PlaceNames:
        """位置的叫法 — how key paths and figures are called, and where people fill them in."""
        return place_names.of_submission(self.submission)

    @cached_property
    def last_year(self) -> Figures | None:
        """上年的数 — the figures of last year's data, where it is given as data."""
        last_year = self.submission.last_year
        return deriving.derive(last_year) if last_year else None


def filled(
    submission: Submission, figures: Figures, specs: Iterable[TableSpec], packs: tuple[str, ...] = ()
) -> Facts:
    """填表 — the facts with every table of the set filled, and the figures as 核定数 of its cells makes them.

    Raises InputError where 核定数 names a cell that no table has; of another pack's set that is no fault.
    """
    figures, sheets = settled(specs, figures, submission)
    own_set = packs[:1] in ((), (submission.pack,))
    if own_set and (problems := list(misnamed(sheets, submission))):
        raise InputError(problems)
    return Facts(submission, figures, sheets, packs, stated=_not_printed(sheets))


def _not_printed(sheets: Iterable[Sheet]) -> Mapping[str, Decimal]:
    """Approved cells that are not printed as stated: what is stated is then checked against all the rest."""
    tails = {name: cell.tail for sheet in sheets for name, cell in sheet.filled.cells()}
    return {name: tail.stated for name, tail in tails.items() if tail and not tail.tolerable}
