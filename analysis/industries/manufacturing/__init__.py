"""American manufacturing by industry, 1958-2011: does employment answer as saturation says."""
