"""spaCy's pipes as `readout.pipeline` runs them: what they find is the same, sooner."""
