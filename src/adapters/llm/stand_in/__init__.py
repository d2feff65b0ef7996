"""A stand-in of language models, for demonstrations and tests."""
