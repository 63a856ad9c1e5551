"""Parts of `readout.mentions` and `readout.entities`: names, roles, chains of mentions, keys."""
