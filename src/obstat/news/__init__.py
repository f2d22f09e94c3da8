"""Stories as claims with attribution, origin, time and certainty, tied to parties and products.

Invariant: a claim is evidence of what was said; it never decides an answer.
"""
