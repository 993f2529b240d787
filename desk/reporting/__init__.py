"""REPORTING: what the city counts, pure; reading rows and showing pages is done elsewhere."""
