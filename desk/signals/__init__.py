"""Change signals: wake who waits for news, in one process or through Redis; typing signs."""
