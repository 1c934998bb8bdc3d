"""How the embedding model that ships with Leitong is made and measured."""
