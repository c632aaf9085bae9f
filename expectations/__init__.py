"""What must hold of the published tables? Their columns, the checks of each, and what people read of the outcome.

`schema.py` says what the tables are and `contract.py` what was promised of them; `validate.py` runs the suites.
"""
