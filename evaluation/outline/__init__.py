"""Are the speeches of a compilation cut where they start?"""
