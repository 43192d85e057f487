"""Employment: its identity, decomposition, prediction and turning point."""
