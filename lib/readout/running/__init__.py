"""How a corpus is read: what is new, by what means, what is kept; for `readout.reading`."""
