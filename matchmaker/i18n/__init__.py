"""Catalogues of translated texts, and formatting with the locale as an argument."""
