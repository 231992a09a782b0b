"""The log line: one line of words in, everything that it says out, with nothing dropped."""
