"""Parts of `readout.site`: notebooks that run, pages, all in one file, less for the public."""
