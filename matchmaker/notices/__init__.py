"""One row per recipient and cause; shown on the page and sent by mail."""
