"""Pure functions over plain values: no file, no database, no screen; today and now are arguments."""
