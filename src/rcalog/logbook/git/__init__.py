"""All that rcalog says to git. Nothing outside this package (and history.py, for walks through GitPython) runs git."""
