"""UNDERSTANDING: Rasa graph components and the input channel that the desk talks to."""
