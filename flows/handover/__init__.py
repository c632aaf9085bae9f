"""How do the tables reach a BI tool? A database of documented views, a data package, a dictionary, SDMX-CSV.

    output/metrics.duckdb      views, no data: one for each table, and those that count each text once
    output/datapackage.json    the tables' columns, for programs
    output/dictionary.html     the same for people, with the views, examples and counts
    output/observations.csv    the observations, for programs of statisticians

In: the published tables. Out: these files, by `write_handover` of write.py; none is written in place, so that their
folder may be one of hard links to an earlier snapshot.
"""
