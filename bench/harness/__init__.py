"""Starts the contenders in turn and makes tables of what they report."""
