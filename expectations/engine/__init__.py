"""How is a list of checks run? As Great Expectations suites over frames, part by part, their results merged.

In: frames and checks. Out: which checks hold, the rows that fail, counts. It knows no table's checks.
"""
