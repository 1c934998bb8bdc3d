"""What several measurements use: text, files, processes, environments, tables and scores."""
