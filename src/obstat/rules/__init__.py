"""Question, parties and ties to findings; the verdict; which facts are missing."""
