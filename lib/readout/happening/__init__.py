"""Parts of `readout.events`: triggers, participants, dates, order."""
