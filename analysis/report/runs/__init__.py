"""Runs of notebooks: fresh kernels, what each run read, a cache that is checked first."""
