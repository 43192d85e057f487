"""Checks on a fitted demand curve, each once: chance, choices, breaks, rivals, forecasts."""
