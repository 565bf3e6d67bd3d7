"""模板求值 — sandboxed templates: what they can name, how a value prints, what they may not do."""
