"""Publishers: a module each says how its files are recognised, read, licensed and checked.

`catalogue.SOURCES` lists them all. A new publisher is a new module and one line there.
"""
