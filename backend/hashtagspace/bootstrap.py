"""Composition root: builds every part from Settings and hands each what it needs."""
