"""Measurements: each prints, none fails on a number."""
