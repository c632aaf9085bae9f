"""What did people say of the figures, and what holds since? Verdicts, kept for good, and what they make of a claim.

In: verdicts, from the dashboard or a file. They are appended to a database beside the snapshots (store.py), never
changed there. Out: for each figure what stands after all that was said of it (standing.py), where it is in the tables
as they are now (anchors.py), and its row as it is to be published (corrections.py). Who publishes it is
flows/publishing/reviewed.py.
"""
