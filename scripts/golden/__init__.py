"""Golden vectors: one module for each file of tests/vectors, each with `build() -> Vectors`."""
