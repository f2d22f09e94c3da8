"""From what people type to parties, each with its role, score and evidence."""
