"""How other libraries and Leitong are called from Python, and what that costs."""
