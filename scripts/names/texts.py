"""Collects ordinary sentences for the trainer of names, one JSON string a line.

    python3 scripts/names/texts.py OUT.jsonl FILE...

What was learnt from last time, as the README beside the weights names it: prompts.chat's prompts.csv (CC0),
surge-ai/toxicity's CSV (MIT), zilliztech/GPTCache's pairs of questions (MIT, JSON), and texts of our own (JSONL).
Fetch them from their projects; nothing outside this repository is read unless it is named here. Every string in
a CSV, JSON or JSONL file is taken, except labels and other short ones.
"""

import csv
import json
import re
import sys

if len(sys.argv) < 3:
    sys.exit(__doc__)
out, files = sys.argv[1], sys.argv[2:]
csv.field_size_limit(1_000_000)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def texts(path):
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            yield from strings(list(csv.DictReader(file)))
        elif path.endswith(".jsonl"):
            for line in file:
                yield from strings(json.loads(line))
        else:
            yield from strings(json.load(file))


def sentences(text):
    for part in re.split(r"\n+|(?<=[.!?])\s+", text):
        part = part.strip()
        if 8 < len(part) < 600 and " " in part:
            yield part


found = dict.fromkeys(one for path in files for text in texts(path) for one in sentences(text))
with open(out, "w", encoding="utf-8") as file:
    file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in found)
print(len(found), "sentences")
