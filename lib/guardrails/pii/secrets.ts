import { entropy } from "./checksums.ts";
import type { Candidate, Recognizer } from "./recognizers.ts";

/** Forms the issuers publish; each ends where its alphabet ends. */
const knownForms = [
  /(?<![\w-])(?:sk|pk|rk)[-_](?:[a-z]+[-_])*[A-Za-z0-9_-]{16,200}/g,
  /(?<!\w)gh[opsur]_[A-Za-z0-9]{20,255}/g,
  /(?<!\w)github_pat_[A-Za-z0-9_]{22,255}/g,
  /(?<!\w)glpat-[A-Za-z0-9_-]{20,}/g,
  /(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)/g,
  /(?<!\w)AIza[0-9A-Za-z_-]{35}/g,
  /(?<!\w)xox[abeoprs]-[A-Za-z0-9-]{10,250}/g,
  /(?<!\w)(?:npm|hf|vl)_[A-Za-z0-9_-]{16,200}/g,
  /(?<!\w)eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
];
/** `password: x`, `api_key=x`, `Bearer x`: the value after a telling name. */
const named =
  /(?:pass(?:word|wd|phrase)|pwd|secret|token|api[ _-]?key|access[ _-]?key|client[ _-]?secret|bearer)["']?(?:\s*(?:[:=]|\bis\b)\s*|\s+)["']?([^\s"'<>,;]{8,200})/gi;
/** Long base64 without a name, such as the lines of a private key. */
const random = /(?<![\w+/=-])[A-Za-z0-9+/_-]{40,128}={0,2}(?![\w+/=-])/g;

const minimumEntropy = 3;
const randomEntropy = 4.6;

/** Finds credentials by known prefixes, by a telling name before them, and by their randomness. */
export const secretRecognizer: Recognizer = {
  type: "SECRET",
  context: [],
  needs: /[A-Za-z0-9+/_-]{8}/,
  find: (text) => [...findKnown(text), ...findNamed(text), ...findRandom(text)],
};

function findKnown(text: string): Candidate[] {
  return knownForms.flatMap((form) =>
    [...text.matchAll(form)]
      .filter(([value]) => /\d/.test(value) && entropy(value) >= minimumEntropy)
      .map((match) => ({
        type: "SECRET" as const,
        start: match.index,
        end: match.index + match[0].length,
        score: 1,
      })),
  );
}

function findNamed(text: string): Candidate[] {
  return [...text.matchAll(named)].flatMap((match) => {
    const value = match[1]?.replace(/[.!?)\]}]+$/, "") ?? "";
    const isLikely =
      value.length >= 8 && /[A-Za-z]/.test(value) && /[\d!@#$%^&*]/.test(value) && entropy(value) >= 2.5;
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    return isLikely ? [{ type: "SECRET" as const, start, end: start + value.length, score: 0.8 }] : [];
  });
}

function findRandom(text: string): Candidate[] {
  return [...text.matchAll(random)]
    .filter(
      ([value]) =>
        /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy(value) >= randomEntropy,
    )
    .map((match) => ({ type: "SECRET", start: match.index, end: match.index + match[0].length, score: 0.6 }));
}
