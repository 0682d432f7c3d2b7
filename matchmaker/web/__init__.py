"""Shared HTTP: request transaction, access, errors, forms, pagination, filters, locale."""
