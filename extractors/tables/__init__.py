"""What do the cells of tables state? A grid's labels give each figure its name, unit, scope, period and status.

In: text that cleaning kept, simplified, and the tables that its format marks; others are found by their tabs, bars and
blanks. Out: a figure a cell, with what its labels say. No format is known here.
"""
