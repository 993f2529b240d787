"""Approved answers as the desk shows and searches them."""
