"""`labour wage`: task logs into a table, JSON, and a page that a person without us can read."""
