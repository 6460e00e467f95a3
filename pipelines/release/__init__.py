"""A release: what it holds, how it is written, sealed, verified, swapped in and read."""
