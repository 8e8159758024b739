import type { CaseResult, Results } from "../eval/results.ts";
import { outcomeOf, plainText, whyNot } from "./words.ts";

/** JUnit's XML: a suite a column, a test case a case; what could not be judged is an error, as a call without an answer. */
export function junitReport({ name, cases, columns, startedAt }: Results): string {
  const suites = columns.map(({ prompt, provider }, column) => {
    const own = cases.filter((item) => item.column === column);
    const count = (...outcomes: string[]) => own.filter((item) => outcomes.includes(outcomeOf(item))).length;
    const seconds = own.reduce((sum, { latencyMs }) => sum + (latencyMs ?? 0), 0) / 1000;
    const label = `${prompt} by ${provider}`;
    return `  <testsuite name="${attribute(label)}" tests="${own.length}" failures="${count("failed")}" errors="${count("error", "unjudged")}" skipped="0" time="${seconds.toFixed(3)}" timestamp="${startedAt}">
${own.map((item) => testcase(item, label)).join("\n")}
  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${attribute(name)}" tests="${cases.length}">
${suites.join("\n")}
</testsuites>
`;
}

function testcase(item: CaseResult, label: string): string {
  const outcome = outcomeOf(item);
  const place = `${item.description || `case ${item.test + 1}`}${item.sample > 1 ? ` (sample ${item.sample})` : ""}`;
  const head = `    <testcase classname="${attribute(label)}" name="${attribute(place)}" file="${attribute(item.file)}" time="${((item.latencyMs ?? 0) / 1000).toFixed(3)}"`;
  if (outcome === "passed") return `${head}/>`;
  const why = whyNot(item);
  const element = outcome === "failed" ? "failure" : "error";
  const body = `${why.join("\n")}${item.output === null ? "" : `\n\nOutput:\n${item.output}`}`;
  return `${head}>\n      <${element} message="${attribute(why[0] ?? outcome)}">${content(body)}</${element}>\n    </testcase>`;
}

function content(text: string): string {
  // U+FFFE, U+FFFF and lone surrogates are no characters of XML.
  const known = plainText(text).replaceAll(
    /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    "\uFFFD",
  );
  return known.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return content(text).replaceAll('"', "&quot;").replaceAll(/\s/g, " ");
}
