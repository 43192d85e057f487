"""Measures: wages, their bracket and spread, floors, learning, labels, what looks odd."""
