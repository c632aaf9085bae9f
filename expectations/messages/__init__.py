"""In which language is a reader spoken to? English messages stand in the code; their Chinese is in zh.po.

This is the language of pages, screens and the terminal, never that of reports: what is read out of these, and the names
of tables and columns, are the same for everybody.
"""
