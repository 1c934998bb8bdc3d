"""Whether translations between Chinese and English can be found with the shipped model."""
