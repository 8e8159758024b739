import type { z } from "zod";

/** An issue as zod hands it to an error map. */
type Issue = Parameters<z.core.$ZodErrorMap>[0];

const formats: Record<string, string> = {
  email: "This is no e-mail address.",
  url: "This is no web address; one begins with https://.",
  uuid: "Choose one of the list.",
  date: "This is no date.",
};

/** What a person reads beside a field where its schema has no words of its own; undefined leaves zod's. */
export function fieldWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null
        ? "Fill this in."
        : issue.expected === "number" || issue.expected === "int"
          ? "Enter a number."
          : undefined;
    case "too_small":
      return issue.origin === "string" && issue.minimum === 1
        ? "Fill this in."
        : sized("At least", issue.minimum, issue.origin, issue.inclusive);
    case "too_big":
      return sized("At most", issue.maximum, issue.origin, issue.inclusive);
    case "invalid_format":
      return formats[issue.format];
    case "invalid_value":
      return "Choose one of the list.";
    case "not_multiple_of":
      return issue.divisor === 1 ? "Enter a whole number." : `Only multiples of ${issue.divisor}.`;
    default:
      return undefined;
  }
}

function sized(
  words: "At least" | "At most",
  bound: number | bigint,
  origin: string,
  inclusive: boolean | undefined,
): string {
  if (origin === "string") return `${words} ${bound} characters.`;
  if (origin === "array" && words === "At least" && bound === 1) return "Choose at least one.";
  if (inclusive === false) return words === "At least" ? `More than ${bound}.` : `Less than ${bound}.`;
  return `${words} ${bound}.`;
}
