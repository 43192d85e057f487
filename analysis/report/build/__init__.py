"""Building a report: assembled, held against the accepted results, put in place at once."""
