import { isIPv4, isIPv6 } from "node:net";
import type { PiiType } from "../schema.ts";
import { hasIssuerPrefix, ibanLengths, isIban, isNhsNumber, isPossibleSsn, passesLuhn } from "./checksums.ts";

/** A match with the score its shape alone deserves; words before it may raise that. */
export type Candidate = { type: PiiType; start: number; end: number; score: number };

/** Finds one kind by shape; `context` are the words that make a doubtful match likely. */
export type Recognizer = {
  type: PiiType;
  context: readonly string[];
  /** Below it no candidate is possible, so the expressions need not run. */
  needs: RegExp;
  find(text: string): Candidate[];
};

const digitsOf = (text: string) => text.replace(/\D/g, "");

/** Runs an expression and scores each match; a null score drops it. */
function byPattern(
  type: PiiType,
  pattern: RegExp,
  score: (match: string) => number | null,
): (text: string) => Candidate[] {
  return (text) => {
    const found: Candidate[] = [];
    for (const match of text.matchAll(pattern)) {
      const value = score(match[0]);
      if (value !== null)
        found.push({ type, start: match.index, end: match.index + match[0].length, score: value });
    }
    return found;
  };
}

/** A run of digits may hold a card at any of its group boundaries; the longest valid one from the left wins. */
function findCards(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const run of text.matchAll(/(?<![\p{L}\d])\d(?:[ \-.]?\d){11,}/gu)) {
    const groups = [...run[0].matchAll(/\d+/g)];
    let from = 0;
    while (from < groups.length) {
      const card = longestCard(groups, from);
      if (card)
        found.push({
          type: "CREDIT_CARD",
          start: run.index + card.start,
          end: run.index + card.end,
          score: card.score,
        });
      from = card ? card.next : from + 1;
    }
  }
  return found;
}

function longestCard(groups: RegExpMatchArray[], from: number) {
  let digits = "";
  let best: { start: number; end: number; next: number; score: number } | null = null;
  const start = groups[from]?.index ?? 0;
  for (let at = from; at < groups.length && digits.length <= 19; at += 1) {
    const group = groups[at];
    if (!group) break;
    digits += group[0];
    if (digits.length < 12 || digits.length > 19 || !passesLuhn(digits) || new Set(digits).size === 1)
      continue;
    const score = hasIssuerPrefix(digits) ? 1 : digits.length >= 13 ? 0.3 : 0.1;
    best = { start, end: (group.index ?? 0) + group[0].length, next: at + 1, score };
  }
  return best;
}

/** Letters and digits run on into the next word, so the country's length says where the number ends. */
function findIbans(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\d])[A-Z]{2}\d{2}(?=(?:[ -]?[A-Z0-9]){11})/giu)) {
    const length = ibanLengths[match[0].slice(0, 2).toUpperCase()];
    if (!length) continue;
    let compact = "";
    let end = match.index;
    while (compact.length < length && end < text.length) {
      const symbol = text[end] ?? "";
      if (/[A-Za-z0-9]/.test(symbol)) compact += symbol.toUpperCase();
      else if (symbol !== " " && symbol !== "-") break;
      end += 1;
    }
    if (isIban(compact) && !/[\p{L}\d]/u.test(text[end] ?? " ")) {
      found.push({ type: "IBAN_CODE", start: match.index, end, score: 1 });
    }
  }
  return found;
}

function scoreSsn(match: string): number | null {
  if (!isPossibleSsn(digitsOf(match))) return null;
  return match.length > 9 ? 0.75 : 0.2;
}

/** Octets in range; a version number such as 1.2.3.4 after "version" or "v" is left alone by the caller's look-behind. */
const findIpv4 = byPattern(
  "IP_ADDRESS",
  /(?<![\w.])(?<!version )(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\w]|\.\d)/gi,
  (match) => (isIPv4(match.split("/")[0] ?? "") ? 0.6 : null),
);
const findIpv6 = byPattern(
  "IP_ADDRESS",
  /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi,
  (match) => (isIPv6(match) && (match.match(/[0-9a-f]+/gi)?.length ?? 0) >= 2 ? 0.8 : null),
);

/** What is recognised by shape and check digits; phones, names and secrets have files of their own. */
export const shapeRecognizers: readonly Recognizer[] = [
  {
    type: "EMAIL_ADDRESS",
    context: ["email", "mail", "e-mail"],
    needs: /@/,
    find: byPattern(
      "EMAIL_ADDRESS",
      /[\p{L}\p{N}._%+'’-]{0,63}[\p{L}\p{N}_%+-]@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/gu,
      () => 1,
    ),
  },
  {
    type: "CREDIT_CARD",
    context: ["card", "credit", "debit", "visa", "mastercard", "amex", "karte", "carte", "tarjeta", "cc"],
    needs: /\d/,
    find: findCards,
  },
  { type: "IBAN_CODE", context: [], needs: /\d/, find: findIbans },
  {
    type: "US_SSN",
    context: ["ssn", "social", "security", "ssns", "ssid"],
    needs: /\d/,
    find: byPattern("US_SSN", /(?<![\w-])\d{3}(?:([- .])\d{2}\1\d{4}|\d{6})(?![\w-])/g, scoreSsn),
  },
  {
    type: "UK_NHS",
    context: ["nhs", "patient", "health"],
    needs: /\d/,
    find: byPattern("UK_NHS", /(?<![\w-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w-])/g, (match) =>
      isNhsNumber(digitsOf(match)) ? 0.3 : null,
    ),
  },
  {
    type: "UK_NINO",
    context: ["national", "insurance", "nino", "ni"],
    needs: /\d/,
    find: byPattern(
      "UK_NINO",
      /(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d{2}\1\d{2}\1\d{2}\1[A-D](?![\w-])/gi,
      () => 0.7,
    ),
  },
  {
    type: "IP_ADDRESS",
    context: ["ip", "address", "host", "server", "ipv4", "ipv6"],
    needs: /[.:].*[.:]/,
    find: (text) => [...findIpv4(text), ...findIpv6(text)],
  },
  {
    type: "URL",
    context: [],
    needs: /:\/\/|www\./i,
    find: byPattern(
      "URL",
      /(?<![\p{L}\d])(?:https?:\/\/|www\.)[^\s<>"'`()[\]{}]*[^\s<>"'`()[\]{}.,;:!?]/giu,
      () => 0.8,
    ),
  },
];
