"""Words for this domain's enumerated values and error codes."""
