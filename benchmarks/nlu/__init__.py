"""Which features and classifiers understand best, on the same grouped folds."""
