"""Charts drawn while the site is built (SVG), and their explorable form (Plotly dictionaries).

Belongs here: marks, scales, colours. Does not belong here: pages, words about the values.
"""
