"""The input channel that the desk talks to: `desk.py` is the HTTP shell, `turn.py` one turn, `wire.py` the JSON."""
