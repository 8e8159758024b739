import { expect, it } from "vitest";
import { detectPii } from "./detect.ts";

const people = (text: string) => detectPii(text, { types: ["PERSON"] }).map(({ text: value }) => value);

it.each([
  "El vino Viña Esmeralda y el queso García Baquero.",
  "Il rifugio Gino Biasi e il lago Carezza sono raggiungibili.",
  "La calle Serrano y la glorieta Rubén Darío, cortadas.",
  "Turgut Özal Bulvarı ile Ziya Gökalp Caddesi kapalı.",
  "Метро Маяковская и парк Горького открыты до полуночи.",
  "Sprint names so far: Ada, Grace, Linus and Margaret.",
  "Rachel is a loading screen, Monica a colour theme.",
  "J.P. Morgan raised its target for Martin Marietta",
  "run `jenkins restart` and then check Grafana",
  "Ellen Ripley is the hero of the film, not a customer",
])("%j names nobody", (text) => {
  expect(people(text)).toEqual([]);
});

it.each([
  ["Guest names so far: Grace Osei", ["Grace Osei"]],
  ["Rachel is a nurse in Leeds", ["Rachel"]],
  ["We set the target for Martin Keller, he agreed", ["Martin Keller"]],
  ["llamó Rubén Ortega desde la calle", ["Rubén Ortega"]],
])("%j names %j", (text, expected) => {
  expect(people(text)).toEqual(expected);
});
