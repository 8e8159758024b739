import type { Random } from "./random.ts";
import * as frames from "./frames.ts";

/** A sentence with the places of people's names in it. */
export type Sentence = {
  text: string;
  spans: { start: number; end: number }[];
  /** Taken for names by chance in the gazetteer: see the trainer. */ kind: string;
};
export type Names = { locale: string; first: string[]; last: string[] };
export type Stock = {
  names: Names[];
  wide: Record<"zh" | "ja" | "ko", Names[]>;
  places: string[];
  words: string[];
  nouns: string[];
};

const latin = /^[\p{sc=Latin}\s'’.-]+$/u;
const wideScript = {
  zh: /^\p{sc=Han}+$/u,
  ja: /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+$/u,
  ko: /^\p{sc=Hangul}+$/u,
};

/** Sorts what the gazetteer's file holds into names by language, places and words. */
export function stockOf(data: {
  names: [string, string[], string[]][];
  place: string[];
  common: Record<string, number>;
}): Stock {
  const all = data.names.map(([locale, first, last]) => ({ locale, first, last }));
  const wide = { zh: [] as Names[], ja: [] as Names[], ko: [] as Names[] };
  const names: Names[] = [];
  for (const one of all) {
    const language = one.locale.slice(0, 2);
    if (language === "zh" || language === "ja" || language === "ko") {
      const form = wideScript[language];
      const kept = {
        locale: one.locale,
        first: one.first.filter((each) => form.test(each) && each.length <= 3),
        last: one.last.filter((each) => form.test(each) && each.length <= 4),
      };
      if (kept.first.length > 10 && kept.last.length > 10) wide[language].push(kept);
      if (latin.test(one.first[0] ?? "")) names.push(one);
    } else if (one.first.length > 10 && one.last.length > 5) names.push(one);
  }
  const places = data.place
    .filter((place) => latin.test(place) && place.length > 3 && place.length < 18)
    .map(title);
  const words = Object.keys(data.common).filter((word) => /^[a-z]{3,12}$/.test(word));
  return { names, wide, places, words, nouns: words.map(title) };
}

export const title = (text: string) =>
  text.replace(/(?<![\p{L}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());

/** Makes sentences from frames, names of some language in the slots. */
export class Generator {
  readonly #random: Random;
  readonly #stock: Stock;
  readonly #latin: Names[];

  constructor(stock: Stock, random: Random) {
    this.#stock = stock;
    this.#random = random;
    this.#latin = stock.names.filter(({ first }) => latin.test(first[0] ?? ""));
  }

  /** One sentence of a frame. Languages of the frame's own script where it has another than Latin. */
  fill(frame: string, kind: string): Sentence {
    const people = this.#peopleFor(frame);
    let text = "";
    const spans: { start: number; end: number }[] = [];
    const source = frame.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
    for (const piece of source.split(/(\{[A-Za-z#]\})/)) {
      const slot = /^\{([A-Za-z#])\}$/.exec(piece)?.[1];
      if (!slot) {
        text += piece;
        continue;
      }
      const value = this.#value(slot, people);
      if ("NFLX".includes(slot)) spans.push({ start: text.length, end: text.length + value.length });
      text += value;
    }
    return this.#vary({ text, spans, kind });
  }

  wide(language: "zh" | "ja" | "ko", frame: string, kind: string): Sentence {
    const from = this.#random.pick(this.#stock.wide[language]);
    const make = () => {
      const [last, first] = [this.#random.pick(from.last), this.#random.pick(from.first)];
      return language === "ja" && this.#random.next() < 0.4
        ? `${last}${this.#random.next() < 0.5 ? " " : "　"}${first}`
        : last + first;
    };
    let text = "";
    const spans: { start: number; end: number }[] = [];
    for (const piece of frame.replaceAll("\\n", "\n").split(/(\{[A-Za-z#]\})/)) {
      const slot = /^\{([A-Za-z#])\}$/.exec(piece)?.[1];
      const value = !slot
        ? piece
        : slot === "X"
          ? make()
          : slot === "x"
            ? this.#random.pick(from.last)
            : this.#value(slot, from);
      if (slot === "X") spans.push({ start: text.length, end: text.length + value.length });
      text += value;
    }
    return { text, spans, kind };
  }

  /** Another person's name of the same make as a given one: as many words, initials where it has them. */
  like(name: string): string {
    const people = this.#random.pick(this.#latin);
    const words = name.split(/\s+/);
    const made = words
      .map((word, at) =>
        /^\p{L}\.?$/u.test(word)
          ? word
          : at === 0 && words.length > 1
            ? this.#random.pick(people.first)
            : words.length === 1
              ? this.#random.pick(this.#random.next() < 0.6 ? people.first : people.last)
              : this.#random.pick(people.last),
      )
      .join(" ");
    return name === name.toLowerCase() ? made.toLowerCase() : made;
  }

  /** An ordinary sentence with a person in the place of a pronoun; null where it has none. */
  inPlaceOfPronoun(sentence: string): Sentence | null {
    const places = [
      ...sentence.matchAll(
        /(?<![\p{L}'’])(?:he|she|him|you|they|them|someone|somebody|anyone|everyone|people|users|the user|the customer|the author|the client|the reader|a friend|my friend|her|his|your|my)(?![\p{L}'’-])/giu,
      ),
    ];
    if (places.length === 0) return null;
    const place = this.#random.pick(places);
    const people = this.#random.pick(this.#latin);
    const [first, last] = [() => this.#random.pick(people.first), () => this.#random.pick(people.last)];
    const way = this.#random.next();
    const title =
      way > 0.84
        ? this.#random.pick([
            "Mr. ",
            "Mrs. ",
            "Ms. ",
            "Dr. ",
            "Mr ",
            "Mrs ",
            "Miss ",
            "Prof. ",
            "Sir ",
            "Dr ",
          ])
        : "";
    const name = way < 0.5 ? first() : way < 0.84 ? this.#fullName(first, last) : last();
    const isOwner = /^(?:her|his|your|my)$/i.test(place[0]);
    const start = place.index + title.length;
    const text =
      sentence.slice(0, place.index) +
      title +
      name +
      (isOwner ? "'s" : "") +
      sentence.slice(place.index + place[0].length);
    return this.#vary({ text, spans: [{ start, end: start + name.length }], kind: "pronoun" });
  }

  #peopleFor(frame: string): Names {
    const script = frame.match(/[\u0370-\u03ff]/)
      ? "Greek"
      : frame.match(/[\u0400-\u04ff]/)
        ? "Cyrillic"
        : frame.match(/[\u0590-\u05ff]/)
          ? "Hebrew"
          : frame.match(/[\u0600-\u06ff]/)
            ? "Arabic"
            : frame.match(/[\u0900-\u097f]/)
              ? "Devanagari"
              : null;
    if (!script) return this.#random.pick(this.#latin);
    const form = new RegExp(`\\p{sc=${script}}`, "u");
    const fitting = this.#stock.names.filter(({ first }) => form.test(first[0] ?? ""));
    return this.#random.pick(fitting.length > 0 ? fitting : this.#latin);
  }

  #value(slot: string, people: Names): string {
    const random = this.#random;
    const first = () => random.pick(people.first);
    const last = () => (random.next() < 0.02 ? this.#invented() : random.pick(people.last));
    switch (slot) {
      case "N":
        return this.#fullName(first, last);
      case "F":
        return random.next() < 0.12 ? `${first()} ${last()}` : first();
      case "L":
        return last();
      case "f":
        return first();
      case "l":
        return last();
      case "P":
        return random.pick(this.#stock.places);
      case "O":
        return this.#firm(last);
      case "J":
        return random.pick(frames.jobs);
      case "S":
        return this.#street(first, last);
      case "E":
        return `${
          first()
            .toLowerCase()
            .replace(/[^a-z]/g, "") || "info"
        }${random.pick(["", ".", "_"])}${random.whole(1, 99)}@${random.pick(this.#stock.words)}.${random.pick(["com", "org", "example", "de"])}`;
      case "T":
        return random.pick([
          "+44 20 7946 0958",
          "555-0134",
          "030 1234567",
          "06 12 34 56 78",
          "(212) 555-0199",
          "13812345678",
        ]);
      case "D":
        return random.pick([
          "1980-05-03",
          "12/03/1975",
          "3 May 1961",
          "04.07.1999",
          "March 3rd, 2021",
          "yesterday",
          "Monday",
        ]);
      case "#":
        return String(random.whole(1, random.pick([9, 99, 2026, 99999])));
      case "C":
        return random.pick(this.#stock.nouns);
      default:
        return random.pick(this.#stock.words);
    }
  }

  #fullName(first: () => string, last: () => string): string {
    const random = this.#random;
    const way = random.next();
    if (way < 0.6) return `${first()} ${last()}`;
    if (way < 0.68) return `${first()} ${String.fromCharCode(65 + random.whole(0, 25))}. ${last()}`;
    if (way < 0.73) return `${first()} ${String.fromCharCode(65 + random.whole(0, 25))} ${last()}`;
    if (way < 0.79) return `${first()} ${first()} ${last()}`;
    if (way < 0.83) return `${first()} ${last()}-${last()}`;
    if (way < 0.87) return `${String.fromCharCode(65 + random.whole(0, 25))}. ${last()}`;
    if (way < 0.91)
      return `${first()} ${random.pick(["van", "de", "von", "van der", "da", "dos", "del", "bin", "al", "le", "di", "of", "i", "y"])} ${last()}`;
    if (way < 0.94) return `${first()}-${first()} ${last()}`;
    if (way < 0.97) return `${first()} ${last()} ${last()}`;
    return first();
  }

  /** A surname no list has. */
  #invented(): string {
    const parts = [
      "ka",
      "mor",
      "ste",
      "vel",
      "nor",
      "dra",
      "lin",
      "tor",
      "bek",
      "sha",
      "wen",
      "ruz",
      "ola",
      "gre",
      "fal",
      "qui",
      "zan",
      "hol",
    ];
    const endings = [
      "ov",
      "ski",
      "sen",
      "son",
      "ez",
      "ini",
      "er",
      "mann",
      "u",
      "ic",
      "aya",
      "ton",
      "well",
      "ard",
      "ek",
    ];
    return title(this.#random.pick(parts) + this.#random.pick(parts) + this.#random.pick(endings));
  }

  #firm(last: () => string): string {
    const random = this.#random;
    const head = random.next() < 0.5 ? last() : random.pick(this.#stock.nouns);
    const way = random.next();
    if (way < 0.3) return `${head} ${random.pick(frames.firms)}`;
    if (way < 0.35) return `${last()}-${last()}`;
    if (way < 0.4) return `${last()}, ${last()} and ${last()}`;
    if (way < 0.55) return `${head} & ${last()}`;
    if (way < 0.7) return head + random.pick(this.#stock.words);
    if (way < 0.85)
      return `${random.pick(this.#stock.nouns)} ${random.pick(this.#stock.nouns)} ${random.pick(frames.firms)}`;
    return random.pick(this.#stock.nouns);
  }

  #street(first: () => string, last: () => string): string {
    const random = this.#random;
    const number = random.whole(1, random.pick([30, 900, 20000]));
    const name = random.pick([
      last(),
      first(),
      random.pick(this.#stock.nouns),
      `${first()} ${last()}`,
      random.pick(this.#stock.places),
    ]);
    return random.pick([
      `${number} ${name} ${random.pick(["Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Drive", "Court", "Way", "Square", "Terrace", "Crescent"])}`,
      `${name}${random.pick(["straße", "gasse", "weg", "gatan", "vej", "gata", "straat"])} ${number}`,
      `rue ${random.pick(["de ", "du ", ""])}${name} ${number}`,
      `${number} ${name} ${random.whole(1, 200)}\n Suite ${random.whole(1, 999)}\n ${random.pick(this.#stock.places)}`,
      `Via ${name} ${number}`,
      `Calle ${name}, ${number}`,
      `ul. ${name} ${number}`,
      `${name} u. ${number}`,
      `P.O. Box ${number}`,
    ]);
  }

  /** Some texts are all small, some have no full stop, some names stand in capitals. */
  #vary(sentence: Sentence): Sentence {
    const way = this.#random.next();
    if (way < 0.14) return { ...sentence, text: lowered(sentence.text) };
    if (way < 0.18 && sentence.spans.length > 0) {
      let text = sentence.text;
      for (const { start, end } of sentence.spans)
        text = text.slice(0, start) + uppered(text.slice(start, end)) + text.slice(end);
      return { ...sentence, text };
    }
    return sentence;
  }
}

/** Sign by sign, so that offsets stay. */
export const lowered = (text: string) =>
  [...text].map((sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join("");
const uppered = (text: string) =>
  [...text].map((sign) => (sign.toUpperCase().length === sign.length ? sign.toUpperCase() : sign)).join("");
