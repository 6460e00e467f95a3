"""Pages as PDFs, printed by whichever Chromium the machine has.

Belongs here: driving the browser and what makes its files the same each time. Does not belong here: how a page looks
on paper (the style sheet).
"""
