"""Resampled data fitted again: how samples are drawn, refitted together, and read."""
