"""Japanese understanding: pure text and model modules, and one thin Rasa component per file.

Modules whose names end in `_tokenizer`, `_featurizer`, `_classifier` or `_gate` are Rasa graph
components; all others are pure and never import Rasa.
"""
