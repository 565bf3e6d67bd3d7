"""成文 — a chain of packs and the facts become the document: sections, tables, charts, glossary, attachments."""
