"""When consultants are there: opening slots, Japanese holidays, own closures, presence."""
