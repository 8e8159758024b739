import type { Digits } from "./symbols.ts";
import type { PiiType } from "../schema.ts";

/** A match with its score, 0..1; below .5 it is not reported. */
export type Candidate = { type: PiiType; start: number; end: number; score: number };

/** Finds one kind or several. */
export type Recognizer = {
  types: readonly PiiType[];
  /** Bits of `has`: without all of them in the segment it finds nothing. */
  needs: number;
  /** It costs time, or hides others, and runs only when one of its kinds is asked for. */
  isOptional?: true;
  find(segment: Segment): Candidate[];
};

/** A piece of text to be looked at, folded; `before` is what stood in front of it and serves as context only. */
export type Segment = {
  text: string;
  before: string;
  /** `before` and `text`, and the words before the offsets asked for so far. */
  whole: string;
  words: Map<number, readonly string[]>;
  /** The signs in it, as bits of `has`. */
  signs: number;
  /** What its words hint at, as bits of `hint`. */
  hints: number;
  /** What its digits allow. */
  digits: Digits;
  /** The columns of the table whose rows these are, if any. */
  header: Header | null;
};

/** The columns of a table of separated values, and what each holds. */
export type Header = { separator: string; columns: readonly (Column | null)[] };
/** `GOODS` is a name, but a product's. */
export type Column = FieldKind | "GOODS" | "API_KEY";

export type FieldKind = Extract<
  PiiType,
  "PERSON" | "DATE_OF_BIRTH" | "PASSWORD" | "PHONE_NUMBER" | "STREET_ADDRESS" | "NATIONAL_ID"
>;
