import { parseArgs } from "node:util";
import { ConfigError } from "../config/source.ts";

export type Options = {
  config: string | undefined;
  json: boolean;
  save: string | undefined;
  junit: string | undefined;
  html: string | undefined;
  github: boolean;
  baseline: string | undefined;
  watch: boolean;
  repeat: number | undefined;
  concurrency: number | undefined;
  filter: string | undefined;
  skipUnsupported: boolean;
  server: string | undefined;
  id: string | undefined;
};

export const usage = `valueloop eval [CONFIG] [options]

Runs the prompts of a configuration (Valueloop's or promptfoo's YAML or JSON) and judges the answers.

  --json                print the results as JSON, and nothing else, to standard output
  --save FILE           write the same JSON to a file; a later run's --baseline reads it
  --junit FILE          write JUnit XML
  --html FILE           write one HTML page
  --github              print annotations of GitHub Actions (on by itself where GITHUB_ACTIONS is true)
  --baseline FILE       compare with earlier results, by the studio's statistics
  --filter TEXT         only cases whose description or variables hold the text
  --repeat N            ask every case N times
  --max-concurrency N   so many calls at once
  --skip-unsupported    leave out what this program does not do, and say so, instead of stopping
  --watch               run again whenever a file of the configuration changes
  --server URL          post the results to a studio, with the key in VALUELOOP_API_KEY
  --id TEXT             the results' own id there: posting the same id again changes nothing

It ends with 0 where all is met, 100 where a case or a demand failed, 101 where the run is shown worse than the
baseline, 102 where it cannot be shown either way, 2 for a wrong command line or configuration, 1 for anything else.
`;

/** The options of \`valueloop eval\`. Throws ConfigError with what to write instead. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [config, ...more] = positionals;
  if (more.length > 0) throw wrong(`One configuration at a time; "${more[0]}" is a second.`);
  return {
    config,
    json: values.json === true,
    save: values.save,
    junit: values.junit,
    html: values.html,
    github: values.github === true || process.env["GITHUB_ACTIONS"] === "true",
    baseline: values.baseline,
    watch: values.watch === true,
    repeat: numberOf("--repeat", values.repeat, 1_000),
    concurrency: numberOf("--max-concurrency", values["max-concurrency"], 1_000),
    filter: values.filter,
    skipUnsupported: values["skip-unsupported"] === true,
    server: values.server,
    id: values.id,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: flag,
        save: text,
        junit: text,
        html: text,
        github: flag,
        baseline: text,
        filter: text,
        repeat: text,
        "max-concurrency": text,
        "skip-unsupported": flag,
        watch: flag,
        server: text,
        id: text,
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw wrong(`${name} is a whole number from 1 to ${most}, not "${text}".`);
  return number;
}

function wrong(message: string): ConfigError {
  return new ConfigError([{ file: "valueloop eval", line: null, message }]);
}
