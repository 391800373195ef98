"""Figures, always side by side with their baseline: `python -m tests.benchmarks --help`."""
