"""Fits as tables: summary, side by side, and what is known to cover too little."""
