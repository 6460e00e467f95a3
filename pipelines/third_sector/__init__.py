"""The city's third sector: one register out of several, and what is read from it. Pure: no network, no disk."""
