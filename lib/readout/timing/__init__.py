"""Parts of `readout.times`: words, patterns, what they mean, and what a sentence tells of it."""
