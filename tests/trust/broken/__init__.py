"""Broken data files by class, each with the answer it must get."""
