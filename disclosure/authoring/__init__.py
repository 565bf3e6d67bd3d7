"""制作模板包 — the workshop of packs: new, override, show, check, compare; departments to try them with."""
