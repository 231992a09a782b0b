"""karep: the offline notebook of a key-account sales rep."""

__version__ = "0.1.0"
