import type { Results } from "../eval/results.ts";
import { outcomeOf, plainText, whyNot } from "./words.ts";

/** GitHub shows so many annotations of a step. */
const mostAnnotations = 10;

/** Annotations of GitHub Actions, at the line of the test (`::error file=,line=::`), the cases that failed first. */
export function githubAnnotations({ cases, columns }: Results): string[] {
  const order = ["failed", "error", "unjudged"];
  const wrong = cases
    .filter((item) => outcomeOf(item) !== "passed")
    .toSorted((one, other) => order.indexOf(outcomeOf(one)) - order.indexOf(outcomeOf(other)));
  const shown = wrong.slice(0, mostAnnotations).map((item) => {
    const { prompt = "", provider = "" } = columns[item.column] ?? {};
    const level = outcomeOf(item) === "unjudged" ? "warning" : "error";
    const line = item.line === null ? "" : `,line=${item.line}`;
    const title = property(`${item.description || "case"} (${prompt} by ${provider})`.slice(0, 200));
    return `::${level} file=${property(item.file)}${line},title=${title}::${data(whyNot(item).join("\n").slice(0, 2_000))}`;
  });
  const rest = wrong.length - shown.length;
  return rest > 0
    ? [...shown, `::notice::${rest} further cases did not pass; the report has them all.`]
    : shown;
}

/** As GitHub's own toolkit escapes what follows `::`; a model's answer must not become a command. */
function data(text: string): string {
  return plainText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
