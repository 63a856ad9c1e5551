"""Parts of `readout.views` and `readout.charts`: marks, notes on rows, drawings."""
