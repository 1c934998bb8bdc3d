"""How long must a shingle be, for an edit to count the same in every script?"""
