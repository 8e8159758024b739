import { describe, expect, it } from "vitest";
import { detectPii } from "./detect.ts";

/** The value is found as the kind, whatever else is. */
const has = (text: string, types: readonly string[], value: string) => {
  const at = text.lastIndexOf(value);
  return detectPii(text).some(
    ({ type, start, end }) => types.includes(type) && start < at + value.length && at < end,
  );
};

describe("a street by its country's words", () => {
  it.each([
    ["Viaduto do Chá, 15", "15"],
    ["Sítio Boa Vista, 40, São Paulo", "40"],
    ["Calzada de Tlalpan 1924, Col. Portales", "1924"],
    ["Retorno Los Pinos 14", "14"],
    ["Andador Juárez 22, Centro", "22"],
    ["Entregar em Av Paulista, 1578", "1578"],
    ["Stanuje na Trgu bana Jelačića 5.", "5"],
    ["Živim u Ulici kneza Branimira 29.", "29"],
    ["Bydlím na náměstí Míru 7.", "7"],
    ["Mieszkam na ulicy Długiej 12.", "12"],
    ["Живу на улице Ленина, дом 5, кв. 12", "5"],
    ["Живу в переулке Сивцев Вражек, 14", "14"],
    ["мешкаю на вулиці Шевченка, 5", "5"],
    ["майдан Незалежності, 1", "1"],
    ["узвіз Андріївський, буд. 13", "13"],
    ["Dr.-Karl-Renner-Ring 3, Wien", "3"],
    ["Prof.-Huber-Platz 2", "2"],
    ["Wir wohnen Elbchaussee 40", "40"],
    ["Wij wonen op de Bergse Plaslaan 12", "12"],
    ["We wonen aan het Lindepad 7", "7"],
    ["Anna Ancher Allé 4, 8000 Aarhus C", "4"],
    ["The meter at 12 Queensway is broken.", "12"],
    ["parked outside 9 Foxglove Copse all night", "9"],
    ["Flat 3, Victoria House, Leeds", "3"],
    ["Canale della Giudecca, 14, 30133 Venezia", "14"],
    ["Fondamenta Nove 5012", "5012"],
    ["Vico San Marcellino 6, Napoli", "6"],
    ["Circonvallazione Clodia 29", "29"],
    ["Kauppakatu 12 B 34", "12"],
    ["Mannerheimintie 5 A", "5"],
    ["Hverfisgata 12", "12"],
    ["Kossuth Lajos utca 12. II/3", "12"],
    ["Atatürk Mah. Gül Sk. No:12 D:3", "12"],
    ["Plot 7, Kampala Road", "7"],
    ["No 5, Adeola Odeku Street, Victoria Island", "5"],
    ["15B Admiralty Way, Lekki", "15B"],
    ["1600 Pennsylvania Ave NW", "1600"],
    ["742 Evergreen Terrace", "742"],
    ["221B Baker Street", "221B"],
    ["350 Fifth Avenue, Suite 3300", "350"],
    ["4 place de la République", "4"],
    ["12 montée de la Grande Côte", "12"],
    ["Bvd. Unirii nr. 10, bl. 4, sc. B, ap. 12", "10"],
    ["Unter den Linden 77", "77"],
    ["ul. Piotrkowska 104a m. 5", "104a"],
    ["deliver to 3120 S 1700 E, Sandy", "3120 S 1700 E"],
    ["House 7-A, Street 12, Lahore", "House 7-A"],
    ["Doručte na Lidická 14, Brno", "14"],
    ["Доставка: Лесная 14, Тула", "14"],
  ])("in %j is found", (text, value) => {
    expect(has(text, ["STREET_ADDRESS"], value)).toBe(true);
  });
});

describe("what only looks like a street, a password or a citizen's number", () => {
  it.each([
    "The meeting moved to Room 12 on Tuesday.",
    "We are based at Gate 14 today.",
    "It was sent to Channel 4.",
    "La avenida mide 30 metros.",
    "Boulevard Z closed for 2 weeks.",
    "password must be at least 12 characters",
    "<password>REQUIRED</password>",
    "The pass rate is 94/100 in run x7.",
    "login with SSO / OAuth2",
    "user/pass auth is disabled",
    "PIN code entry is required",
    "DNI appointments open on 12-05-2026",
    "Tunnel 12 was closed",
    "3 Trader Station",
    "Unit 5, Building Code",
    "Square 12 cells",
    "creds: see vault/prod-db01",
    "mongosh -p 27017",
    "docker run -p 8080:80 web1",
    "ssh -p 2222 host1",
    "redis-cli -a $REDIS_AUTH1",
    "The order 12345678901 NIN-style",
    "token_type=bearer scope=read1",
    "docker run -v $PWD:/srv1",
    "441 numaralı otobüs 12 dakika geç",
    "NIF da empresa 507 891 234",
    "The door password (that's new) is printed inside.",
    "unzip -P expects an argument",
    "openssl -k file2",
    "Enter 12 N to go north.",
    "WiFi: Guest\nKey: see reception",
    "Avenue Q ran for 3 seasons.",
    "L'avenue longe 14 immeubles neufs.",
  ])("%j is left", (text) => {
    expect(detectPii(text).filter(({ type }) => type !== "PERSON")).toEqual([]);
  });
});
