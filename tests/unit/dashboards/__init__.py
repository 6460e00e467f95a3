"""Tests of the site: words, charts, maps and pages from a small made-up release."""
