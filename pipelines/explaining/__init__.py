"""How one published number came about: files, rows, formula, tests, and the number computed again."""
