"""制作模板包 — the workshop of packs: new, override, show, check, compare; trial departments to try them with."""
