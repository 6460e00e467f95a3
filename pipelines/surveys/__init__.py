"""Surveys, self-assessments, registers and returns: from answers to estimates. Responses never leave this craft."""
