"""The one pipeline from a question to a verdict."""
