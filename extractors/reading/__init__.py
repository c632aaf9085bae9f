"""What does a file say? Bytes of any format go in, one decoded text comes out, or the reason why there is none.

`files.py` chooses among the readers, one a format, each a function from bytes to `Content`; archives and mails give the
files that they hold. All positions further on count code points of the text that is made here.
"""
