"""Tests of one module at a time, methods against expected values."""
