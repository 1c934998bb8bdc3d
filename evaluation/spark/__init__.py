"""Whether Spark has the labels of the command, and what that costs."""
