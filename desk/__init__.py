"""TALKING: the public FastAPI service that owns conversations and hands them between bot and people."""
