"""Coverage-guided fuzzing of every reader (`script/fuzz`)."""
