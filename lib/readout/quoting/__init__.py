"""Parts of `readout.quotes`: quotation marks, networks and trees for cues and contents, sources."""
