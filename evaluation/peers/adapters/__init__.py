"""One adapter for each tool, run by the interpreter of the environment of that tool."""
