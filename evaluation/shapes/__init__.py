"""Texts of hostile shapes: does the time of a scan grow with the text, whatever the text?"""
