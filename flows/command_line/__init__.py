"""What do all commands have in common? Their language, options of several of them, and how they end."""
