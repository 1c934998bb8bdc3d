"""Leitong beside other deduplication tools: time, memory, recall and precision."""
