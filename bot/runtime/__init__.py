"""Running Rasa: training when needed, serving, the tracker store, and the few changes made to Rasa at run time."""
