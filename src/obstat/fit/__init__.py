"""Would a phone work on a network on a day? A question apart from whether it may be sold there."""
