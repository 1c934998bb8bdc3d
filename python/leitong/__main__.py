"""``python -m leitong`` is the command ``leitong``."""

from leitong._command import main

main()
