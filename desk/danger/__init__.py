"""Words of danger: read in every message, marked with the reason, told to who can help, and lifted by a person only."""
