"""Chain and content in, read tables out: source, decode, hydrate, verify, project."""
