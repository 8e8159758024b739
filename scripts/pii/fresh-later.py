"""The sixth and later splits nobody tuned on: writes lib/guardrails/testdata/pii-fresh-<split>.jsonl.

    pip install python-stdnum phonenumbers Faker babel
    python3 scripts/pii/fresh-later.py sixth > lib/guardrails/testdata/pii-fresh-sixth.jsonl

Sentences stand in fresh-sentences-<split>.txt: "kind|language|sentence"; {v:form} for a value of the line's kind,
{k:form} for a key, {u:form} for a key in an address of the web, "\\n" for a new line. National numbers are drawn by
python-stdnum's own check, telephones by libphonenumber's plans, streets by Faker, days by CLDR. LOOK is a text that
looks like personal data, CLEAN one that does not; neither holds any. Written and committed before the detector was run
on any of it.
"""
import base64
import importlib
import json
import random
import re
import string
import sys
from datetime import date, timedelta
from pathlib import Path

import phonenumbers
from babel.dates import format_date
from faker import Faker

split = sys.argv[1]
chance = random.Random(f"valueloop {split}")
pick = chance.choice
LETTERS, DIGITS, UPPER, HEX = string.ascii_letters, string.digits, string.ascii_uppercase, "0123456789abcdef"


def draw(count, alphabet=DIGITS):
    return "".join(pick(alphabet) for _ in range(count))


def shaped(*forms):
    """9: a digit, A: a capital; all else stands for itself."""
    return "".join(draw(1) if sign == "9" else draw(1, UPPER) if sign == "A" else sign for sign in pick(forms))


# A number that passes, as the docstrings of python-stdnum give it, or made from the day and place that it must hold.
def day_in(form):
    return (date(1948, 1, 1) + timedelta(days=chance.randrange(19_000))).strftime(form)


SEEDS = {
    "us.ssn": lambda: shaped("219-99-9999", "457 99 9999", "612999999", "512-99-9999"),
    "us.itin": lambda: f"9{draw(2)}-{pick(['70', '78', '88'])}-{draw(4)}",
    "za.idnr": lambda: day_in("%y%m%d") + draw(4) + "08?",
    "gb.nhs": lambda: pick("4679") + draw(8) + "?",
    "ca.sin": lambda: pick("1245") + draw(7) + "?",
    "au.tfn": lambda: draw(8) + "?",
    "nz.ird": lambda: pick(["49", "10", "72"]) + draw(6) + "?",
    "ie.pps": lambda: draw(7) + "@" + pick(["A", ""]),
    "in_.aadhaar": lambda: pick("2345678") + draw(10) + "?",
    "in_.pan": lambda: draw(3, UPPER) + "P" + draw(1, UPPER) + "0" + draw(3) + draw(1, UPPER),
    "my.nric": lambda: day_in("%y%m%d") + pick(["01", "10", "14"]) + draw(4),
    "pk.cnic": lambda: pick("1234567") + draw(11) + pick("12"),
    "ee.ik": lambda: pick("34") + day_in("%y%m%d") + draw(3) + "?",
    "lt.asmens": lambda: pick("34") + day_in("%y%m%d") + draw(3) + "?",
    "se.personnummer": lambda: day_in("%y%m%d") + "-" + draw(3) + "?",
    "il.idnr": lambda: "0" + draw(7) + "?",
    "de.idnr": lambda: draw(10) + "?",
    "at.vnr": lambda: pick("123456789") + draw(2) + "?" + day_in("%d%m%y"),
    "ch.ssn": lambda: "756" + draw(9) + "?",
    "fr.nir": lambda: pick("12") + day_in("%y%m") + pick(["75", "69", "33", "13"]) + draw(6) + "??",
    "fr.nif": lambda: pick("0123") + draw(9) + "???",
    "be.nn": lambda: day_in("%y%m%d") + draw(3) + "??",
    "es.dni": lambda: draw(8) + "@",
    "es.nie": lambda: pick("XYZ") + draw(7) + "@",
    "cl.rut": lambda: pick(["9", "12", "17"]) + draw(6) + "!",
    "mx.curp": lambda: draw(1, UPPER) + pick("AEIO") + draw(2, UPPER) + day_in("%y%m%d") + pick("HM") + pick(["DF", "JC", "NL"]) + draw(3, "BCDFGHJKLMNPQRST") + draw(1) + "?",
    "ar.cuit": lambda: pick(["20", "27", "23"]) + draw(8) + "?",
    "ec.ci": lambda: pick(["17", "09", "01"]) + pick("012345") + draw(6) + "?",
    "br.cpf": lambda: draw(9) + "??",
    "pt.nif": lambda: pick("12") + draw(7) + "?",
    "it.codicefiscale": lambda: draw(6, "BCDFGLMNPRST") + day_in("%y") + pick("ABCDEHLMPRST") + f"{chance.randrange(1, 29):02d}" + pick("AFH") + draw(3) + "@",
    "nl.bsn": lambda: draw(8) + "?",
    "pl.pesel": lambda: day_in("%y%m%d") + draw(4) + "?",
    "cz.rc": lambda: f"{chance.randrange(60, 99)}{day_in('%m%d')}/{draw(3)}?",
    "dk.cpr": lambda: day_in("%d%m%y") + "-" + draw(4),
    "no.fodselsnummer": lambda: day_in("%d%m%y") + pick("01234") + draw(2) + "??",
    "fi.hetu": lambda: day_in("%d%m%y") + "-" + draw(3) + "!",
    "ro.cnp": lambda: pick("12") + day_in("%y%m%d") + pick(["12", "40", "22"]) + draw(3) + "?",
    "bg.egn": lambda: day_in("%y%m%d") + draw(3) + "?",
    "hr.oib": lambda: draw(10) + "?",
    "tr.tckimlik": lambda: pick("123456789") + draw(8) + "??",
    "ru.inn": lambda: pick(["77", "50", "16"]) + draw(8) + "??",
    "gr.amka": lambda: day_in("%d%m%y") + draw(4) + "?",
    "cn.ric": lambda: pick(["110101", "310104", "440106"]) + day_in("%Y%m%d") + draw(3) + "!",
    "kr.rrn": lambda: day_in("%y%m%d") + "-" + pick("12") + draw(5) + "?",
    "th.pin": lambda: pick("1345") + draw(11) + "?",
    "cr.cpf": lambda: pick("1234567") + "0" + draw(3) + "0" + draw(3),
    "do.cedula": lambda: pick(["001", "031"]) + draw(7) + "?",
    "lv.pk": lambda: day_in("%d%m%y") + "-1" + draw(4),
    "si.emso": lambda: day_in("%d%m") + "9" + day_in("%y") + "50" + draw(3) + "?",
    "is_.kennitala": lambda: day_in("%d%m%y") + draw(3) + "9",
    "ua.rntrc": lambda: draw(9) + "?",
    "uy.rut": lambda: "21" + draw(6) + "001?",
    "id.nik": lambda: pick(["317106", "327301"]) + day_in("%d%m%y") + draw(4),
    "mk.edb": lambda: draw(12) + "?",
    "ve.rif": lambda: "V" + draw(8) + "?",
    "cu.ni": lambda: day_in("%y%m%d") + draw(5),
    "sk.rc": lambda: f"{chance.randrange(60, 99)}{day_in('%m%d')}/{draw(3)}?",
}
MAYBE = {"?": DIGITS, "@": UPPER, "!": DIGITS + "K" + "X" + "ABCDEFHJKLMNPRSTUVWXY"}
# Their check is no whole one: dates and places that are often no real ones.
UNCHECKED = {"us.ssn", "us.itin", "in_.pan", "lv.pk"}


def checked(module):
    if module in UNCHECKED:
        return SEEDS[module]()
    law = importlib.import_module(f"stdnum.{module}")
    while True:
        seed = SEEDS[module]()
        for _ in range(300):
            tried = "".join(pick(MAYBE[sign]) if sign in MAYBE else sign for sign in seed)
            if law.is_valid(tried):
                written = getattr(law, "format", lambda number: number)(tried)
                return pick([tried, written])


NATIONAL = {
    "gb.nino": lambda: pick(["JG", "PW", "SK", "AB"]) + shaped("999999", " 99 99 99 ") + pick("ABCD"),
    "passport": lambda: shaped("A99999999", "999999999", "AA9999999"),
    "dl": lambda: shaped("A9999999", "AAAAA999999AA9AA"),
    "anum": lambda: "A" + shaped("999-999-999", "999999999"),
    "medicare": lambda: shaped("2999 99999 9"),
    "sgnric": lambda: pick("STFG") + draw(7) + pick("ABCDEFGHIZJ"),
    "hkid": lambda: pick("ACGKRZ") + draw(6) + f"({draw(1)})",
    "desv": lambda: f"65 {day_in('%d%m%y')} {draw(1, UPPER)} {draw(3)}",
    "deperso": lambda: pick("CFGHJKLT") + pick("0123456789") + draw(7, "CFGHJKLMNPRTVWXYZ0123456789"),
    "kvnr": lambda: shaped("A999999999"),
    "cedula": lambda: shaped("1.099.999.999", "52.999.999", "1099999999"),
}

WORDS = "river maple Thunder pepper Falcon winter bicycle Rosebud lantern Gizmo summer Dakota velvet Monkey harbour".split()


def password(form):
    return {
        "human": lambda: pick([
            pick(WORDS).capitalize() + draw(chance.randrange(2, 5)) + pick(["!", "", "?", "#", "$"]),
            pick(WORDS) + pick("_-.@") + pick(WORDS) + draw(2),
            pick(WORDS).replace("e", "3").replace("i", "1").replace("a", "@") + draw(3),
            "".join(chance.sample(LETTERS + DIGITS, 9)) + pick("!*+"),
            pick(WORDS).upper() + draw(4),
        ]),
        "rand": lambda: draw(1, LETTERS) + draw(chance.randrange(9, 22), LETTERS + DIGITS + "!#%*+=_-^~.") + draw(1, LETTERS + DIGITS),
        "word": lambda: pick("bluegiraffe tangerine oldoaktree poppyseed".split()),
        "pin4": lambda: draw(4),
        "pin6": lambda: draw(6),
        "phrase": lambda: "-".join(chance.sample([word.lower() for word in WORDS], 4)),
    }[form]()


def key(form):
    star = lambda count: draw(count, LETTERS + DIGITS)
    url = lambda count: draw(count, LETTERS + DIGITS + "_-")
    b64 = lambda count: base64.b64encode(chance.randbytes(count)).decode()
    return {
        "openai": lambda: pick(["sk-proj-", "sk-"]) + star(20) + "T3BlbkFJ" + star(20),
        "anthropic": lambda: "sk-ant-api03-" + url(93) + "AA",
        "opaque": lambda: pick([star(24), star(32), url(43), star(40), url(64)]),
        "hex32": lambda: draw(32, HEX),
        "hex40": lambda: draw(40, HEX),
        "hex64": lambda: draw(64, HEX),
        "hex128": lambda: draw(128, HEX),
        "b62": lambda: star(25),
        "b64": lambda: draw(40, LETTERS + DIGITS + "+/"),
        "b64short": lambda: b64(32),
        "b64long": lambda: b64(96),
        "url40": lambda: url(40),
        "url43": lambda: url(43),
        "base32": lambda: draw(32, UPPER + "234567"),
        "azclient": lambda: f"{star(3)}8Q~{url(34)}",
        "mapbox": lambda: f"pk.eyJ{star(60)}.{url(22)}",
        "linear": lambda: "lin_api_" + star(40),
        "notion": lambda: pick(["secret_", "ntn_"]) + star(43),
        "airtable": lambda: f"pat{star(14)}.{draw(64, HEX)}",
        "aiza": lambda: "AIza" + url(35),
        "akia": lambda: "AKIA" + draw(16, UPPER + "234567"),
        "azure": lambda: b64(64),
        "telegram": lambda: f"{draw(10, '123456789')}:AA{url(33)}",
        "discord": lambda: f"M{star(23)}.{url(6)}.{url(38)}",
        "sendgrid": lambda: f"SG.{url(22)}.{url(43)}",
        "glpat": lambda: "glpat-" + url(20),
        "ghp": lambda: "ghp_" + star(36),
        "ghpfine": lambda: f"github_pat_{star(22)}_{star(59)}",
        "npm": lambda: "npm_" + star(36),
        "hf": lambda: "hf_" + draw(34, LETTERS),
        "pypi": lambda: "pypi-AgEIcHlwaS5vcmc" + url(70),
        "stripe": lambda: pick(["sk_live_", "rk_live_"]) + star(24),
        "whsec": lambda: "whsec_" + star(32),
        "slackhook": lambda: f"T{draw(8, UPPER + DIGITS)}/B{draw(8, UPPER + DIGITS)}/{star(24)}",
        "slack": lambda: f"xoxb-{draw(12)}-{draw(12)}-{star(24)}",
        "twiliosid": lambda: "AC" + draw(32, HEX),
        "newrelic": lambda: draw(36, HEX) + "NRAL",
        "mailgun": lambda: f"key-{draw(32, HEX)}",
        "django": lambda: draw(50, string.ascii_lowercase + DIGITS + "!@#$%^&*(-_=+)"),
        "tfc": lambda: f"{star(14)}.atlasv1.{star(67)}",
        "hvs": lambda: "hvs." + url(90),
        "dop": lambda: "dop_v1_" + draw(64, HEX),
        "shpat": lambda: "shpat_" + draw(32, HEX),
        "square": lambda: "sq0atp-" + url(22),
        "uuid": lambda: "-".join(draw(count, HEX) for count in (8, 4, 4, 4, 12)),
        "license": lambda: "-".join(draw(5, UPPER + DIGITS) for _ in range(5)),
        "jwt": lambda: f"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ{star(80)}.{url(43)}",
        "basic": lambda: base64.b64encode(f"svc:{star(18)}".encode()).decode(),
    }[form]()


PLANS = {"US": "US 1", "GB": "GB 0", "IE": "IE 0", "AU": "AU 0", "SG": "SG 1", "ZA": "ZA 0", "DE": "DE 0", "AT": "AT 0", "CH": "CH 0", "FR": "FR 0", "ES": "ES 0", "MX": "MX 0", "CO": "CO 1", "IT": "IT 0", "JP": "JP 0", "IN": "IN 0", "NG": "NG 1", "KE": "KE 1", "AE": "AE 1", "BE": "BE 0", "NL": "NL 0", "NZ": "NZ 0"}


def phone(form):
    """"US", "DEM" (M: a mobile one), "e164:DE", "intl:IN", "digits:US", "msisdn:AE"."""
    if form == "tollfree":
        return shaped("1-800-999-9999", "(888) 999-9999", "1 (877) 999 9999")
    style, _, region = form.rpartition(":")
    plan = PLANS.get(region, f"{region[:2]} 1")
    of = phonenumbers.PhoneNumberType.MOBILE if plan.endswith("1") else phonenumbers.PhoneNumberType.FIXED_LINE
    example = phonenumbers.example_number_for_type(plan[:2], of)
    while True:
        digits = str(example.national_number)
        keep = 0 if region == "US" else chance.randrange(1, 4)
        tried = phonenumbers.PhoneNumber(country_code=example.country_code, national_number=int(digits[:keep] + draw(len(digits) - keep)), italian_leading_zero=example.italian_leading_zero)
        if phonenumbers.is_valid_number(tried):
            break
    write = lambda kind: phonenumbers.format_number(tried, kind)
    forms = phonenumbers.PhoneNumberFormat
    national, international = write(forms.NATIONAL), write(forms.INTERNATIONAL)
    return {
        "e164": lambda: write(forms.E164),
        "intl": lambda: international,
        "msisdn": lambda: write(forms.E164)[1:],
        "digits": lambda: re.sub(r"\D", "", national),
        "": lambda: pick([national, national, re.sub(r"[ -]", pick([".", "-", " ", ""]), national), international, re.sub(r"[^\d+]", "", national), re.sub(r"^\((\d+)\) ", r"\1-", national)]),
    }[style]()


def birth(form):
    day = date(1946, 1, 1) + timedelta(days=chance.randrange(22_000))
    cldr = lambda language: format_date(day, "long", locale=language)
    return {
        "us": lambda: pick([day.strftime("%m/%d/%Y"), f"{day.month}/{day.day}/{day.year}", day.strftime("%m-%d-%Y"), f"{day.month}/{day.day}/{day:%y}"]),
        "gb": lambda: pick([day.strftime("%d/%m/%Y"), day.strftime("%d-%m-%Y"), day.strftime("%d.%m.%y"), day.strftime("%d %b %Y")]),
        "iso": lambda: day.isoformat(),
        "compact": lambda: day.strftime("%Y%m%d"),
        "passport": lambda: day.strftime("%d %b %Y").upper(),
        "mrzday": lambda: day.strftime("%d%b%y").upper(),
        "enlong": lambda: pick([day.strftime("%B %d, %Y"), f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day} {day.year}", f"the {day.day}th of {day:%B} {day.year}", f"{day:%B} {day.day} {day.year}".lower()]),
        "de": lambda: pick([day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}", day.strftime("%d.%m.%y")]),
        "fr": lambda: pick([day.strftime("%d/%m/%Y"), day.strftime("%d-%m-%Y"), day.strftime("%d/%m/%y")]),
        "nl": lambda: pick([day.strftime("%d-%m-%Y"), f"{day.day}-{day.month}-{day.year}"]),
        "hu": lambda: day.strftime("%Y. %m. %d."),
        "ja": lambda: f"{day.year}年{day.month}月{day.day}日",
        "ko": lambda: pick([f"{day.year}년 {day.month}월 {day.day}일", day.strftime("%y%m%d"), day.strftime("%Y.%m.%d")]),
        **{f"{one}long": (lambda one=one: cldr(one)) for one in "de fr es it pt pl da cs ru nl sv".split()},
    }[form]()


streets = {}


def street(locale):
    if locale not in streets:
        streets[locale] = Faker(locale)
        streets[locale].seed_instance(f"{split} {locale}")
    while True:
        written = streets[locale].street_address().replace("\n", ", ").strip()
        if re.search(r"\d", written):
            return written


MAKERS = {
    "PHONE_NUMBER": phone,
    "NATIONAL_ID": lambda form: NATIONAL[form]() if form in NATIONAL else checked(form),
    "DATE_OF_BIRTH": birth,
    "PASSWORD": password,
    "STREET_ADDRESS": street,
}
VALUE = re.compile(r"\{(?P<of>[vku]):(?P<form>[\w.:]+)\}")


def fill(kind, sentence):
    text, spans, last = "", [], 0
    for found in VALUE.finditer(sentence):
        of, form = found["of"], found["form"]
        text += sentence[last : found.start()]
        last = found.end()
        value = key(form) if of in "ku" else MAKERS[kind](form)
        type = "US_SSN" if form == "us.ssn" else "URL_CREDENTIALS" if of == "u" else kind
        spans.append({"type": type, "start": len(text), "end": len(text) + len(value)})
        text += value
    return {"text": text + sentence[last:], "spans": spans}


for line in Path(__file__).with_name(f"fresh-sentences-{split}.txt").read_text().splitlines():
    kind, language, sentence = line.split("|", 2)
    filled = fill(kind, sentence.replace("\\n", "\n").replace("\\\\", "\\"))
    print(json.dumps({**filled, "kind": kind, "language": language}, ensure_ascii=False))
