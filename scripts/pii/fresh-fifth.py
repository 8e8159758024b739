"""The fifth split nobody tuned on: writes lib/guardrails/testdata/pii-fresh-fifth.jsonl. Needs nothing but Python.

    python3 scripts/pii/fresh-fifth.py > lib/guardrails/testdata/pii-fresh-fifth.jsonl

Support tickets, chats and logs, mostly English, some German, French and Spanish. Sentences stand in
fresh-sentences-fifth.txt: "kind|language|sentence"; {v:form} or {k:form} for a value, {{...}} around a value written
there, "\\n" for a new line. E-mails, IBANs and IP addresses are drawn twice a sentence. Written and committed before the
detector was run on any of it.
"""
import json
import random
import re
import string
from datetime import date, timedelta
from pathlib import Path

chance = random.Random(1128)
pick = chance.choice
LETTERS, DIGITS, UPPER = string.ascii_letters, string.digits, string.ascii_uppercase


def draw(count, alphabet=DIGITS, first=None):
    return pick(first or alphabet) + "".join(pick(alphabet) for _ in range(count - 1))


def shaped(*forms):
    """9: a digit, 8: one from 2 on, A: a capital, x: hex, *: a letter or digit; all else stands for itself."""
    of = {"9": DIGITS, "8": "23456789", "A": UPPER, "x": "0123456789abcdef", "*": LETTERS + DIGITS}
    return "".join(pick(of[sign]) if sign in of else sign for sign in pick(forms))


def with_luhn(body):
    total = 0
    for at, digit in enumerate(reversed(body)):
        n = int(digit) * (2 if at % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return body + str(-total % 10)


def email(_):
    name = pick("t.brandt lena_k77 m.j.ortega helpdesk+eu k.osei s-lindqvist info.retour jwhitlow9 amp.rivera dora".split())
    return f"{name}@{pick('brightfern.example posteo.de yahoo.co.uk kmu-net.ch proton.me lab.univ-x.fr outlook.es mail.acme.dev'.split())}"


def phone(form):
    return {
        "us": lambda: shaped("(812) 829-9999", "812-829-9999", "812.829.9999", "+1 812 829 9999", "1-812-829-9999", "812 829 9999"),
        "us10": lambda: shaped("8128299999"),
        "e164": lambda: shaped("+18128299999", "+447700999999", "+4915229999999", "+33612999999"),
        "gb": lambda: shaped("020 7946 9999", "0161 496 9999", "01632 960999", "+44 20 7946 9999"),
        "gbm": lambda: shaped("07700 900999", "07700900999", "+44 7700 900999"),
        "au": lambda: shaped("0491 570 999", "+61 491 570 999", "(02) 5550 9999"),
        "de": lambda: shaped("030 23125 999", "0221/4710 999", "089-99998 999", "+49 40 66969 999"),
        "dem": lambda: shaped("0171 3920099", "0152/28817386", "+49 171 3920099", "01523456999"),
        "fr": lambda: shaped("06 39 98 99 99", "01.99.00.99.99", "+33 6 39 98 99 99", "0639989999"),
        "es": lambda: shaped("612 34 99 99", "+34 612 999 999", "654999999", "912 345 999"),
    }[form]()


def card(_):
    start, length = pick([("4", 16), ("4539", 16), ("5105", 16), ("2223", 16), ("55", 16), ("3714", 15), ("6011", 16), ("3530", 16)])
    number = with_luhn(start + draw(length - len(start) - 1))
    if length == 15:
        return pick([number, f"{number[:4]} {number[4:10]} {number[10:]}"])
    fours = [number[at : at + 4] for at in range(0, 16, 4)]
    return pick([number, " ".join(fours), "-".join(fours)])


def iban(_):
    country, bban = pick([("DE", draw(18)), ("FR", draw(20) + draw(1, UPPER) + draw(2)), ("ES", draw(20)), ("NL", "ABNA" + draw(10)), ("GB", "NWBK" + draw(14)), ("AT", draw(16)), ("BE", draw(12)), ("IE", "AIBK" + draw(14))])
    digits = "".join(str(int(sign, 36)) for sign in bban + country + "00")
    number = f"{country}{98 - int(digits) % 97:02d}{bban}"
    return pick([number, " ".join(number[at : at + 4] for at in range(0, len(number), 4))])


def nhs():
    while True:
        body = draw(9, first="4679")
        check = 11 - sum(int(d) * (10 - at) for at, d in enumerate(body)) % 11
        if check != 10:
            number = body + str(0 if check == 11 else check)
            return pick([number, f"{number[:3]} {number[3:6]} {number[6:]}"])


def dni(start=""):
    body = draw(8 - len(start))
    number = {"X": "0", "Y": "1", "Z": "2"}.get(start, "") + body
    return start + body + pick(["", "-"]) + "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


def nir():
    body = f"{pick('12')}{draw(2)}{chance.randrange(1, 13):02d}{pick(['75', '69', '33', '13'])}{draw(3)}{draw(3)}"
    body += f"{97 - int(body) % 97:02d}"
    return pick([body, re.sub(r"(.)(..)(..)(..)(...)(...)(..)", r"\1 \2 \3 \4 \5 \6 \7", body)])


def ahv():
    body = "756" + draw(9)
    check = -sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(body)) % 10
    return f"756.{body[3:7]}.{body[7:11]}.{body[11]}{check}"


NATIONAL = {
    "ssn": lambda: f"{pick(['219', '457', '078', '512', '641'])}{(sep := pick(['-', '-', ' ', '']))}{chance.randrange(10, 99)}{sep}{chance.randrange(1000, 9999)}",
    "nino": lambda: pick(["JG", "PW", "SK"]) + shaped(" 99 99 99 ", "999999") + pick("ABCD"),
    "nhs": nhs,
    "pass": lambda: shaped("999999999", "A99999999"),
    "dl": lambda: shaped("A9999999"),
    "gbdl": lambda: pick(["MORGA", "SMITH", "OKORO"]) + "7" + draw(5, "012345") + "SM9" + "IJ",
    "sin": lambda: (lambda n: f"{n[:3]}{(sep := pick(['-', ' ']))}{n[3:6]}{sep}{n[6:]}")(with_luhn(draw(8, first="1245"))),
    "medicare": lambda: shaped("2999 99999 9"),
    "tfn": lambda: shaped("899 999 999"),
    "aadhaar": lambda: shaped("8999 9999 9999"),
    "pan": lambda: draw(3, UPPER) + "P" + draw(1, UPPER) + draw(4) + draw(1, UPPER),
    "pps": lambda: shaped("9999999") + pick(["TW", "FA", "KA"]),
    "anum": lambda: shaped("A999-999-999", "A999999999", "A 999 999 999"),
    "itin": lambda: f"9{draw(2)}-{pick(['70', '78', '88'])}-{draw(4)}",
    "mbi": lambda: shaped("1EG4-TE5-MK", "2AA8-AA8-AA") + draw(2),
    "za": lambda: with_luhn(shaped("859") + "0412" + draw(4) + "08"),
    "nric": lambda: pick("STFG") + draw(7) + pick("ABCDEFGHIZJ"),
    "hkid": lambda: pick("ACGKRZ") + draw(6) + f"({pick(DIGITS)})",
    "steuer": lambda: pick([shaped("89 999 999 999"), shaped("89999999999")]),
    "perso": lambda: pick("CFGHJKLT") + draw(8, "CFGHJKLMNPRTVWXYZ0123456789"),
    "sv": lambda: shaped("65 ") + date_of().strftime("%d%m%y") + " " + pick(UPPER) + " " + draw(3),
    "kvnr": lambda: shaped("A999999999"),
    "ahv": ahv,
    "nir": nir,
    "spi": lambda: "3" + draw(12),
    "frpass": lambda: draw(2) + draw(2, UPPER) + draw(5),
    "dni": dni,
    "nie": lambda: dni(pick("XYZ")),
    "nss": lambda: pick([f"28/{draw(8)}/{draw(2)}", f"28 {draw(8)} {draw(2)}", "28" + draw(10)]),
    "espass": lambda: "".join(pick(UPPER) for _ in range(3)) + draw(6),
}

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}


def date_of():
    return date(1946, 1, 1) + timedelta(days=chance.randrange(22_000))


def birth(form):
    day = date_of()
    name = lambda language: MONTHS[language][day.month - 1]
    return {
        "us": lambda: pick([f"{day.month}/{day.day}/{day.year}", day.strftime("%m/%d/%Y"), day.strftime("%m-%d-%Y"), f"{day.month}/{day.day}/{day:%y}"]),
        "gb": lambda: pick([day.strftime("%d/%m/%Y"), day.strftime("%d.%m.%Y"), day.strftime("%d-%m-%Y")]),
        "iso": lambda: day.isoformat(),
        "enl": lambda: pick([f"{day.day} {name('en')} {day.year}", f"{name('en')} {day.day}, {day.year}", f"{day.day} {name('en')[:3]} {day.year}", f"{name('en').lower()} {day.day} {day.year}"]),
        "de": lambda: pick([day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}", f"{day.day}.{day.month}.{day:%y}"]),
        "del": lambda: f"{day.day}. {name('de')} {day.year}",
        "frl": lambda: f"{'1er' if day.day == 1 else day.day} {name('fr')} {day.year}",
        "esl": lambda: f"{day.day} de {name('es')} de {day.year}",
    }[form.rstrip("2")]()


def key(form):
    star = lambda count: draw(count, LETTERS + DIGITS)
    hexa = lambda count: draw(count, "0123456789abcdef")
    return {
        "sk": lambda: pick(["sk-", "sk_test_", "sk-proj-"]) + star(40),
        "opaque": lambda: star(pick([24, 32, 43])),
        "hex32": lambda: hexa(32),
        "hex40": lambda: hexa(40),
        "hex64": lambda: hexa(64),
        "b62": lambda: star(pick([22, 28, 36])),
        "dash": lambda: "-".join(hexa(count) for count in (8, 4, 4, 4, 12)),
        "pre": lambda: pick(["bvl_live_", "qk-", "zt.", "mapk_", "orb_pk_"]) + star(30),
        "jwt": lambda: "eyJhbGciOiJIUzI1NiJ9." + "eyJ" + star(40) + "." + star(43),
        "whsec": lambda: "whsec_" + star(32),
        "stripe": lambda: "sk_live_" + star(24),
        "ghp": lambda: "ghp_" + star(36),
        "b64": lambda: draw(40, LETTERS + DIGITS + "+/"),
        "akia": lambda: "AKIA" + draw(16, UPPER + "234567"),
        "slack": lambda: "xoxb-" + draw(12) + "-" + draw(12) + "-" + star(24),
        "glpat": lambda: "glpat-" + star(20),
        "hf": lambda: "hf_" + draw(34, LETTERS),
        "npm": lambda: "npm_" + star(36),
        "aiza": lambda: "AIza" + star(35),
        "sg": lambda: "SG." + star(22) + "." + star(43),
        "hvs": lambda: "hvs." + star(24),
        "tilde": lambda: star(3) + "8Q~" + star(34),
    }[form]()


MAKERS = {"EMAIL_ADDRESS": email, "PHONE_NUMBER": phone, "CREDIT_CARD": card, "IBAN_CODE": iban, "NATIONAL_ID": lambda form: NATIONAL[form](), "DATE_OF_BIRTH": birth}


def address(version):
    if version == "4":
        return f"{pick([81, 93, 185, 203, 46, 151])}.{chance.randrange(1, 255)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"
    part = lambda: f"{chance.randrange(1, 65536):x}"
    return pick([f"2a02:{part()}:{part()}::{part()}", ":".join(["2001", "db8"] + [part() for _ in range(6)]), f"2a01:4f8:{part()}:{part()}::2"])


VALUE = re.compile(r"\{\{(?P<own>.*?)\}\}|\{v(?P<version>[46])\}|\{k:(?P<key>\w+)\}|\{v(?::(?P<form>\w+))?\}")


def fill(kind, sentence):
    text, spans, last = "", [], 0
    for found in VALUE.finditer(sentence):
        own, version, of = found["own"], found["version"], found["key"]
        text += sentence[last : found.start()]
        last = found.end()
        if own == "authKey":
            text += found[0]
            continue
        value = own or (address(version) if version else key(of) if of else MAKERS[kind](found["form"]))
        isSsn = found["form"] == "ssn"
        # The first of "it says 3/4/1988 but that's not my birthday" is nobody's.
        if not (kind == "DATE_OF_BIRTH" and "not my birthday" in sentence and found["form"] == "us"):
            spans.append({"type": "US_SSN" if isSsn else kind, "start": len(text), "end": len(text) + len(value)})
        text += value
    return {"text": text + sentence[last:], "spans": spans}


for line in Path(__file__).with_name("fresh-sentences-fifth.txt").read_text().splitlines():
    kind, language, sentence = line.split("|", 2)
    for _ in range(2 if kind in ("EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS") else 1):
        print(json.dumps({**fill(kind, sentence.replace("\\n", "\n").replace("\\\\", "\\")), "kind": kind, "language": language}, ensure_ascii=False))
