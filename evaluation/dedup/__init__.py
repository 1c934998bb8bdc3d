"""Which records does `leitong dedup` remove that should stay, and which copies does it miss?"""
