"""Files of many formats -> articles as they were found; `readout.intake` is the way in."""
