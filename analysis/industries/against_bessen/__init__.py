"""Against Bessen: our estimates beside the published ones, and what price and income do."""
