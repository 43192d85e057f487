"""Pages of the report: self-contained HTML, and where everything on them comes from."""
