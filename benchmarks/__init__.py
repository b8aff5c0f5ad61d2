"""How fast the road is, as a ratio to a hand-written loop in the same run; nothing here is a test."""
