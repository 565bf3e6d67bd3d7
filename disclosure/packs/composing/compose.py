"""成文 — a chain of packs and the facts become one neutral document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, cast

from disclosure.document import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    Line,
    PageBreak,
    Paragraph,
    TableBlock,
    Text,
    content,
    plain,
)
from disclosure.errors import Source, TemplateError
from disclosure.facts import Facts
from disclosure.forms.fill import Sheet, tails
from disclosure.loading.place_names import Gap
from disclosure.model import AttachmentFile
from disclosure.model.key_paths import item
from disclosure.packs.composing import attachment_blocks, heading_numbers
from disclosure.packs.composing.chart_blocks import charts
from disclosure.packs.composing.glossary import entries, unused
from disclosure.packs.composing.kept import Kept
from disclosure.packs.composing.plain_headings import with_headings
from disclosure.packs.composing.rendering import Renderer
from disclosure.packs.composing.rounding_notes import pressed_notes, tail_notes
from disclosure.packs.composing.table_blocks import table_block
from disclosure.packs.composing.withheld_sentences import Statements, finished
from disclosure.packs.manifest import PartSpec, SectionGroup, SectionSpec
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.limits import Budget, LimitedEnvironment, names_something
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Node
from disclosure.packs.templating.vocabulary import vocabulary
from disclosure.packs.templating.wording import sections, slots

Entries = tuple[str | SectionGroup, ...]
Faults = list[TemplateError]


@dataclass(frozen=True, slots=True)
class Composition:
    """成文结果 — document, file name, key paths of what is missing, notes, the pictures refused."""

    document: Document
    filename: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    refused: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()  # what is missing, where it is filled in


def compose(
    chain: Chain,
    facts: Facts,
    *,
    draft: bool = False,
    working: bool = False,
    faults: Faults | None = None,
    kept: Kept | None = None,
) -> Composition:
    """成文 — the document of a department-year; `working` adds the origin of every figure.

    With a list for `faults` a section that cannot be rendered is told there and in its place. With `kept`,
    what was made of the same before is not made anew.
    """
    return Composer(chain, facts, faults, draft=draft, kept=kept).compose(draft=draft, working=working)


def environment_of(chain: Chain, facts: Facts) -> LimitedEnvironment:
    """模板环境 — the names, filters and macros that templates see, for checks that render nothing."""
    return Composer(chain, facts).document_renderer.env


def printed(chain: Chain, facts: Facts, templates: Iterable[str]) -> tuple[str, ...]:
    """印出 — what short templates print, as plain text."""
    renderer = Composer(chain, facts).document_renderer
    return tuple(plain(renderer.line(template, "例子")) for template in templates)


class Composer:
    """成文者 — of one chain of packs and one department-year; raises what the packs cannot say."""

    def __init__(
        self,
        chain: Chain,
        facts: Facts,
        faults: Faults | None = None,
        *,
        draft: bool = False,
        kept: Kept | None = None,
    ) -> None:
        self._former = kept or Kept()
        self._chain, self._manifest, self._facts, self._faults = chain, chain.manifest, facts, faults
        self._withheld = Statements.of(chain.wording, draft=draft)
        self._printer = Printer(
            self._manifest.numbers,
            facts.figures,
            facts.names.name,
            self._withheld.alone,
            self._manifest.all_divisions,
        )
        self._names = vocabulary(facts, chain, self._printer)
        self._names["图"] = charts(chain, self._names, self._printer)
        self._names["名词解释"] = entries(facts, chain, self._printer)
        self._attached: dict[str, Source] = {}
        self._budget = Budget()
        self._refused: list[str] = []  # pictures of attachments
        self.document_renderer = self._renderer("", self._printer)

    def compose(self, *, draft: bool, working: bool) -> Composition:
        """成文 — the document, and what is told with it."""
        manifest = self._manifest
        document = Document(
            title=self._text(manifest.document_title, "文件标题"),
            author=self._facts.submission.department.full_name,
            blocks=self.blocks(),
            draft=draft,
            annex=self._annex(),
        )
        if working:
            teller = self._former.teller(self._facts, manifest.numbers, self._printer)
            document = replace(document, origins=teller.origins(content.figures(document)))
        filename = self._text(manifest.filename, "文件名")
        missing, refused = tuple(self._printer.missing), tuple(self._refused)
        return Composition(document, filename, missing, tuple(self._notes()), refused)

    def blocks(self) -> tuple[Block, ...]:
        """各块 — of the document, numbered, without its annex."""
        manifest = self._manifest
        content = heading_numbers.numbered(finished((*self._at_a_glance(), *self._parts())), manifest)
        contents = Contents("contents", manifest.contents.title, manifest.contents.depth)
        return (self._cover(), *([contents] if contents.depth else []), *content)

    def _renderer(self, section: str, printer: Printer) -> Renderer:
        names = {**self._names, "措辞": self._words(section)}
        return Renderer(self._chain, names, printer, self._budget, self._text_source)

    def _text_source(self, place: str) -> Source | None:
        """Where a text was typed; of an attachment in a file, where what is printed of it begins."""
        return self._attached.get(place) or self._facts.submission.source(place)

    def _words(self, section: str) -> Node:
        return slots(self._chain.wording, section)

    def _renderer_of(self, section: str) -> Renderer:
        """The document's own, but for a section that has words or a number format of its own."""
        numbers = self._manifest.numbers_of(section)
        if numbers == self._manifest.numbers and section not in sections(self._chain.wording):
            return self.document_renderer
        return self._renderer(section, self._printer.formatted(numbers))

    def _notes(self) -> Iterator[str]:
        sheets = self._facts.sheets
        yield from self._facts.submission.remarks
        yield from self._other_year()
        yield from self._without_tables()
        yield from attachment_blocks.notes(self._facts)
        yield from unused(self._facts, self._chain)
        yield from tail_notes((*self._facts.figures.tails, *tails(sheets)))
        yield from pressed_notes(self._printer.pressed)

    def _other_year(self) -> Iterator[str]:
        """A form is that of a year: used for another, it may be no longer, or not yet, the one in force."""
        form, year = self._manifest.year, self._facts.submission.year
        if form not in (None, year):
            yield (
                f"模板 {self._manifest.name} 是{form}年度的式样，数据是{year}年度的；"
                f"公开前请与{year}年度的编报要求核对，不一样的换模板或改模板"
            )

    def _without_tables(self) -> Iterator[str]:
        """Where there is none, nobody should find out from the finished files."""
        if not self._facts.sheets:
            yield (
                f"模板 {self._manifest.name} 没有公开表，做出的文件里没有表；"
                "有表的模板见 disclosure pack list"
            )

    def _text(self, template: str, place: str) -> str:
        return plain(self._line(template, place))

    def _line(self, template: str, place: str) -> Line:
        return self.document_renderer.line(template, place)

    def _cover(self) -> Cover:
        spec = self._manifest.cover

        def lines(templates: Iterable[str]) -> tuple[Line, ...]:
            made = (self._line(template, "封面") for template in templates)
            return tuple(line for line in made if line)

        return Cover("cover", lines(spec.title_lines), lines(spec.lines), lines(spec.top_lines))

    def _at_a_glance(self) -> Iterator[Block]:
        """The page that sums up all others stands before them, in no part: its heading has no number."""
        if self._manifest.shows_at_a_glance(self._facts.submission.at_a_glance):
            yield from heading_numbers.as_typed(self._section("at_a_glance", shift=0))
            if not self._manifest.printed_parts()[0].title:  # whose heading would begin a page
                yield PageBreak("at-a-glance-break")

    def _parts(self) -> Iterator[Block]:
        for part in self._manifest.printed_parts():
            yield from self._part(part)

    def _part(self, part: PartSpec) -> Iterator[Block]:
        body = list(self._entries(part, part.sections))
        if part.with_tables:
            body.extend(self._set())
        if part.attached:
            body.extend(self._attachments(apart=not part.title))
        body.extend(self._forms(part, apart=bool(body) or not part.title))
        if body and part.title:
            yield Heading(f"part-{part.id}", 1, self._line(part.title, f"各部分.{part.id}"))
        yield from body

    def _annex(self) -> tuple[TableBlock, ...]:
        """The set where no part prints it: a workbook of its own, listed in no contents."""
        tables = () if self._manifest.prints_tables else self._tables()
        return tuple(replace(table, listed=()) for table in tables)

    def _entries(self, part: PartSpec, entries: Entries, depth: int = 0) -> Iterator[Block]:
        for entry in entries:
            yield from self._entry(part, entry, depth)

    def _entry(self, part: PartSpec, entry: str | SectionGroup, depth: int) -> Iterator[Block]:
        """A section, or a group of them under a heading; a group in which nothing stands has no heading."""
        if isinstance(entry, str):
            yield from self._section(entry, shift=depth)
            return
        body = list(self._entries(part, entry.sections, depth + 1))
        if body:
            level = cast("Literal[2, 3, 4]", min(2 + depth, 4))
            title = self._line(entry.title, f"各部分.{part.id}")
            yield Heading(f"group-{body[0].id}", level, title)
            yield from body

    def _set(self) -> Sequence[Block]:
        """The tables, each on a page of its own; the first is where the part's heading began one."""
        return _on_pages(self._tables())[1:]

    def _forms(self, part: PartSpec, *, apart: bool) -> list[Block]:
        """The tables that are printed in this part, each on a page of its own; one contents entry a form."""
        tables = list(self._tables(part.id))
        first = {table.title: table.id for table in reversed(tables)}
        listed = (replace(table, listed=table.title * (first[table.title] == table.id)) for table in tables)
        return _on_pages(listed)[not apart :]

    def _tables(self, part: str = "") -> Iterator[TableBlock]:
        """The set, or the tables that are printed in another part."""
        styles = self._manifest.numbering
        sheets = (sheet for sheet in self._facts.sheets if sheet.spec.printed_in == part)
        for number, sheet in enumerate(sheets, 1):
            table = self._table(sheet)
            title = heading_numbers.styled(styles.level_2, number)
            printed = table.number or heading_numbers.styled(styles.table, number)
            yield replace(table, number=printed, listed=(Text(title), *table.title))

    def _table(self, sheet: Sheet) -> TableBlock:
        submission, format = self._facts.submission, self._manifest.table_format
        titled = submission.department.full_name, submission.department.kind, submission.year
        make = partial(self._table_anew, sheet)
        return self._former.table(sheet.spec.id, (sheet, titled, format), self._budget, make)

    def _table_anew(self, sheet: Sheet) -> tuple[TableBlock, bool]:
        """And whether it says nothing that templates, wording or other data have a say in."""
        printer, said = self._printer.saying(self._withheld.in_cell), list[str]()

        def absent(names: Iterable[str]) -> Text:
            said.append("")
            return printer.absent(names)

        def render(text: str, place: str) -> Line:
            said.extend([text] if names_something(text) else ())
            try:
                return self.document_renderer.cell(text, place)
            except TemplateError as error:
                return self._told(error)

        format = self._manifest.table_format
        return table_block(sheet, self._facts.submission, format, absent, render), not said

    def _section(self, name: str, *, shift: int) -> tuple[Block, ...]:
        id = name.replace("_", "-")
        try:
            renderer = self._renderer_of(name)
            wanted = self._wanted(name, renderer)
            return renderer.section(f"sections/{name}.j2", id, shift=shift) if wanted else ()
        except TemplateError as error:
            return (Paragraph(f"{id}-fault", self._told(error), "plain"),)

    def _told(self, error: TemplateError) -> Line:
        """What stands in the place of what cannot be rendered; raises it where nobody asked for faults."""
        if self._faults is None:
            raise error
        self._faults.append(error)
        return (Text(f"【模板有误：{error}】", missing=True),)

    def _wanted(self, name: str, renderer: Renderer) -> bool:
        """Whether a section stands: not switched off, and its condition holds."""
        spec = self._manifest.section_specs.get(name, SectionSpec())
        if spec.omitted or not spec.condition:
            return not spec.omitted
        return renderer.holds(spec.condition, f"各节.{name}.条件")

    def _attachments(self, *, apart: bool) -> Iterator[Block]:
        """Each attachment on a page of its own; the first is where the part's heading began a page."""
        attachments = self._facts.submission.attachments
        if attachments is None:
            self._printer.note(["附件"])
            yield Paragraph("attachments", (Text("【待填：附件】", missing=True),))
        for number, entry in enumerate(attachments or (), 1):
            if number > 1 or apart:
                yield PageBreak(f"attachment-{number}-break")
            yield from self._attachment(number, entry)

    def _attachment(self, number: int, entry: AttachmentFile) -> Iterator[Block]:
        id = f"attachment-{number}"
        yield Heading(id, 2, (Text(entry.title),))
        file = self._facts.submission.files.get(entry.file) if entry.file else None
        if file is not None and file.data is not None:
            self._refused += (f"附件“{entry.file}”{sentence}" for sentence in file.refused)
            yield attachment_blocks.word(id, file, entry.title)
        else:
            try:
                yield from self.attached_text(number, entry)
            except TemplateError as error:
                yield Paragraph(f"{id}-fault", self._told(error), "plain")

    def attached_text(self, number: int, entry: AttachmentFile) -> Sequence[Block]:
        """附件的文字 — of one that is a text; raises TemplateError."""
        file, place = self._facts.submission.files.get(entry.file or ""), item("附件", number - 1)
        typed = (entry.text if file is None else file.text) or ""
        text = with_headings(typed, entry.title)
        if entry.file:
            self._attached[place] = Source(entry.file, 1 + typed.rstrip("\n").count("\n") - text.count("\n"))
        return self.document_renderer.paragraphs(text, place, f"attachment-{number}", shift=2)


def _on_pages(tables: Iterable[TableBlock]) -> list[Block]:
    return [block for table in tables for block in (PageBreak(f"{table.id}-break"), table)]
