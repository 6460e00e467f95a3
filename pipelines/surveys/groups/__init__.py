"""What groups of organisations say: scores by sector, gaps, changes, concerns, and what must not be shown."""
