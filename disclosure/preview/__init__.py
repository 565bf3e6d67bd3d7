"""预览 — the working HTML on 127.0.0.1, made anew whenever a template, the wording or the data are saved."""
