import type { Recognizer } from "./candidate.ts";
import { isNhsNumber, isPossibleSsn } from "./checksums.ts";
import { cluesOf } from "./context.ts";
import { otherNumbers } from "./money.ts";
import { checkedInContext } from "./recognizer.ts";
import { has } from "./symbols.ts";

const digitsOf = (text: string) => text.replace(/\D/g, "");
const ssnClues = cluesOf(
  "ssn social security ssns ssid",
  `insurance aadhaar file taxfile torque part parts item sku serial model doc docket file exhibit section page line lot batch bolt screw rma grid figure table isbn reading readings meter meters drawing drawings rev revision asset tag catalogue catalog schedule seal seals ${otherNumbers.replace(/\b(?:orders?|id|uid|code|account|konto|company|registration|licence|license|policy)\b/g, "")}`,
);
const nhsClues = cluesOf("nhs patient health", otherNumbers);
const ninoClues = cluesOf("national insurance nino ni", otherNumbers);

export const ssnRecognizer: Recognizer = {
  types: ["US_SSN"],
  needs: has.digit,
  find: (segment) =>
    segment.digits.longest < 9
      ? []
      : [...segment.text.matchAll(/(?<![\w/-])\d{3}(?:([- .])\d{2}\1\d{4}|\d{6})(?![\w/-])/g)]
          .filter(([value]) => isPossibleSsn(digitsOf(value)))
          .map((match) =>
            checkedInContext(
              segment,
              {
                type: "US_SSN",
                start: match.index,
                end: match.index + match[0].length,
                score: match[0].length > 9 ? 0.8 : 0.2,
              },
              ssnClues,
            ),
          ),
};

export const nhsRecognizer: Recognizer = {
  types: ["UK_NHS"],
  needs: has.digit,
  find: (segment) =>
    segment.digits.longest < 10
      ? []
      : [...segment.text.matchAll(/(?<![\w-])\d{3}([ -]?)\d{3}\1\d{4}(?![\w-])/g)]
          .filter(([value]) => isNhsNumber(digitsOf(value)))
          .map((match) =>
            checkedInContext(
              segment,
              { type: "UK_NHS", start: match.index, end: match.index + match[0].length, score: 0.3 },
              nhsClues,
            ),
          ),
};

const nino =
  /(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]([ -]?)\d{2}\1\d{2}\1\d{2}\1[A-D](?![\w-])/gi;

export const ninoRecognizer: Recognizer = {
  types: ["UK_NINO"],
  needs: has.digit,
  find: (segment) =>
    [...segment.text.matchAll(nino)].map((match) =>
      checkedInContext(
        segment,
        { type: "UK_NINO", start: match.index, end: match.index + match[0].length, score: 0.7 },
        ninoClues,
      ),
    ),
};
