"""How does what a run made become the next state? Copies marked, the gate asked, a snapshot made and pointed to.

In: the run's parts and the current snapshot. Out: a new snapshot, on disk or at a URL, in one step.
"""
