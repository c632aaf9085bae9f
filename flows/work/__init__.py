"""Who does the work, and in which portions? Processes with limits, on this machine or on a cluster.

In: held texts. Out: validated parts of the tables as Parquet below the run's stage, and evidence of what was found.
"""
