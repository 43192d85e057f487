"""The report on paper: its pages as one PDF, set by typst."""
