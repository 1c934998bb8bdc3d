"""Documents of which nine paragraphs in ten are the same in all."""

import argparse
import json

from .clauses import Clauses

BEFORE, BODY, AFTER = 9, 2, 9
LENGTH = 60


def write(settings: argparse.Namespace, clauses: Clauses) -> int:
    """Writes the collection. With --body 1 documents are alike at about 0.8, with --body 5 at about 0.5."""
    chance = clauses.chance("boilerplate")
    common = [clauses.paragraph(chance, LENGTH) for _ in range(BEFORE + AFTER)]
    with open(settings.output, "w", encoding="utf-8") as out:
        for number in range(settings.count):
            body = [clauses.paragraph(chance, LENGTH * settings.body) for _ in range(BODY)]
            text = "\n".join([*common[:BEFORE], *body, *common[BEFORE:]])
            print(json.dumps({"id": f"b{number:06}", "text": text}, ensure_ascii=False), file=out)
    return settings.count
