"""Derived rows as a pure function of facts and content, recomputed for exactly the keys that changed."""
