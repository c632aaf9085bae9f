"""Which version of the extractor is this? To be raised whenever a text would give other claims (--reprocess).

Behind a plus stands the fingerprint of the rules that a user has added: 11+1f0c9a2b.
"""

from extractors.language.own import fingerprint

OF_THE_PROGRAM = "11"
RULES = fingerprint()
EXTRACTOR_VERSION = f"{OF_THE_PROGRAM}+{RULES}" if RULES else OF_THE_PROGRAM
