"""Which version of the extractor is this? To be raised whenever a text would give other claims (--reprocess)."""

EXTRACTOR_VERSION = "3"
