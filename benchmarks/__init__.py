"""How fast the road is beside others, each in a process of its own in one run; nothing here is a test."""
