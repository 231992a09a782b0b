"""Reads: one noun a file, each a query in plain SQL and the frozen dataclass that it fills."""
