"""Where the crafts meet: sources, geography, methods, checks and release, wired into Dagster's assets.

Modules named like a stage (`landed`, `conformed`, `indicators`, `published`) hold the assets; `landing`, `conforming`,
`spine` and `computing` hold what those call. No formula stands here.
"""
