"""Which reports does a text hold, and what is each of its parts about?

In: the text that cleaning kept. Out: reports with title, issuer, region, year and day, and the sections that tile them.
"""
