"""Where labelling stands on the curve: labour by rung, hours with ranges, pairs of price and number."""
