"""How do piles of files become published tables? The Prefect flow, and all that is around extraction.

`ingest.py` is the flow, `cli.py` the command.
"""
