"""Publishing the tables: their pages, descriptor, codebook and exports."""
