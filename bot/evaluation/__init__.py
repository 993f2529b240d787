"""Measuring understanding: `evaluate` on questions that were never trained on, `crossvalidate` on held-out folds."""
