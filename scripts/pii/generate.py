"""Texts with and without personal data whose values and labels others wrote, for `node bench/pii-found.ts --generated FILE`.

    python3 -m venv /tmp/pii-venv && /tmp/pii-venv/bin/pip install faker==40.63.0 babel==2.19.0 polib==1.2.0
    /tmp/pii-venv/bin/pip download --no-deps -d WHEELS django==5.2.19 django-allauth==65.22.1 django-oscar==4.2.1 \
        django-phonenumber-field==9.0.0 django-two-factor-auth==1.18.1 gnuhealth==5.0.6 trytond_party==8.2.0
    /tmp/pii-venv/bin/python scripts/pii/generate.py WHEELS SEED > FILE

Values come from Faker in some fifty locales, days written as the locale writes them from Babel (CLDR), labels from the
translations of the packages above. A text is of half `tune` or `report` by a hash of its label, so the two share no
label; values differ by chance. Misses of `report` are not to be read.
"""
import hashlib
import io
import json
import random
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import polib
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from faker import Faker

wheels, seed = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
LOCALES = """ar_AE az_AZ bg_BG cs_CZ da_DK de_AT de_CH de_DE el_GR en_AU en_CA en_GB en_IE en_IN en_NZ en_US es_AR es_CL
es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_FR he_IL hi_IN hr_HR hu_HU id_ID it_IT ja_JP ko_KR lt_LT lv_LV nl_BE
nl_NL no_NO pl_PL pt_BR pt_PT ro_RO ru_RU sk_SK sl_SI sv_SE th_TH tr_TR uk_UA vi_VN zh_CN zh_TW""".split()
TEXTS = 600
PERSONAL = {
    "PHONE_NUMBER": "phone|phone number|mobile|telephone|contact number",
    "DATE_OF_BIRTH": "date of birth|dob",
    "PASSWORD": "password|new password|current password",
    "STREET_ADDRESS": "address|street|first line of address",
}
OTHER = {
    "number": "order|order number|reference|sku|partner sku|upc|code|lot number|product|quantity",
    "date": "start date|end date|expiration date|date placed|date created|created",
    "version": "version",
}


def labels_by_language():
    """msgid -> language -> the translations of all packages, English as it stands."""
    found = defaultdict(lambda: defaultdict(set))
    wanted = {word for words in [*PERSONAL.values(), *OTHER.values()] for word in words.split("|")}
    for wheel in sorted(wheels.glob("*.whl")):
        archive = zipfile.ZipFile(wheel)
        names = archive.namelist()
        for name in names:
            place = re.search(r"locale/([a-z]{2})(?:[_@-][A-Za-z]+)?[./]", name)
            if not place or not re.search(r"\.[mp]o$", name):
                continue
            if name.endswith(".mo") and name[:-2] + "po" in names:
                continue
            try:
                raw = archive.read(name)
                entries = polib.mofile(raw) if name.endswith(".mo") else polib.pofile(raw.decode())
            except (OSError, UnicodeDecodeError, ValueError, TypeError):
                continue
            for entry in entries:
                key = entry.msgid.strip(" :").lower()
                if key in wanted:
                    found[key]["en"].add(entry.msgid.strip(" :"))
                    if entry.msgstr and "fuzzy" not in entry.flags:
                        found[key][place[1]].add(entry.msgstr.strip(" :"))
    return found


def half_of(text):
    return "tune" if hashlib.sha256(f"valueloop-pii-generated:{text}".encode()).digest()[0] % 2 else "report"


def day(locale):
    born = FAKERS[locale].date_of_birth(minimum_age=1, maximum_age=95)
    try:
        own = Locale.parse("nb_NO" if locale == "no_NO" else locale)
    except (UnknownLocaleError, ValueError):
        own = Locale.parse("en_US")
    written = chance.choice(["short", "medium", "medium", "long", "long", "iso", "numeric", "compact"])
    if written == "iso":
        return born.isoformat()
    if written == "compact":
        return born.strftime("%Y%m%d")
    if written == "numeric":
        return born.strftime(chance.choice(["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d"]))
    return format_date(born, written, locale=own)


def secret(locale):
    fake = FAKERS[locale]
    kind = chance.randrange(4)
    if kind == 0:
        return fake.password(length=chance.randint(8, 16))
    if kind == 1:
        return fake.password(length=chance.randint(8, 14), special_chars=False)
    if kind == 2:
        return "-".join(FAKERS["en_US"].words(3)) + str(chance.randint(1, 99))
    return FAKERS["en_US"].word().capitalize() + str(chance.randint(10, 9999)) + chance.choice("!?$#_.")


def value(kind, locale):
    fake = FAKERS[locale]
    if kind == "PHONE_NUMBER":
        return fake.phone_number()
    if kind == "DATE_OF_BIRTH":
        return day(locale)
    if kind == "PASSWORD":
        return secret(locale)
    for _ in range(20):
        written = fake.street_address().replace("\n", ", ")
        if re.search(r"\d", written):
            return written
    return None


def other(kind, locale):
    fake = FAKERS[locale]
    if kind == "date":
        made = fake.date_time_between("-3y", "+2y")
        return chance.choice([made.date().isoformat(), made.strftime("%d.%m.%Y"), made.strftime("%d/%m/%Y"), made.isoformat(), made.strftime("%Y-%m-%d %H:%M:%S"), str(int(made.timestamp()))])
    if kind == "version":
        return chance.choice([fake.numerify("#.#.#"), fake.numerify("%.##.#.#"), fake.numerify("##.#.####.##"), fake.numerify("v%.#.#-rc.#"), fake.numerify("20##.##.##")])
    return chance.choice([
        fake.ean13, fake.ean8, lambda: fake.isbn13(), lambda: fake.isbn10(), fake.uuid4, fake.md5, fake.sha1, fake.sha256,
        lambda: fake.bothify("??-####-####").upper(), lambda: fake.numerify("### ### ###"), lambda: fake.numerify("####-######"),
        lambda: fake.numerify("0## ### ####"), lambda: fake.numerify("%#########"), lambda: fake.bothify("???########").upper(),
        lambda: fake.numerify("1Z####0#########"), lambda: fake.numerify("%#.####"), lambda: fake.numerify("%## ### ## ##"),
        lambda: fake.numerify("%##-##-####"), lambda: fake.numerify("%##-###-####"), fake.vin,
        lambda: f"{fake.latitude()}, {fake.longitude()}", lambda: fake.bothify("##-??-####-#").upper(),
    ])()


FRAMES = [
    "{l}: {v}", "{l} {v}", "{l}:{v}", "{l} - {v}", "{l} = {v}", "{l}\n{v}", '{{"{l}": "{v}"}}', "<li>{l}: {v}</li>", "| {l} | {v} |",
    "* {l}: {v}", "{p} {l}: {v}. {q}", "{p}\n{l}: {v}\n{q}", "{p} ({l} {v}) {q}", "{p} {l} {v}, {q}", "**{l}:** {v}", "{l}\t{v}",
]
PROSE = [
    "The record was changed yesterday.", "Please check it again before Friday.", "Everything else stays as it was.", "Merci de vérifier la fiche.",
    "Der Vorgang ist noch offen.", "Los demás datos no cambian.", "Il resto è invariato.", "Ticket reopened by the night shift.", "See below.",
]
FAKERS = {}
for name in LOCALES:
    try:
        FAKERS[name] = Faker(name)
    except AttributeError:
        continue
    FAKERS[name].seed_instance(seed * 1000 + len(FAKERS))


def main():
    found = labels_by_language()
    out = io.StringIO()
    for groups, isPersonal in ((PERSONAL, True), (OTHER, False)):
        for kind, words in groups.items():
            pairs = sorted({(locale, text) for locale in FAKERS for word in words.split("|") for text in found[word].get(locale[:2] if locale[:2] != "no" else "nb", set()) if len(text) < 40 and "%" not in text})
            chance.shuffle(pairs)
            for locale, label in (pairs * 9)[:TEXTS]:
                made = value(kind, locale) if isPersonal else other(kind, locale)
                if made is None:
                    continue
                written = label if chance.random() < 0.6 else label.lower()
                frame = chance.choice(FRAMES)
                mark = "\u0001"
                text = frame.format(l=written, v=mark, p=chance.choice(PROSE), q=chance.choice(PROSE))
                start = text.index(mark)
                text = text.replace(mark, made)
                units = lambda s: len(s.encode("utf-16-le")) // 2
                spans = [{"type": kind, "start": units(text[:start]), "end": units(text[:start]) + units(made)}] if isPersonal else []
                out.write(json.dumps({"half": half_of(label), "kind": kind, "lang": locale, "text": text, "spans": spans}, ensure_ascii=False) + "\n")
    sys.stdout.write(out.getvalue())


main()
