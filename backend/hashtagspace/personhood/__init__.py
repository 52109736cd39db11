"""Personhood scores that anyone can recompute from the public vouch graph."""
