"""Models of everything an analyst declares: indicators, places and checks. No table is read here."""
