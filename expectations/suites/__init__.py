"""What must hold of each table? A module a table, with a list of checks; not run here."""
