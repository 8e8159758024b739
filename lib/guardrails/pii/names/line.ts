import { known } from "./gazetteer.ts";
import type { Known } from "./features.ts";
import { shapes } from "./tokens.ts";

/** A run of tokens the tagger takes for a name, first and last token. */
export type Run = { from: number; to: number };

/** The words around a run, with what the lists know of them. */
export class Line {
  readonly text: string;
  readonly all: Known;

  constructor(all: Known) {
    this.text = all.text;
    this.all = all;
  }

  get count(): number {
    return this.all.tokens.count;
  }

  shape(at: number): number {
    return at >= 0 && at < this.count ? (this.all.tokens.shape[at] ?? 0) : shapes.line;
  }

  /** The word in small letters; empty outside the text. */
  word(at: number): string {
    return this.raw(at).toLowerCase();
  }

  raw(at: number): string {
    if (at < 0 || at >= this.count) return "";
    return this.text.slice(this.all.tokens.start[at], this.all.tokens.end[at]);
  }

  value({ from, to }: Run): string {
    return this.text.slice(this.all.tokens.start[from], this.all.tokens.end[to]);
  }

  isCapital(at: number): boolean {
    const shape = this.shape(at);
    return shape === shapes.capital || shape === shapes.capitals;
  }

  isLower(at: number): boolean {
    return this.shape(at) === shapes.lower;
  }

  isFirst = (at: number): boolean => this.has(at, known.first);
  isOftenFirst = (at: number): boolean => this.has(at, known.oftenFirst);
  isLast = (at: number): boolean => this.has(at, known.last);
  isPlace = (at: number): boolean => this.has(at, known.place);
  isCommon = (at: number): boolean => this.has(at, known.common);

  /** In a field or a column that is a person's. */
  isPersonal = (at: number): boolean => this.all.field[at] === 1;

  private has(at: number, bit: number): boolean {
    return at >= 0 && at < this.count && ((this.all.flags[at] ?? 0) & bit) !== 0;
  }
}
