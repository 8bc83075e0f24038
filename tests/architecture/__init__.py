"""The house keeps its own rules: imports, tools, names, writes, texts."""
