"""Bessen's argument on cotton, steel and motor vehicles: replicated, then stress-tested."""
