"""Places: codes and vintages, which area lies in which, boundaries. Pure: no network, no disk."""
