"""Plain English made from values: periods, numbers, states, sentences.

Belongs here: functions from typed values to text. Does not belong here: markup or files.
"""
