"""A provider's duties with their dates, and those of others, as a table, as data and as iCalendar."""
