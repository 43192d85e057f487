"""Robustness: whether other choices, other years or chance would have given the same."""
