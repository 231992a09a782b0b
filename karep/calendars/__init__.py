"""Calendars of the place and of the house: public holidays, and the days that the rep added."""
