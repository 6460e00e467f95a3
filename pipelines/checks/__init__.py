"""Declared checks, run by Great Expectations, told as verdicts. Nothing else imports Great Expectations."""
