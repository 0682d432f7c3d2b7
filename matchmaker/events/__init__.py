"""Events: days, slots, tables and who takes part."""
