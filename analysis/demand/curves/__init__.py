"""Demand curves: quantity and elasticity as functions of the relative price."""
