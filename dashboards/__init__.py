"""The site: a release folder in, static pages out.

Belongs here: reading a release, putting it into words, charts, maps and pages.
Does not belong here: computing any figure. A number that is not in the release is not on the site.
"""
