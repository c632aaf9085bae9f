"""What is known of the language, and how is it looked for quickly?

In: the rows of extractors/data/, and text. Out: patterns, phrases, numerals and words found in it, simplified
characters, censored digits. It knows nothing of files, reports or claims.
"""
