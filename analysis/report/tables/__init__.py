"""Tables of the report, as HTML, CSV, LaTeX and Word."""
