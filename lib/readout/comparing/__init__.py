"""What articles share: names, utterances, happenings, stories; `across` is the way in."""
