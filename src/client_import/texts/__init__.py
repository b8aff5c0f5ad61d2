"""What can be said of a text, and done with it, without knowing where it stands."""
