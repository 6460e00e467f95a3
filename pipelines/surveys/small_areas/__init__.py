"""Modelled ward estimates beside the direct ones: the Fay-Herriot model and its diagnostics."""
