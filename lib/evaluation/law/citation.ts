/** A section of the U.S. Code that a citation names; a range names its end too. A chapter, note or appendix has no section. */
export type Target = {
  title: string;
  section: string | null;
  /** As written: "(b)(1)(A)". */
  subsection: string;
  toSection?: string;
};

export type CitationType = "usc" | "cfr" | "case" | "public_law" | "statutes_at_large" | "eu" | "short_form";

/** A citation as it stands in a text; `start` and `end` are places in its UTF-16 code units. */
export type Citation = {
  start: number;
  end: number;
  type: CitationType;
  /** One way of writing it: "42 U.S.C. §§ 1981, 1985(3)". */
  normalised: string;
  /** The sections of the U.S. Code it names; empty for the others. */
  targets: Target[];
  /** Why no such thing can be (title 60 of the C.F.R., a reporter's volume that is not printed), or null. */
  impossible: string | null;
};

/** Reads at one place after the other; every pattern is sticky, so that nothing is skipped. */
export class Reader {
  readonly text: string;
  at: number;
  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }
  /** What the pattern finds here, and stands behind it; null and stays where it finds nothing. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
  /** As `take`, but stays here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }
}

/** The hyphens and dashes that lawyers and typesetters use in numbers, as one. */
export const plainHyphen = (text: string): string => text.replace(/[‐‑‒–—−]/gu, "-");
