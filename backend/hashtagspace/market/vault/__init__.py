"""A person's private data, encrypted and opened here alone; the formats: docs/market-formats.md."""
