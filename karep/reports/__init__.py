"""Reports: records in, sections out. No terminal is needed; the screens and the commands show the same lines."""
