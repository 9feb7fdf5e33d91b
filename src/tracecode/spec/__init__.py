"""The standard as data: its meta-model, and how it is read, checked and compiled."""
