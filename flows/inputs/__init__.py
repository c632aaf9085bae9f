"""Which files are to be read, and what do they say? Found below the sources, compared with what was published, decoded.

In: folders, files and URLs, and the published `sources`. Out: a plan; texts held in the spool; what the files have in
common.
"""
