"""The neighbourhood evidence pipeline: files from publishers in, a checked release out."""
