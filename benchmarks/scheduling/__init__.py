"""The scheduler beside the rules of systems in use, on the same instances in the same run."""
