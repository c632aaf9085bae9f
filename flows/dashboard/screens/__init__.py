"""What does each page of the dashboard show? A module a page, with a function `show`; elements.py is for all."""
