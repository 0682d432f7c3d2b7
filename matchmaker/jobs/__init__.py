"""The job table: work that must happen after a commit, kept as rows so that nothing is lost."""
