"""What crosses all domains: spreadsheet import, demo data, merge, export and erase."""
