"""One least-squares fit: the mean function, the problem it poses, and its minimum."""
