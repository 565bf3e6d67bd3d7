"""审查 — a published document is held against itself, its tables and the rules of the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from disclosure import packs
from disclosure.audit import findings, published_claims, reconstructed, relations
from disclosure.audit.findings import AuditFinding
from disclosure.audit.published_claims import Claimed, Identity
from disclosure.errors import InputError, Problem, Source
from disclosure.load import published
from disclosure.load.published.blocks import PublishedDocument
from disclosure.packs.pack_chain import Chain


@dataclass(frozen=True, slots=True)
class Audit:
    """审查结果 — what was read of a document, with which pack, and what was found."""

    claimed: Claimed
    findings: tuple[AuditFinding, ...]


def audit(path: Path | str, *, pack: str = "", roots: Iterable[Path] = ()) -> Audit:
    """审查 — a published document (.docx, .pdf, .html, .xlsx, .xls, text); raises InputError and PackError.

    Without a pack the one is chosen that says most of what the document says.
    """
    file = Path(path)
    return of_document(published.document(file, file.name), pack=pack, roots=roots)


def of_document(document: PublishedDocument, *, pack: str = "", roots: Iterable[Path] = ()) -> Audit:
    """审查读好的文件 — likewise."""
    identity = published_claims.identity(document)
    if identity is None:
        message = "没有写是哪一年度的决算，无法审查；请看是不是部门决算公开的文件"
        raise InputError([Problem(message, Source(document.name))])
    chain = _chain(document, identity, pack, [*roots, packs.built_in()])
    return of_claims(published_claims.read(document, chain, identity))


def of_claims(claimed: Claimed) -> Audit:
    """审查读到的数 — likewise."""
    facts = reconstructed.facts(claimed)
    conflicts = (
        findings.of_conflict(conflict, claimed, facts)
        for conflict in relations.conflicts(claimed.claims, facts.figures)
    )
    return Audit(claimed, tuple(dict.fromkeys((*conflicts, *findings.of_rules(claimed, facts)))))


def _chain(document: PublishedDocument, identity: Identity, pack: str, roots: list[Path]) -> Chain:
    if pack:
        return packs.resolve(pack, roots)
    chains = [packs.resolve(name, roots) for name in packs.available(roots)]
    dated = [chain for chain in chains if chain.manifest.year is not None]
    nearest = min((abs(chain.manifest.year - identity.year) for chain in dated), default=0)
    of_year = [chain for chain in dated if abs(chain.manifest.year - identity.year) == nearest]
    return max(of_year or chains, key=lambda chain: published_claims.likeness(document, chain, identity))
