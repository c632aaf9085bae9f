"""What of a text is not report? Adverts, contents, page frames, watermarks, seams: each with the rule that says so.

In: a decoded text, and the lines that come again in its batch. Out: `Stripped`, the text that is kept, and the spans
that are not.
"""
