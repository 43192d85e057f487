"""What an estimate does not say: covariances, intervals, tests, bands."""
