"""Measures Leitong: one sub-package for each thing that is measured, run from the root."""
