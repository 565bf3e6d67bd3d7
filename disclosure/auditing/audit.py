"""审查 — a published document is held against itself, its tables and the rules of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, filterfalse, starmap
from pathlib import Path
from typing import Any, ClassVar

from disclosure import checks, packs, sources
from disclosure.auditing import budget_document, coarse_rates, published_claims, reconstructed, relations
from disclosure.auditing.audit_finding import AuditFinding, Certainty, only_texts
from disclosure.auditing.audit_record import COLUMNS, AuditRecord
from disclosure.auditing.comparing import compared
from disclosure.auditing.comparing.comparand import Comparand
from disclosure.auditing.faults import KINDS, declared_rules, stated_numbers
from disclosure.auditing.identity import Identity, is_budget, numbers_in
from disclosure.auditing.identity import identity as identity_of
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.table_places import at_cells
from disclosure.checks.check_report import Outcome
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.packs.pack_chain import Chain
from disclosure.rows import Rows
from disclosure.several import several
from disclosure.sources import DocumentSource, PackChoice, Progress, named_pack, silent, telling

_FINALISTS = 2  # packs whose documents are composed, to see which says most
_MOST_NUMBERS = 8_000  # of sentences: twenty times those of the longest documents


@dataclass(frozen=True, slots=True)
class Audit(Rows):
    """审查结果 — what was read of a document, with which pack, what was found, how each rule ended.

    `held` names what it was held against.
    """

    columns: ClassVar[tuple[str, ...]] = COLUMNS
    claimed: Claimed
    findings: tuple[AuditFinding, ...]
    counts: Mapping[Outcome, int]
    held: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """文件名称."""
        return self.claimed.document.name

    def of(self, certainty: Certainty) -> list[AuditFinding]:
        """某一类的发现 — 确定, 末位 or 疑问."""
        return [finding for finding in self.findings if finding.certainty == certainty]

    def record(self) -> AuditRecord:
        """记录 — what a report says of it, without what was read."""
        claimed = self.claimed
        return AuditRecord(
            name=self.name,
            year=claimed.identity.year,
            bodies=claimed.identity.bodies,
            pack=claimed.chain.name,
            numbers=len(claimed.claims),
            numbers_of_tables=sum(claim.cell is not None for claim in claimed.claims),
            lost=claimed.document.lost,
            unread=tuple(self.unread),
            findings=self.findings,
            counts=self.counts,
            held=self.held,
        )

    def records(self) -> list[dict[str, Any]]:
        """各行 — a finding each."""
        return self.record().records()

    @property
    def unread(self) -> list[str]:
        """没有读懂的句子 — sentences with numbers in which no pattern of the pack was found, each once."""
        unknown = (one.text for one in self.claimed.sentences if one.clause.numbers and one.pattern is None)
        return list(dict.fromkeys(unknown))


@dataclass(frozen=True, slots=True)
class Audited(Rows):
    """一批审查 — what was found in each document that could be read, and why others could not."""

    columns: ClassVar[tuple[str, ...]] = COLUMNS
    audits: tuple[AuditRecord, ...]
    problems: tuple[InputError, ...]

    def records(self) -> list[dict[str, Any]]:
        """各行 — a finding each, with the name of its document."""
        return [row for audit in self.audits for row in audit.records()]


Keep = Callable[[Audit, bytes], object]


def audit_files(
    documents: Iterable[DocumentSource],
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    against: Sequence[Comparand] = (),
    keep: Keep = lambda *_: None,
    progress: Progress = silent,
) -> Audited:
    """审查一批文件 — files, folders and zips one after another; what cannot be read stops no other.

    Of a document only what was found is kept; `keep` is given each audit and the bytes of its file before
    both are let go. `progress` is told of each before it is read.
    """
    named, problems, tell = named_pack(pack, roots), list[InputError](), telling(progress)
    records = list[AuditRecord]()
    numbered = enumerate(several(documents), 1)
    for name, content in chain.from_iterable(starmap(_files_in, numbered)):
        tell(f"审查 {name}")
        try:
            data = content()
            document = published.document_of(data, name, name)
            found = of_document(document, pack=named.name, roots=named.roots, against=against)
            keep(found, data)
            records.append(found.record())
        except InputError as error:
            problems.append(error)
    return Audited(tuple(records), tuple(problems))


def _files_in(number: int, given: DocumentSource) -> Iterable[tuple[str, Callable[[], bytes]]]:
    if isinstance(given, bytes):
        return [(f"{sources.UNNAMED}{number}", lambda: given)]
    return published.files(Path(given), Path(given).name)


def audit(
    document: DocumentSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    against: Sequence[Comparand] = (),
) -> Audit:
    """审查 — a published document (.docx, .pdf, .html, .xlsx, .xls, text); raises InputError and PackError.

    Without a pack the one is chosen that says most of what the document says. `against` are other documents
    and data that it is held against (`comparand`).
    """
    named = named_pack(pack, roots)
    read = sources.document(document)
    return of_document(read, pack=named.name, roots=named.roots, against=against)


def of_document(
    document: PublishedDocument,
    *,
    pack: str = "",
    roots: Iterable[Path] = (),
    against: Sequence[Comparand] = (),
) -> Audit:
    """审查读好的文件 — likewise."""
    return of_claims(claimed_of(document, pack=pack, roots=roots), against)


def claimed_of(document: PublishedDocument, *, pack: str = "", roots: Iterable[Path] = ()) -> Claimed:
    """读成所称的数 — of a document of final accounts, with a pack or the likeliest one."""
    if is_budget(document):
        raise InputError(_of_budget(document))
    if numbers_in(document) > _MOST_NUMBERS:
        raise _refused(document, "里面的数太多，不像一份决算公开的文件；请只留要审查的文件再试")
    identity = identity_of(document)
    if identity is None:
        raise _refused(document, "没有写是哪一年度的决算，无法审查；请看是不是部门决算公开的文件")
    spoken = _likeliest_chain(document, identity, pack, [*roots, packs.built_in()])
    return published_claims.read(document, spoken, identity)


def _of_budget(document: PublishedDocument) -> Iterator[Problem]:
    """A budget is not audited; its tables are read and proved, which is told."""
    found = budget_document.of_document(document)
    first, *others = budget_document.told(found)
    message = f"是预算公开的文件，不是决算，没有审查；{first}；请换成同一单位的决算公开文件"
    yield Problem(message, Source(document.name))
    yield from map(Problem, others)


def _refused(document: PublishedDocument, message: str) -> InputError:
    return InputError([Problem(message, Source(document.name))])


def of_claims(claimed: Claimed, against: Sequence[Comparand] = ()) -> Audit:
    """审查读到的数 — likewise."""
    made = reconstructed.reconstructed(claimed)
    facts = made.facts
    conflicts = list(relations.conflicts(claimed.claims, made.figures, made.known))
    coarse = coarse_rates.conflicts(claimed.claims, made.figures, made.known, conflicts)
    report = checks.run(checks.Book(facts), claimed.chain.checks)
    found = (
        *(stated_numbers.of_conflict(conflict, claimed, facts) for conflict in conflicts),
        *(stated_numbers.of_coarse_rate(conflict, claimed, facts) for conflict in coarse),
        *chain.from_iterable(kind.faults(claimed) for kind in KINDS),
        *declared_rules.faults(iter(report.findings), claimed),
        *compared.faults(claimed, facts, made.known, against),
    )
    held = tuple(one.name for one in against if compared.fits(claimed.identity, one))
    told = at_cells(claimed.document, _each_told_once(dict.fromkeys(found)))
    return Audit(claimed, tuple(told), declared_rules.counts(report.results), held)


def _each_told_once(found: Iterable[AuditFinding]) -> Iterator[AuditFinding]:
    """Without doubts about words of which something certain is said at the same place."""
    every = list(found)
    told = [(one.place.source, one.stated) for one in every if one.certainty == "确定" and one.stated]
    return filterfalse(partial(_is_told, told), every)


def _is_told(told: Iterable[tuple[Source, str]], one: AuditFinding) -> bool:
    said = (stated for source, stated in told if source == one.place.source)
    return one.certainty == "疑问" and any(map(one.stated.__contains__, said))


def _likeliest_chain(document: PublishedDocument, identity: Identity, pack: str, roots: list[Path]) -> Chain:
    if pack:
        return packs.resolve(pack, roots)
    chains = [packs.resolve(name, roots) for name in packs.available(roots)]
    apart = {one.name: abs((one.manifest.year or 0) - identity.year) for one in chains}
    text = "\n".join(block.text for block in only_texts(document.blocks))
    of_year = filter(lambda one: apart[one.name] == min(apart.values()), chains)
    alike = sorted(of_year, key=lambda one: -published_claims.resemblance(text, one))
    return max(alike[:_FINALISTS], key=lambda one: published_claims.likeness(document, one, identity))
