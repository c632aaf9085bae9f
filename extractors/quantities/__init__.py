"""Which quantities stand in a text? In prose and in tables, each with value, unit and bound.

In: text that cleaning kept, simplified. Out: a `Mention` a quantity, its position a slice of that text; a cell's figure
with the labels of its row and column. What it means is read in the next room.
"""
