"""What do people read of a batch's quality? The quality report: figures, failures, claims to look at.

In: published tables, and what the suites found. Out: pages in output/quality/.
"""
