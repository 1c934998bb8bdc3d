"""Paragraphs whose lines were wrapped at a fixed width."""
