"""The fourth split nobody tuned on: writes lib/guardrails/testdata/pii-fresh-fourth.jsonl.

    python3 -m venv /tmp/pii-venv && /tmp/pii-venv/bin/pip install babel==2.19.0 phonenumbers==9.0.43 \
        python-stdnum==2.2 schwifty==2026.10.1
    /tmp/pii-venv/bin/python scripts/pii/fresh-fourth.py > lib/guardrails/testdata/pii-fresh-fourth.jsonl

Sentences stand in fresh-sentences-fourth.txt: "kind|language|sentence"; {v} or {v:form} for a value, {{...}} around a
street, "\\n" for a new line. Forms of numbers by the authority that gives them (fresh-formats.md). Written and committed
before the detector was run on any of it.
"""
import json
import random
import string
import uuid
from datetime import date, timedelta
from pathlib import Path

import phonenumbers as phones
from babel.dates import format_date
from schwifty import IBAN
from stdnum import luhn

chance = random.Random(74)
pick = chance.choice


def digits(count, first="0123456789"):
    return pick(first) + "".join(pick("0123456789") for _ in range(count - 1))


def signs(count, alphabet=string.ascii_letters + string.digits):
    return "".join(pick(alphabet) for _ in range(count))


def day(first=1940, last=2006):
    return date(first, 1, 1) + timedelta(days=chance.randrange((last - first) * 365))


def with_luhn(body):
    return body + luhn.calc_check_digit(body)




UPPER = string.ascii_uppercase
NAMES = "amelie.okoro j-varga2 Temitope_Adeyemi q.li+fact noor.elsayed x_k_77 r.fuentes87 billing.kovacs mmartens o'shea.d 4471889 sana.iqbal T.Halonen aki-yamane".split()
HOSTS = "nordwind.example mail.lagos-port.ng example.museum uni-sofia.bg correo.unam.mx gmail.com post.kz hafen.hamburg outlook.co.id k8s.team bücherei.example aol.com firma.com.tr naver.com xn--mller-kva.example".split()


def email(_):
    return f"{pick(NAMES)}@{pick(HOSTS)}"


REGIONS = {"en": "US GB NG KE GH PK LK PH HK MY".split(), "de": ["DE", "AT", "LI"], "fr": ["FR", "MA", "SN", "LU"], "es": "PE EC UY CR GT ES".split(), "pt": ["BR", "AO", "PT"], "it": ["IT", "SM"], "nl": ["NL", "SR"], "pl": ["PL"], "ru": ["RU", "KZ", "BY"], "uk": ["UA"], "tr": ["TR"], "id": ["ID"], "vi": ["VN"], "ms": ["MY"], "ar": ["EG", "SA", "AE", "JO"], "zh": ["CN", "TW"], "ja": ["JP"], "ko": ["KR"], "hi": ["IN"], "sw": ["KE", "TZ"]}


def phone(language):
    while True:
        region = pick(REGIONS[language])
        number = phones.example_number_for_type(region, phones.PhoneNumberType.MOBILE)
        written = str(number.national_number)
        number.national_number = int(written[:-6] + digits(6))
        if phones.is_valid_number(number):
            form = pick([phones.PhoneNumberFormat.NATIONAL, phones.PhoneNumberFormat.INTERNATIONAL, phones.PhoneNumberFormat.E164])
            return phones.format_number(number, form)


def card(_):
    """Mir, UnionPay, RuPay, Elo, Troy, Verve beside the three everybody knows: BINs by their networks."""
    start, length = pick([("2200", 16), ("2204", 16), ("6212", 16), ("622126", 16), ("6521", 16), ("8176", 16), ("506699", 16), ("6363", 16), ("9792", 16), ("506101", 16), ("4", 16), ("53", 16), ("37", 15), ("6759", 16), ("36", 14)])
    number = with_luhn(start + digits(length - len(start) - 1))
    by_fours = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return pick([number, by_fours, by_fours.replace(" ", "-")]) if length == 16 else number


def iban(_):
    number = str(IBAN.random(country_code=pick("AT BE BG CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IL IS IT JO KZ LT LU LV MD ME MK MT NL NO PK PL PS PT QA RO RS SA SE SI SK TN TR UA XK AE AL AZ BA".split()), random=chance))
    return pick([number, " ".join(number[at : at + 4] for at in range(0, len(number), 4))])


def ymd(when):
    return when.strftime("%y%m%d")


def jmbg():
    body = day().strftime("%d%m") + day().strftime("%Y")[1:] + pick(["71", "45", "17", "26"]) + digits(3)
    rest = 11 - sum(int(a) * w for a, w in zip(body, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])) % 11
    return body + str(rest if rest < 10 else 0)


def iin():
    while True:
        body = ymd(day()) + pick("3456") + digits(4)
        rest = sum(int(a) * (at + 1) for at, a in enumerate(body)) % 11
        if rest < 10:
            return body + str(rest)


NATIONAL = {
    "cnic": lambda: f"{digits(5, '12345')}-{digits(7)}-{digits(1)}",
    "nik": lambda: digits(6, "3") + day().strftime("%d%m%y") + digits(4),
    "cc": lambda: pick([f"{digits(2, '12345')}.{digits(3)}.{digits(3)}", f"1.{digits(3)}.{digits(3)}.{digits(3)}", digits(8, "123")]),
    "curp": lambda: pick(["GOMC", "HEPA", "LOSA"]) + ymd(day()) + pick("HM") + pick(["DF", "JC", "NL"]) + pick(["RRL", "NTM", "SDR"]) + pick("0123456789") + digits(1),
    "rfc": lambda: pick(["GOMC", "HEPA", "LOSA"]) + ymd(day()) + signs(2, UPPER + string.digits) + pick("0123456789A"),
    "dui": lambda: f"{digits(8, '0')}-{digits(1)}",
    "dpi": lambda: f"{digits(4, '123')} {digits(5)} {digits(4, '01')}",
    "do": lambda: (lambda n: f"{n[:3]}-{n[3:10]}-{n[10]}")(with_luhn(digits(10, "0"))),
    "uy": lambda: f"{digits(1, '12345')}.{digits(3)}.{digits(3)}-{digits(1)}",
    "pe": lambda: digits(8, "04"),
    "ve": lambda: pick([digits(8, "12"), f"{digits(2, '12')}.{digits(3)}.{digits(3)}"]),
    "ec": lambda: digits(10, "01"),
    "cr": lambda: f"{digits(1, '1234567')}-{digits(4)}-{digits(4)}",
    "rg": lambda: f"{digits(2, '1234')}.{digits(3)}.{digits(3)}-{pick('0123456789X')}",
    "te": lambda: f"{digits(4)} {digits(4)} {digits(4)}",
    "pis": lambda: f"{digits(3, '12')}.{digits(5)}.{digits(2)}-{digits(1)}",
    "dowod": lambda: f"{pick(['CAD', 'DBX', 'AYT'])} {digits(6)}",
    "ua": lambda: digits(10, "23"),
    "uaid": lambda: pick([digits(9, "0"), f"{pick(['КВ', 'МТ', 'СН'])} {digits(6)}"]),
    "rupass": lambda: f"{digits(2)} {digits(2)} {digits(6)}",
    "iin": iin,
    "pinfl": lambda: pick("3456") + day().strftime("%d%m%y") + digits(7),
    "idnp": lambda: digits(13, "2"),
    "jmbg": jmbg,
    "alnid": lambda: pick("HIJ") + digits(1) + pick("05") + digits(1, "123456789") + pick("012") + digits(4) + pick(UPPER[:23]),
    "mykad": lambda: f"{ymd(day())}-{pick(['10', '14', '01', '12'])}-{digits(4)}",
    "cccd": lambda: "0" + digits(2) + pick("01") + digits(8),
    "eg": lambda: "2" + ymd(day(1940, 1999)) + pick(["01", "02", "21", "12"]) + digits(5),
    "eid": lambda: f"784-{day().year}-{digits(7)}-{digits(1)}",
    "iqama": lambda: digits(10, "2"),
    "nin": lambda: digits(11, "123456789"),
    "gha": lambda: f"GHA-{digits(9)}-{digits(1)}",
    "ke": lambda: digits(8, "123"),
    "lk": lambda: pick([ymd(day())[:2] + str(chance.randrange(1, 366)).zfill(3) + digits(4) + "V", str(day().year) + str(chance.randrange(1, 366)).zfill(3) + digits(5)]),
    "bd": lambda: pick([digits(10, "123456789"), digits(13, "123456789"), str(day().year) + digits(13)]),
    "ph": lambda: f"{digits(4)}-{digits(4)}-{digits(4)}-{digits(4)}",
    "ir": lambda: digits(10, "0"),
    "lu": lambda: day().strftime("%Y%m%d") + digits(5),
    "ma": lambda: pick(["BE", "K", "JB"]) + digits(6),
    "fr_cni": lambda: pick([digits(12), "X" + signs(8, "ACDEFGHJKLMNPRTUVWXYZ0123456789")]),
    "spi": lambda: f"{digits(2, '0123')} {digits(2)} {digits(3)} {digits(3)} {digits(3)}",
    "depa": lambda: pick("LMT") + signs(8, "CFGHJKLMNPRTVWXYZ0123456789"),
    "depa9": lambda: "C" + signs(8, "CFGHJKLMNPRTVWXYZ0123456789"),
    "gbpass": lambda: digits(9, "12345"),
    "cie": lambda: f"CA{digits(5)}{signs(2, UPPER)}",
    "nss": lambda: pick([f"{digits(2)}/{digits(8)}/{digits(2)}", f"{digits(2)} {digits(8)} {digits(2)}"]),
    "kt": lambda: day(1940, 1999).strftime("%d%m%y") + "-" + digits(3) + "9",
    "lt": lambda: pick("34") + ymd(day(1940, 1999)) + digits(4),
    "ge": lambda: digits(11, "0"),
    "am": lambda: digits(10, "123456"),
    "hkid": lambda: f"{pick(UPPER)}{digits(6)}({digits(1)})",
    "twpass": lambda: digits(9, "3"),
    "arc": lambda: f"{ymd(day())}-{pick('5678')}{digits(6)}",
    "epic": lambda: signs(3, UPPER) + digits(7),
}
CLDR = {"en": "en_GB", "pt": "pt_BR", "es": "es_MX", "fil": "fil", "ms": "ms"}


def birth(form, language):
    when = day(1935, 2006)
    return {
        "iso": lambda: when.isoformat(),
        "hl7": lambda: when.strftime("%Y%m%d"),
        "dmy": lambda: when.strftime("%d/%m/%Y"),
        "dots": lambda: pick([when.strftime("%d.%m.%Y"), f"{when.day}.{when.month}.{when.year}"]),
        "dashes": lambda: when.strftime("%d-%m-%Y"),
        "cjk": lambda: f"{when.year}年{when.month}月{when.day}日",
        "kor": lambda: pick([f"{when.year}년 {when.month}월 {when.day}일", when.strftime("%Y.%m.%d")]),
        "long": lambda: format_date(when, "long", locale=CLDR.get(language, language)),
    }[form]()


def address(_):
    block = ":".join(f"{chance.randrange(65536):x}" for _ in range(4))
    return pick([f"{pick([10, 172, 185, 46, 203, 8, 91])}.{chance.randrange(16, 32)}.{chance.randrange(256)}.{chance.randrange(1, 255)}"] * 3 + [f"2a01:4f8:{block}::1", f"fe80::{block}", f"2001:470:{block}:{block.split(':')[0]}:{block.split(':')[1]}", f"2606:4700::{chance.randrange(65536):x}"])


WORDS = "copper maple harbour Sommer kiwi otter lampe zebra monsun Paprika volcan tulipan ferrari raspberry".split()


def password(_):
    word = pick(WORDS)
    return pick([f"{word}{digits(2)}", f"{word.capitalize()}{digits(4)}!", f"{word.capitalize()}@{chance.randrange(2015, 2027)}", signs(12), signs(10, string.ascii_letters + string.digits + "#$%&*+!?"), f"{word}-{pick(WORDS)}-{digits(2)}", f"{word.upper()}{digits(2)}", f"{digits(3)}{signs(3, 'qweasd')}{digits(3)}{signs(3, 'qweasd')}"])


B64 = string.ascii_letters + string.digits + "+/"
URL64 = string.ascii_letters + string.digits + "-_"
HEX = "0123456789abcdef"
KEYS = {
    "ant": lambda: "sk-ant-api03-" + signs(93, URL64) + "AA",
    "proj": lambda: "sk-proj-" + signs(74, URL64),
    "ghs": lambda: "ghs_" + signs(36),
    "gho": lambda: "gho_" + signs(36),
    "glpat": lambda: "glpat-" + signs(20, URL64),
    "xapp": lambda: "xapp-1-A" + signs(10, UPPER + string.digits) + "-" + digits(13) + "-" + signs(64, HEX),
    "rk": lambda: "rk_live_" + signs(24),
    "twilio": lambda: "AC" + signs(32, HEX),
    "mailgun": lambda: "key-" + signs(32, HEX),
    "akia": lambda: "AKIA" + signs(16, UPPER + "234567"),
    "b40": lambda: signs(40, B64),
    "aiza": lambda: "AIza" + signs(35, URL64),
    "azure": lambda: signs(86, B64) + "==",
    "dop": lambda: "dop_v1_" + signs(64, HEX),
    "shpat": lambda: "shpat_" + signs(32, HEX),
    "discord": lambda: "MT" + signs(24) + "." + signs(6, URL64) + "." + signs(38, URL64),
    "telegram": lambda: digits(10, "123456789") + ":AA" + signs(33, URL64),
    "npm": lambda: "npm_" + signs(36),
    "pypi": lambda: "pypi-AgEIcHlwaS5vcmc" + signs(80, URL64),
    "dckr": lambda: "dckr_pat_" + signs(27, URL64),
    "hf": lambda: "hf_" + signs(34, string.ascii_letters),
    "dapi": lambda: "dapi" + signs(32, HEX),
    "hex32": lambda: signs(32, HEX),
    "hex40": lambda: signs(40, HEX),
    "nrak": lambda: "NRAK-" + signs(27, UPPER + string.digits),
    "sntrys": lambda: "sntrys_" + signs(80, B64.replace("+", "").replace("/", "")),
    "linear": lambda: "lin_api_" + signs(40),
    "ntn": lambda: "ntn_" + signs(46),
    "figd": lambda: "figd_" + signs(40, URL64),
    "square": lambda: "sq0atp-" + signs(22, URL64),
    "postman": lambda: "PMAK-" + signs(24, HEX) + "-" + signs(34, HEX),
    "airtable": lambda: "pat" + signs(14) + "." + signs(64, HEX),
    "atatt": lambda: "ATATT3xFfGF0" + signs(170, URL64),
    "uuid": lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    "hvs": lambda: "hvs." + signs(90, URL64),
    "atlas": lambda: signs(14) + ".atlasv1." + signs(67, URL64),
    "glsa": lambda: "glsa_" + signs(32) + "_" + signs(8, HEX),
    "jwt": lambda: "eyJhbGciOiJIUzI1NiJ9.eyJ" + signs(60, URL64) + "." + signs(43, URL64),
    "mapbox": lambda: "pk.eyJ" + signs(60) + "." + signs(22, URL64),
    "sbp": lambda: "sbp_" + signs(40, HEX),
    "pscale": lambda: "pscale_tkn_" + signs(43, URL64),
    "nfp": lambda: "nfp_" + signs(36),
    "gsk": lambda: "gsk_" + signs(52),
    "r8": lambda: "r8_" + signs(37),
    "alnum32": lambda: signs(32),
    "alnum40": lambda: signs(40),
}
PLAIN = {"EMAIL_ADDRESS": email, "PHONE_NUMBER": phone, "CREDIT_CARD": card, "IBAN_CODE": iban, "IP_ADDRESS": address, "PASSWORD": password}


def filled(kind, language, sentence):
    """The text, and where its value stands."""
    sentence = sentence.replace("\\n", "\n")
    if kind == "STREET_ADDRESS":
        before, rest = sentence.split("{{", 1)
        value, after = rest.split("}}", 1)
    elif kind in PLAIN:
        before, after = sentence.split("{v}", 1)
        value = PLAIN[kind](language)
    else:
        before, rest = sentence.split("{v:", 1)
        form, after = rest.split("}", 1)
        value = birth(form, language) if kind == "DATE_OF_BIRTH" else (NATIONAL if kind == "NATIONAL_ID" else KEYS)[form]()
    return before + value + after, len(before), len(before) + len(value)


lines = (Path(__file__).parent / "fresh-sentences-fourth.txt").read_text().strip().split("\n")
for line in lines:
    kind, language, sentence = line.split("|", 2)
    if kind in ("LOOKALIKE", "CLEAN"):
        print(json.dumps({"text": sentence.replace("\\n", "\n"), "spans": [], "kind": kind, "language": language}, ensure_ascii=False))
        continue
    sole = sum(other.startswith(kind + "|") for other in lines) >= 60
    for _ in range(1 if sole else 2):
        text, start, end = filled(kind, language, sentence)
        print(json.dumps({"text": text, "spans": [{"type": kind, "start": start, "end": end}], "kind": kind, "language": language}, ensure_ascii=False))
