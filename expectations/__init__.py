"""What must hold of the published tables: one module a table, checked with Great Expectations."""
