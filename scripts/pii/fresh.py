"""A split nobody tuned on, of all structured kinds: writes lib/guardrails/testdata/pii-fresh.jsonl.

    python3 -m venv /tmp/pii-venv && /tmp/pii-venv/bin/pip install faker==40.63.0 babel==2.19.0 mimesis==18.0.0 \
        phonenumbers==9.0.43 python-stdnum==2.2 schwifty==2026.10.1
    /tmp/pii-venv/bin/python scripts/pii/fresh.py 71 > lib/guardrails/testdata/pii-fresh.jsonl
    /tmp/pii-venv/bin/python scripts/pii/fresh.py 72 second > lib/guardrails/testdata/pii-fresh-second.jsonl
    /tmp/pii-venv/bin/python scripts/pii/fresh.py 73 third > lib/guardrails/testdata/pii-fresh-third.jsonl

Its formats are listed in scripts/pii/fresh-formats.md, its sentences stand in scripts/pii/fresh-sentences.txt:
"kind|language|sentence", {v} for the value. Written and committed before the detector was run on any of it.
"""
import json
import random
import re
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import phonenumbers as phones
from babel import Locale
from babel.dates import format_date
from faker import Faker
from mimesis import Address
from mimesis import Locale as Mimesis
from schwifty import IBAN

seed = int(sys.argv[1])
THIRD = sys.argv[2:] == ["third"]
SECOND = sys.argv[2:] == ["second"] or THIRD
chance = random.Random(seed)
fake = Faker("en_US")
fake.seed_instance(seed)
TEXTS = 330
KINDS = "EMAIL_ADDRESS PHONE_NUMBER CREDIT_CARD IBAN_CODE NATIONAL_ID DATE_OF_BIRTH STREET_ADDRESS IP_ADDRESS PASSWORD API_KEY".split()
pick = chance.choice


def digits(count):
    return "".join(str(chance.randrange(10)) for _ in range(count))


def signs(alphabet, count):
    return "".join(pick(alphabet) for _ in range(count))


LETTERS = "abcdefghijklmnopqrstuvwxyz"
ALNUM = LETTERS + LETTERS.upper() + "0123456789"


def email(_):
    first, last = fake.first_name().lower(), fake.last_name().lower()
    user = pick([f"{first}.{last}", f"{first}_{last}{digits(2)}", f"{first[0]}.{last}+{pick(['shop', 'news', 'inv'])}", f"{first}-{last}", digits(7), f"{first.capitalize()}.{last.capitalize()}", f"{last}{first[0]}", "info." + last])
    domain = pick([f"{last}.example", "mail.harbour.example", "uni-west.example", f"{last}-partner.co.uk", "correio.com.br", "quill.dev", "team.studio", "post.kanton.ch", "firma.email", "x7.io"])
    return f"{user}@{domain}"


REGIONS = "US GB DE FR ES IT PT BR NL BE AT CH SE DK NO FI PL CZ SK HU RO BG GR TR RU UA IE AU NZ ZA IN JP KR CN SG MX AR CL CO IL".split()
BY_LANGUAGE = {"en": "US GB IE AU NZ ZA IN SG".split(), "de": "DE AT CH".split(), "fr": "FR BE CH".split(), "es": "ES MX AR CL CO".split(), "it": ["IT"], "pt": "PT BR".split(), "nl": "NL BE".split(), "sv": ["SE"], "da": ["DK"], "nb": ["NO"], "fi": ["FI"], "pl": ["PL"], "cs": ["CZ"], "sk": ["SK"], "hu": ["HU"], "ro": ["RO"], "bg": ["BG"], "el": ["GR"], "tr": ["TR"], "ru": ["RU"], "uk": ["UA"], "ja": ["JP"], "ko": ["KR"], "zh": ["CN"], "he": ["IL"], "hi": ["IN"]}


def phone(language):
    for _ in range(400):
        region = pick(BY_LANGUAGE.get(language, REGIONS))
        example = phones.example_number_for_type(region, pick([phones.PhoneNumberType.MOBILE, phones.PhoneNumberType.FIXED_LINE]))
        if example is None:
            continue
        written = str(example.national_number)
        example.national_number = int(written[:-5] + digits(5))
        if not phones.is_valid_number(example):
            continue
        form = lambda kind: phones.format_number(example, kind)
        national, international = form(phones.PhoneNumberFormat.NATIONAL), form(phones.PhoneNumberFormat.INTERNATIONAL)
        if SECOND:
            return pick([national.replace(" ", "-"), international.replace(" ", "-"), re.sub(r"^(\+\d+) ", r"(\1) ", international), re.sub(r"^(\+\d+) ", r"\1/", international), international.replace(" ", "\u00a0"), national, re.sub(r"^(0\d+) ", r"\1/", national)])
        return pick([national, national, international, international, form(phones.PhoneNumberFormat.E164), re.sub(r"[ -]+", ".", national), international.replace("+", "00"), re.sub(r"^(\+\d+) ", r"\1 (0)", international) if region in ("GB", "DE", "AT", "CH", "SE", "NL") else international])
    raise ValueError(language)


def card(_):
    number = fake.credit_card_number(card_type=pick(["visa16", "mastercard", "amex", "discover", "jcb16", "diners"]))
    if len(number) == 15:
        return pick([number, f"{number[:4]} {number[4:10]} {number[10:]}", f"{number[:4]}-{number[4:10]}-{number[10:]}"])
    sign = pick(["\u00a0", "-", " ", ""] if SECOND else ["", " ", "-", " "])
    return sign.join(number[at : at + 4] for at in range(0, len(number), 4))


IBANS = "DE FR ES IT NL BE AT CH GB IE PT PL CZ SK HU RO BG HR SI EE LV LT FI SE NO DK LU GR CY MT TR AE SA IL BR UA RS IS LI MC".split()


def iban(_):
    made = IBAN.random(country_code=pick(IBANS), random=chance)
    if SECOND:
        return pick([made.formatted.replace(" ", "\u00a0"), made.formatted.replace(" ", "-"), str(made), made.formatted])
    return pick([str(made), made.formatted, made.formatted, str(made).lower() if chance.random() < 0.3 else str(made)])


IDS = {  # language: (module of stdnum, digits as a pattern: # a digit, A a letter; names)
    "pl": [("pl.pesel", "###########", ["PESEL", "numer PESEL"])], "es": [("es.dni", "########A", ["DNI", "NIF"]), ("es.nie", "X#######A", ["NIE"]), ("cl.rut", "#########", ["RUT"]), ("mx.curp", None, ["CURP"]), ("ar.cuit", "20#########", ["CUIT", "CUIL"])],
    "it": [("it.codicefiscale", None, ["codice fiscale", "C.F."])], "fr": [("fr.nir", "1##0#75######" + "##", ["numéro de sécurité sociale", "NIR"]), ("ch.ssn", "756##########", ["numéro AVS"])],
    "nl": [("nl.bsn", "#########", ["BSN", "burgerservicenummer"])], "be": [("be.nn", "##0#1######", ["rijksregisternummer"])], "sv": [("se.personnummer", "##0#1#-####", ["personnummer"])], "da": [("dk.cpr", "1#0###-####", ["CPR-nr.", "CPR-nummer"])],
    "fi": [("fi.hetu", "1#0###-###A", ["henkilötunnus", "hetu"])], "nb": [("no.fodselsnummer", "1#0########", ["fødselsnummer", "personnummer"])], "pt": [("br.cpf", "###########", ["CPF"]), ("pt.nif", "#########", ["NIF"])],
    "cs": [("cz.rc", "##0#1#/####", ["rodné číslo", "r. č."])], "bg": [("bg.egn", "##0#1#####", ["ЕГН"])], "ro": [("ro.cnp", "1##0#1#######", ["CNP"])], "et": [("ee.ik", "3##0#1#####", ["isikukood"])], "lt": [("lt.asmens", "3##0#1#####", ["asmens kodas"])],
    "hr": [("hr.oib", "###########", ["OIB"])], "tr": [("tr.tckimlik", "###########", ["TC kimlik no", "T.C. kimlik numarası"])], "zh": [("cn.ric", None, ["身份证号", "身份证号码"])], "ko": [("kr.rrn", "##0#1#-1######", ["주민등록번호"])], "hi": [("in_.aadhaar", "############", ["आधार", "आधार संख्या"]), ("in_.pan", None, ["PAN"])],
    "en": [("in_.aadhaar", "############", ["Aadhaar number", "Aadhaar"]), ("gb.nhs", "##########", ["NHS number", "NHS no."]), ("ca.sin", "#########", ["SIN", "social insurance number"]), ("za.idnr", "##0#1########", ["SA ID number", "ID number"]), ("au.tfn", "#########", ["tax file number", "TFN"]), ("ie.pps", "#######A", ["PPS number", "PPSN"]), ("us.ssn", "###-##-####", ["SSN", "social security number"]), ("us.ssn", "###-##-####", ["SSN", "Social Security no."])],
    "el": [("gr.amka", "1#0########", ["ΑΜΚΑ"])], "he": [("il.idnr", "#########", ["תעודת זהות", "ת.ז."])], "th": [("th.pin", "1############", ["เลขบัตรประชาชน", "เลขประจำตัวประชาชน"])], "de": [("de.idnr", "###########", ["Steuer-ID", "steuerliche Identifikationsnummer"]), ("ch.ssn", "756##########", ["AHV-Nummer"]), ("at.vnr", "####1#0###", ["SV-Nummer", "Sozialversicherungsnummer"])],
}


if SECOND:
    NAMES = {"pl.pesel": ["nr PESEL", "PESEL"], "es.dni": ["documento nacional de identidad", "D.N.I.", "NIF"], "es.nie": ["N.I.E."], "it.codicefiscale": ["cod. fisc.", "codice fiscale"], "fr.nir": ["n° de sécurité sociale", "numéro INSEE"], "ch.ssn": ["AHV-Nr.", "AVS"], "nl.bsn": ["BSN-nummer", "burgerservicenr."], "be.nn": ["rijksregisternr.", "INSZ"], "se.personnummer": ["personnr", "person-nr"], "dk.cpr": ["CPR", "personnummer"], "fi.hetu": ["HETU", "henkilötunnukseni"], "no.fodselsnummer": ["fødselsnr.", "fnr"], "br.cpf": ["C.P.F.", "CPF nº"], "pt.nif": ["contribuinte", "NIF"], "cz.rc": ["RČ", "rodné číslo"], "bg.egn": ["ЕГН №"], "ro.cnp": ["CNP-ul", "CNP"], "ee.ik": ["isikukood"], "hr.oib": ["OIB"], "tr.tckimlik": ["TCKN", "T.C. kimlik no"], "cn.ric": ["身份证", "公民身份号码"], "kr.rrn": ["주민번호"], "in_.aadhaar": ["Aadhaar no.", "Aadhaar card"], "gb.nhs": ["NHS no", "NHS number"], "ca.sin": ["SIN number", "Social Insurance Number"], "za.idnr": ["identity number", "RSA ID"], "au.tfn": ["TFN number", "tax file no."], "ie.pps": ["PPS no.", "PPSN"], "us.ssn": ["SSN", "Social Security #"], "gr.amka": ["Α.Μ.Κ.Α.", "ΑΜΚΑ"], "il.idnr": ["מספר זהות", "ת\"ז"], "th.pin": ["หมายเลขบัตรประชาชน"], "de.idnr": ["Steuer-Identifikationsnummer", "IdNr."], "at.vnr": ["SVNR", "Versicherungsnummer"], "cl.rut": ["R.U.T.", "RUN"], "mx.curp": ["C.U.R.P.", "CURP"], "ar.cuit": ["CUIL", "C.U.I.T."]}
    PATTERNS = {"pl.pesel": "7#0#1######", "at.vnr": "####1#0578", "cz.rc": "7#0#1#/####", "bg.egn": "7#0#1#####"}
    BEFORE = {module: names for rows in IDS.values() for module, _, names in rows}
    if THIRD:
        NAMES = {module: [*names, *BEFORE.get(module, [])] for module, names in NAMES.items()}
    IDS = {language: [(module, PATTERNS.get(module, pattern), NAMES.get(module, names)) for module, pattern, names in rows] for language, rows in IDS.items()}


def special(module):
    if module == "mx.curp":
        return signs("BCDFGHJKLMNPQR", 1) + "A" + signs("BCDFGHJKLMNPQR", 2) + f"{chance.randrange(60, 99)}0{chance.randrange(1, 9)}1{chance.randrange(10)}" + pick("HM") + pick(["DF", "JC", "NL", "MC"]) + signs("BCDFGHJKLMN", 3) + "0" + digits(1)
    if module == "it.codicefiscale":
        return signs("BCDFGLMNPRSTV", 6) + digits(2) + pick("ABCDEHLMPRST") + f"{chance.randrange(1, 28):02d}" + pick(["H501", "F205", "L219", "F839", "D612"]) + signs(LETTERS.upper(), 1)
    if module == "cn.ric":
        return pick(["110101", "310104", "440106", "330106"]) + f"19{chance.randrange(50, 99)}0{chance.randrange(1, 9)}1{chance.randrange(10)}" + digits(3) + pick("0123456789X")
    return signs(LETTERS.upper(), 3) + "P" + signs(LETTERS.upper(), 1) + digits(4) + signs(LETTERS.upper(), 1)


def national(language):
    module, pattern, names = pick(IDS[language])
    check = import_module("stdnum." + module)
    for _ in range(200_000):
        made = special(module) if pattern is None else "".join(str(chance.randrange(10)) if sign == "#" else pick(LETTERS.upper()) if sign == "A" else sign for sign in pattern)
        if module == "fr.nir":
            number = int(made[:13])
            made = made[:13] + f"{97 - number % 97:02d}"
        if check.is_valid(made):
            written = pick([made, check.format(made) if hasattr(check, "format") else made])
            return written, pick(names), "US_SSN" if module == "us.ssn" else "NATIONAL_ID"
    raise ValueError(module)


CLDR = {"en": "en_US en_GB en_AU en_IN en_ZA", "de": "de_DE de_AT de_CH", "fr": "fr_FR fr_CA", "es": "es_ES es_MX es_AR", "pt": "pt_BR pt_PT", "zh": "zh_CN", "nb": "nb_NO"}


def birth(language):
    day = date(chance.randrange(1931, 2016), chance.randrange(1, 13), chance.randrange(1, 29))
    if SECOND:
        n, m, y = day.day, day.month, day.year
        locale = Locale.parse(pick(CLDR.get(language, language).split()))
        long = format_date(day, "long", locale=locale)
        usual = [f"{n}/{m}/{y}", f"{n}.{m}.{y % 100:02d}", day.strftime("%Y%m%d"), f"{n}. {m}. {y}", f"{n}-{m}-{y}", long, long, format_date(day, "medium", locale=locale), f"{y}-{m:02d}-{n:02d}T00:00:00"]
        if language in ("ja", "zh", "ko"):
            usual = [long, long, f"{y}-{m:02d}-{n:02d}", f"{y}/{m}/{n}", f"{y}.{m}.{n}"]
        if language == "en":
            usual += [day.strftime("%B %d %Y"), day.strftime("%d %b %Y").upper(), day.strftime("%d-%b-%y").upper(), f"{y} {day.strftime('%b')} {n}", f"{n} of {day.strftime('%B')}, {y}", day.strftime("%b %d '%y")]
        return pick(usual)
    form = pick(["cldr", "cldr", "cldr", "iso", "numeric", "numeric", "short", "own", "own"])
    locale = Locale.parse(pick(CLDR.get(language, language).split()))
    if form == "iso":
        return day.isoformat()
    if form == "numeric":
        return day.strftime(pick(["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d"])) if language != "en" else day.strftime(pick(["%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y"]))
    if form == "short":
        return day.strftime(pick(["%d.%m.%y", "%d/%m/%y"]))
    if form == "own":
        n, y = day.day, day.year
        suffix = "th" if 10 < n < 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        month = format_date(day, "MMMM", locale=locale)
        own = {
            "en": [f"{n}{suffix} {month} {y}", f"{month} {n}{suffix}, {y}", f"the {n}{suffix} of {month} {y}", f"{n}-{month[:3]}-{y}", f"{n} {month[:3]} {y % 100:02d}", f"{month[:3]}. {n}, {y}"],
            "fr": [f"1er {month} {y}", f"{n} {month} {y}"], "es": [f"{n} de {month} del {y}", f"{n}-{month[:3]}-{y}", f"1º de {month} de {y}"], "pt": [f"1º de {month} de {y}", f"{n} de {month} de {y}"], "it": [f"1° {month} {y}", f"{n} {month[:3]} {y}"],
            "de": [f"{n}. {month} {y}", f"{n}. {month[:3]}. {y}"], "ja": [f"{y}年{day.month}月{n}日", f"{y}/{day.month:02d}/{n:02d}"], "zh": [f"{y}年{day.month}月{n}日", f"{y}-{day.month}-{n}"], "ko": [f"{y}년 {day.month}월 {n}일", f"{y}.{day.month}.{n}."], "ru": [f"{n} {format_date(day, 'd MMMM', locale=locale)[-len(month)-2:].split()[-1]} {y} г."],
            "pl": [f"{format_date(day, 'd MMMM y', locale=locale)} r."], "cs": [f"{n}. {day.month}. {y}"], "hu": [f"{y}.{day.month:02d}.{n:02d}."], "sv": [f"den {n} {month} {y}"],
        }.get(language)
        if own:
            return pick(own)
    return format_date(day, pick(["short", "medium", "long", "full"]), locale=locale)


TOWNS = {"de": ["80331 München", "20095 Hamburg"], "fr": ["69002 Lyon", "44000 Nantes"], "es": ["28013 Madrid", "41001 Sevilla"], "it": ["20121 Milano", "10121 Torino"], "pt": ["4000-322 Porto"], "nl": ["3511 AB Utrecht"], "sv": ["411 05 Göteborg"], "da": ["8000 Aarhus"], "nb": ["5003 Bergen"], "fi": ["33100 Tampere"], "pl": ["30-001 Kraków"], "cs": ["602 00 Brno"], "sk": ["040 01 Košice"], "hu": ["6720 Szeged"], "el": ["546 24 Θεσσαλονίκη"], "tr": ["35220 İzmir"], "ru": ["190000 Санкт-Петербург"], "uk": ["79000 Львів"], "en": ["Portland, OR 97205", "Leeds LS1 4DY", "Cork T12 W8KP"], "hr": ["21000 Split"], "ro": ["400001 Cluj-Napoca"], "ja": ["〒604-8001"], "zh": ["邮编 200001"], "ko": ["04524"]}
HAND = {
    "en": ["{n} Willow Court", "Flat {s}, {n} Harcourt Road", "{n}B Mill Street, Apt {s}", "{n} W. 43rd St", "{n} Saddle Ridge Dr, Unit {s}", "P.O. Box {b}", "{n} Old County Road", "Apartment {s}, {n} Quay Street", "{b} Highway 12 South", "{n} St. Mark's Place, Suite {s}00", "{n} Rua Lane", "The Granary, {n} Farm Lane", "Unit {s}/{n} Victoria Parade", "{n} Kingsway", "House {s}, {n} Ring Road", "PO Box {b}"],
    "de": ["Goethestr. {n}", "Am Mühlbach {s}", "Lange Reihe {n}", "Ludwigsallee {n}, {s}. OG", "Postfach {b}", "An den Eichen {n} a"],
    "fr": ["{n} rue des Martyrs", "{n}, avenue Jean-Jaurès", "{n} ter chemin de la Colline", "Bâtiment B, {n} allée des Pins", "{n} quai de la Fosse, appt {s}", "{n} cours Lafayette"],
    "es": ["Calle Luna {n}, {s}º B", "Avda. del Puerto, {n}", "C/ San Vicente, n.º {n}", "Paseo de Gracia {n}", "Carrera 15 # {n}-{s}", "Av. Insurgentes Sur {b}"],
    "it": ["Via Mazzini {n}", "Corso Vittorio Emanuele, {n}", "Viale dei Tigli {n}/B", "Piazza Dante {s}, int. {s}"], "pt": ["Rua do Carmo, {n}", "Av. Brasil, {b}, apto {s}", "Travessa das Mercês {s}", "Rua das Acácias {n}, {s}º Dto"],
    "nl": ["Prinsengracht {n}-{s}", "Lindelaan {n}", "Stationsplein {s}", "Postbus {b}"], "pl": ["ul. Mickiewicza {n} m. {s}", "al. Solidarności {n}", "pl. Kościuszki {s}"], "sv": ["Storgatan {n} B", "Vasagatan {n}, lgh 1{s}02"], "da": ["Nørrebrogade {n}, {s}. th"], "nb": ["Kirkegata {n}"], "fi": ["Hämeentie {n} B {s}"],
    "ro": ["Str. Republicii nr. {n}, ap. {s}", "Bd. Dacia {n}"], "hr": ["Ulica kralja Zvonimira {n}", "Vlaška ulica {n}"], "vi": ["{n} đường Nguyễn Huệ", "số {n} phố Hàng Bạc"], "id": ["Jl. Diponegoro No. {n}", "Jalan Pahlawan {n}"], "he": ["רחוב ביאליק {n}", "שדרות ירושלים {n}"], "ar": ["شارع الجمهورية {n}", "{n} شارع فلسطين"], "ru": ["ул. Садовая, д. {n}, кв. {s}", "проспект Мира, {n}"], "uk": ["вул. Шевченка, {n}"], "tr": ["Lale Sokak No: {n} D: {s}"], "zh": ["上海市静安区南京西路{n}号"], "ja": ["東京都渋谷区神南1-{s}-{s}"], "ko": ["서울시 종로구 종로 {n}"], "th": ["{n}/{s} ถนนพหลโยธิน"],
}
HAND_SECOND = {
    "en": ["{n} Beacon Hill Road", "{n}/{s} Dock Street", "{b} N 3rd Ave, Ste {s}0", "{n} The Avenue", "{n} Chapel Lane, Flat {s}B", "Lot {s}, {n} Gum Tree Drive", "{n} St James's Square", "{b} County Road {n}", "{n} Hazel Close", "PO Box {b}", "{n} Market Pl.", "{n} Upper Hill Terrace"],
    "de": ["Schillerplatz {s}", "Neue Str. {n}c", "Auf der Höhe {s}", "Heinrich-Heine-Allee {n}", "Ringstraße {n}/{s}"], "fr": ["{n} bis rue Pasteur", "{n}, place de la Gare", "{n} impasse du Moulin", "{n} bd Carnot"],
    "es": ["Calle del Pez, {n}", "Plaza Mayor {s}", "Avda. América {n}, bajo {s}", "Calle 8 #{n}-{s}"], "it": ["Via XX Settembre {n}", "V.le Europa {n}", "Largo Cairoli {s}"], "pt": ["Rua de Santa Catarina, n.º {n}", "Alameda Jaú, {n}", "Praça do Comércio {s}"],
    "nl": ["Herengracht {n}", "Dorpsstraat {n}a"], "sv": ["Götgatan {n}", "Skolvägen {s} A"], "da": ["Algade {n}, 1. tv", "Skovvej {n}"], "nb": ["Torggata {n}", "Solveien {n}B"], "fi": ["Aleksanterinkatu {n}", "Rantatie {n} A {s}"], "pl": ["ul. Polna {n}/{s}", "os. Tysiąclecia {n}"],
    "cs": ["Dlouhá ulice {n}", "ul. Komenského {n}", "náměstí Republiky {s}"], "ro": ["Strada Florilor {n}", "Calea Moșilor {n}"], "hr": ["Ilica {n}", "Savska cesta {n}"], "tr": ["Cumhuriyet Cad. No:{n}", "Menekşe Sk. {n}/{s}"], "ru": ["ул. Гагарина, {n}", "Невский проспект, д. {n}"], "uk": ["вул. Лесі Українки, {n}", "просп. Свободи {n}"], "el": ["Οδός Αθηνάς {n}", "Λεωφόρος Αλεξάνδρας {n}"],
    "vi": ["{n} đường Trần Hưng Đạo", "ngõ {s} phố Huế"], "id": ["Jl. Ahmad Yani No. {n}"], "zh": ["广州市天河区天河路{n}号", "成都市春熙路{n}号"], "ja": ["横浜市中区山下町{n}-{s}", "京都市左京区吉田本町{n}"], "ko": ["부산시 남구 수영로 {n}"],
}
if THIRD:
    HAND_SECOND = {
        "en": ["{n} Cardigan Terrace", "Flat {s}, Rowan House, {n} Park Road", "{n} Old Kent Rd", "{b} W Sunset Blvd", "{n} Fern Way", "{n}A Station Approach Road", "{n} Hilltop Drive, Apt. {n}", "{n} Sycamore Cres.", "Suite {s}, {n} George St", "P.O. Box {b}", "{b} State Highway {n}", "{n} Harbour Parade"],
        "de": ["Kantstraße {n}", "Bgm.-Schmidt-Str. {n}", "Am Kirchberg {s}a", "Gartenweg {n}", "Wallgasse {n}/{s}"], "fr": ["{n} rue Lamartine", "{n}, bd de la Liberté", "{n} chemin des Vignes", "{n} place Bellecour"], "es": ["C/ Toledo {n}", "Avenida de Roma, {n}, {s}º", "Calle Serrano {n}", "Cra. {s} # {n}-{s}"],
        "it": ["Via Dante Alighieri {n}", "P.za Garibaldi {s}", "Via S. Marco {n}/A"], "pt": ["Rua Direita {n}", "Avenida Atlântica, {b}", "Travessa do Sol {s}"], "nl": ["Kerkstraat {n}", "Jan Steenlaan {n}"], "sv": ["Kyrkogatan {n}", "Björkvägen {n}C"], "da": ["Søndergade {n}", "Bøgevej {n}, st. tv"], "nb": ["Bjerkeveien {n}", "Sjøgata {n}"], "fi": ["Koulukatu {n}", "Mäntytie {n} B"],
        "pl": ["ul. Słoneczna {n}", "ul. 11 Listopada {n}/{s}"], "cs": ["Nádražní ulice {n}", "ul. Husova {n}"], "ro": ["Str. Mihai Viteazul nr. {n}", "Bd. Tineretului {n}"], "hr": ["ulici Matije Gupca {n}", "Trgu slobode {s}"], "tr": ["Çiçek Sokak No: {n}", "İnönü Bulvarı {n}"], "ru": ["ул. Пушкина, д. {n}", "Московский проспект, {n}"], "uk": ["вул. Зелена, {n}", "просп. Перемоги, {n}"], "el": ["Οδός Πατησίων {n}", "Λεωφ. Κηφισίας {n}"],
        "zh": ["杭州市西湖区文三路{n}号", "北京市东城区东四北大街{n}号"], "ja": ["名古屋市中区栄{s}-{n}-{s}", "福岡市博多区博多駅前{n}"], "ko": ["대구시 중구 달구벌대로 {n}", "인천시 연수구 송도과학로 {n}"],
    }
FAKER = {"en": ["en_US", "en_GB", "en_AU"], "de": ["de_DE", "de_AT"], "fr": ["fr_FR"], "es": ["es_ES", "es_MX"], "it": ["it_IT"], "pt": ["pt_BR", "pt_PT"], "nl": ["nl_NL"], "sv": ["sv_SE"], "da": ["da_DK"], "nb": ["no_NO"], "fi": ["fi_FI"], "pl": ["pl_PL"], "cs": ["cs_CZ"], "hr": ["hr_HR"], "ru": ["ru_RU"], "uk": ["uk_UA"]}
CODES = {"nb": "no", "en": "en en-gb en-au en-ca", "de": "de de-at de-ch", "es": "es es-mx", "pt": "pt pt-br", "nl": "nl nl-be", "ar": "ar-eg"}


def street(language):
    number, small = str(chance.randrange(2, 180)), str(chance.randrange(1, 9))
    if SECOND:
        if language in FAKER and chance.random() < (0.2 if THIRD else 0.4):
            other = Faker(pick(FAKER[language]))
            other.seed_instance(chance.randrange(10**9))
            for _ in range(20):
                made = other.street_address().replace("\n", ", ")
                if re.search(r"\d", made):
                    return made
        return pick(HAND_SECOND[language]).format(n=number, s=small, b=chance.randrange(200, 9000))
    hand = HAND.get(language, [])
    try:
        made = [Address(Mimesis(code), seed=chance.randrange(10**9)) for code in CODES.get(language, language).split()]
    except ValueError:
        made = []
    if made and (not hand or chance.random() < 0.5):
        return re.sub(r"(?<!\d)\d{3,4}(?!\d)", number, pick(made).address(), count=1)
    return pick(hand).format(n=number, s=small, b=chance.randrange(200, 9000))


def ip(_):
    octets = lambda first: ".".join([first, *[str(chance.randrange(1, 255)) for _ in range(3)]])
    four = pick([octets("10"), octets(str(chance.randrange(11, 223))), octets(str(chance.randrange(60, 223))), f"192.168.{chance.randrange(255)}.{chance.randrange(1, 255)}", f"172.{chance.randrange(16, 31)}.{chance.randrange(255)}.{chance.randrange(1, 255)}"])
    group = lambda: f"{chance.randrange(1, 65535):x}"
    six = pick([":".join(["2001", "db8", *[group() for _ in range(6)]]), f"2a02:{group()}:{group()}::{group()}", f"fe80::{group()}:{group()}:{group()}:{group()}", f"::ffff:{four}", f"2001:db8::{group()}", f"fd{digits(2)}:{group()}::{group()}:{group()}"])
    return pick([four, four, six])


def password(_):
    word = lambda: pick("harbor velvet copper anchor summit meadow falcon pepper timber orchid rocket walnut saffron glacier".split())
    return pick([f"{word().capitalize()}{chance.randrange(10, 9999)}{pick('!?$#*')}", fake.password(length=chance.randrange(9, 18)), f"{word()}-{word()}-{word()}-{digits(2)}", signs(ALNUM, chance.randrange(10, 20)), f"{word().capitalize()}_{word().capitalize()}{digits(2)}", f"{signs(LETTERS, 3)}{digits(3)}{pick('!@#%&')}{signs(LETTERS.upper(), 3)}"])


def key(_):
    up = LETTERS.upper() + "0123456789"
    return pick([lambda: "sk-proj-" + signs(ALNUM, 40), lambda: "ghp_" + signs(ALNUM, 36), lambda: "github_pat_" + signs(ALNUM, 22) + "_" + signs(ALNUM, 59), lambda: f"xoxb-{digits(12)}-{digits(12)}-{signs(ALNUM, 24)}", lambda: "AKIA" + signs(up, 16), lambda: "AIza" + signs(ALNUM, 35), lambda: "glpat-" + signs(ALNUM, 20), lambda: "npm_" + signs(ALNUM, 36), lambda: "SG." + signs(ALNUM, 22) + "." + signs(ALNUM, 43), lambda: "hf_" + signs(ALNUM, 34), lambda: "sk_live_" + signs(ALNUM, 24), lambda: "eyJhbGciOiJIUzI1NiJ9.eyJ" + signs(ALNUM, 30) + "." + signs(ALNUM, 43), lambda: signs("0123456789abcdef", 40)])()


MAKERS = {"EMAIL_ADDRESS": email, "PHONE_NUMBER": phone, "CREDIT_CARD": card, "IBAN_CODE": iban, "DATE_OF_BIRTH": birth, "STREET_ADDRESS": street, "IP_ADDRESS": ip, "PASSWORD": password, "API_KEY": key}


def filled(sentence):
    """Numbers and words of a lookalike: {d4} four digits, {n} a small number, {v} a version, {day}, {hex8}."""
    def fill(match):
        name = match[1]
        if name == "n":
            return str(chance.randrange(2, 90))
        if name == "v":
            return f"{chance.randrange(1, 30)}.{chance.randrange(0, 30)}.{chance.randrange(0, 30)}"
        if name == "day":
            return f"{chance.randrange(1960, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        if name == "year":
            return str(chance.randrange(1950, 2026))
        if name.startswith("hex"):
            return signs("0123456789abcdef", int(name[3:]))
        return str(chance.randrange(1, 10)) + digits(int(name[1:]) - 1)
    return re.sub(r"\{(n|v|day|year|d\d+|hex\d+)\}", fill, sentence)


def main():
    lines = [line.split("|", 2) for line in Path(__file__).with_name("fresh-sentences-third.txt" if THIRD else "fresh-sentences-second.txt" if SECOND else "fresh-sentences.txt").read_text().split("\n") if line and not line.startswith("#")]
    units = lambda text: len(text.encode("utf-16-le")) // 2
    mark = "\u0001"
    for kind in KINDS:
        own = [(language, sentence) for name, language, sentence in lines if name == kind]
        for at in range(TEXTS if own else 0):
            language, sentence = own[at % len(own)] if at < len(own) else pick(own)
            type_ = kind
            if kind == "NATIONAL_ID":
                made, name, type_ = national(language if language in IDS else pick(list(IDS)))
                sentence = sentence.replace("{name}", name)
            else:
                made = MAKERS[kind](language)
            text = sentence.replace("\\n", "\n").replace("{town}", pick(TOWNS.get(language, ["10000 Zagreb"]))).replace("{v}", mark)
            start = text.index(mark)
            text = text.replace(mark, made)
            spans = [{"type": type_, "start": units(text[:start]), "end": units(text[:start]) + units(made)}]
            print(json.dumps({"kind": kind, "lang": language, "text": text, "spans": spans}, ensure_ascii=False))
    for name, language, sentence in lines:
        if name == "CLEAN":
            print(json.dumps({"kind": "lookalike", "lang": language, "text": filled(sentence.replace("\\n", "\n")), "spans": []}, ensure_ascii=False))


main()
