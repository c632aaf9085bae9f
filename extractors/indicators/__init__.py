"""Which figures of different reports are one thing? Claims come in, with the indicator and the place that they are of.

The catalogue is data (data/indicators/*.toml), so are the codes of places (data/areas.csv).
"""
