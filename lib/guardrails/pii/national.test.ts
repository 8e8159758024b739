import { describe, expect, it } from "vitest";
import { detectPii } from "./detect.ts";

/** The value is found as the kind, whatever else is. */
const has = (text: string, types: readonly string[], value: string) => {
  const at = text.lastIndexOf(value);
  return detectPii(text).some(
    ({ type, start, end }) => types.includes(type) && start < at + value.length && at < end,
  );
};

describe("a citizen's number with its name", () => {
  it.each([
    ["Το ΑΜΚΑ μου είναι 01018012349.", "01018012349"],
    ["PESEL pacjenta: 85010112348", "85010112348"],
    ["<cpf>529.982.247-25</cpf>", "529.982.247-25"],
    ["CNIC: 35202-1234567-1", "35202-1234567-1"],
    ["Emirates ID 784-1985-1234567-1", "784-1985-1234567-1"],
    ["Ghana Card GHA-712345678-1", "GHA-712345678-1"],
    ["NIN: 12345678901", "12345678901"],
    ["ИИН 850101300123", "850101300123"],
    ["DUI 04567890-1", "04567890-1"],
    ["cédula de ciudadanía 1.018.456.789", "1.018.456.789"],
    ["cédula 0912345675", "0912345675"],
    ["RFC GODE561231GR8", "GODE561231GR8"],
    ["RG 12.345.678-9", "12.345.678-9"],
    ["NIK 3171234567890001", "3171234567890001"],
    ["MyKad 850101-14-5678", "850101-14-5678"],
    ["CCCD số 079085001234", "079085001234"],
    ["NIC 853400937V", "853400937V"],
    ["JMBG 0101985710006", "0101985710006"],
    ["ЈМБГ: 0101985710006", "0101985710006"],
    ["Personalausweisnummer L01X00T471", "L01X00T471"],
    ["Passport No: C01X00T47", "C01X00T47"],
    ["passport number 533380006", "533380006"],
    ["паспорт серия 4510 номер 123456", "4510"],
    ["numéro fiscal : 30 23 217 600 053", "30 23 217 600 053"],
    ["NSS 28 12345678 40", "28 12345678 40"],
    ["Seguridad Social: 281234567840", "281234567840"],
    ["ID card no. K1234567", "K1234567"],
    ["کد ملی 0012345679", "0012345679"],
    ["الرقم القومي 28501011234567", "28501011234567"],
    ["IDNP 2001004053267", "2001004053267"],
    ["matricule national 1985010112345", "1985010112345"],
    ["Social Security No. 536-90-4399", "536-90-4399"],
    ["CNP 1850101801239", "1850101801239"],
    ["SV-Nr. meines Sohnes lautet 1237010180", "1237010180"],
    ["numero di codice fiscale del cliente: RSSMRA85T10A562S", "RSSMRA85T10A562S"],
    ['{"tax_id":"529.982.247-25"}', "529.982.247-25"],
    ["身份证号是11010519491231002X", "11010519491231002X"],
    ["cuit del titular - 20-12345678-6", "20-12345678-6"],
    ["Nomor KTP beliau 3171234567890001", "3171234567890001"],
    ["Reisepass-Nr. C8K2T4RLP", "C8K2T4RLP"],
    ["C.C. 52881904 de Cali", "52881904"],
    ["ЈМБГ: 0101985710006", "0101985710006"],
    ["身份證號碼：A123456(3)", "A123456(3)"],
    ["جواز السفر A1234567", "A1234567"],
  ])("in %j is found", (text, value) => {
    expect(has(text, ["NATIONAL_ID", "US_SSN"], value)).toBe(true);
  });
});
