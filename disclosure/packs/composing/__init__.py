"""成文 — packs and facts become the document: sections, tables, charts, glossary, attachments."""
