"""How well paraphrased text is found, and how texts with a changed meaning are reported."""
