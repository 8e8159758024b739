import { type Browser, entries, removeUriSchemePlugin, value as schemaValue } from "@hyperjump/browser";
import { setMetaSchemaOutputFormat, setShouldValidateFormat } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/draft-2019-09";
import "@hyperjump/json-schema/draft-07";
import "@hyperjump/json-schema/draft-06";
import "@hyperjump/json-schema/draft-04";
import "@hyperjump/json-schema/formats-lite";
import {
  addFormat,
  addKeyword,
  BASIC,
  buildSchemaDocument,
  compile,
  getSchema,
  hasDialect,
  interpret,
  type SchemaDocument,
  setFormatHandler,
  Validation,
} from "@hyperjump/json-schema/experimental";
import * as Instance from "@hyperjump/json-schema/instance/experimental";
import { createHash } from "node:crypto";
import { domainToASCII } from "node:url";
import { LRUCache } from "lru-cache";
import { canonicalJson } from "#platform/canonical";
import { charactersReadBy, compilePattern } from "./pattern.ts";

/** Tells whether a value is accepted, and if not, in words, what it breaks first. */
export type SchemaValidator = (
  value: unknown,
) => { isValid: true } | { isValid: false; reason: string } | { unchecked: string };
export type CompiledSchema = { validate: SchemaValidator } | { fault: string };

const newestDraft = "https://json-schema.org/draft/2020-12/schema";

// A schema is data from outside: what it refers to must lie in it, nothing is fetched and no file is read.
for (const scheme of ["http", "https", "file"]) removeUriSchemePlugin(scheme);
setShouldValidateFormat(true);
setMetaSchemaOutputFormat(BASIC);
usePatternsOfRe2();
useFormatsOfHosts();
useNewFormatsInOldDrafts();

const kept = new LRUCache<string, Promise<CompiledSchema>>({ max: 100 });

/** A schema of draft 04 to 2020-12 by its `$schema` (2020-12 without one), or what is wrong with it. */
export function compileSchema(schema: Record<string, unknown>): Promise<CompiledSchema> {
  const key = createHash("sha256").update(canonicalJson(schema)).digest("hex");
  const known = kept.get(key);
  if (known) return known;
  const compiling = compileFresh(schema, key);
  kept.set(key, compiling);
  return compiling;
}

async function compileFresh(schema: Record<string, unknown>, key: string): Promise<CompiledSchema> {
  const draft = draftOf(schema["$schema"]);
  if (!hasDialect(draft))
    return {
      fault: `"${draft}" is not a draft that is known here; take 04, 06, 07, 2019-09 or 2020-12.`,
    };
  if (hasKey(schema, "$vocabulary"))
    return { fault: "$vocabulary, which makes a draft of its own, is not supported." };
  if (hasHeavyPatterns(schema))
    return { fault: "its patterns are too heavy together; repeat parts fewer times, or say fewer patterns." };
  try {
    // Kept out of the library's registry, so that the `$id`s of two suites cannot meet.
    const named = "$schema" in schema ? { ...schema, $schema: draft } : schema;
    const document = buildSchemaDocument(named as never, `urn:valueloop:schema:${key}`, newestDraft);
    const compiled = await compile(await getSchema(document.baseUri, openAt(document)));
    const apply = (value: unknown, most: Effort) => {
      const options = { outputFormat: BASIC, plugins: [new EffortPlugin(most)] };
      // Parsed JSON is what the library wants; its type says the same more narrowly.
      const outcome = interpret(compiled, Instance.fromJs(value as never), options);
      if (outcome.valid) return { isValid: true } as const;
      return { isValid: false, reason: reasonOf(outcome.errors?.[0], schema) } as const;
    };
    // A `$ref` that leads back to itself without end shows on any value, as does one that doubles with every level.
    for (const value of [null, {}, [], "", 0]) apply(value, mostAtSave);
    return { validate: (value) => checked(() => apply(value, mostAtJudging)) };
  } catch (error) {
    if (error instanceof RangeError) return { fault: "it refers to itself without end." };
    if (error instanceof TooMuchEffort)
      return {
        fault: `it applies itself more than ${mostAtSave.schemas.toLocaleString("en")} times to one value; say it with fewer references.`,
      };
    return { fault: faultOf(error) };
  }
}

/** How often parts of a schema may be applied to a value and its parts, and how long that may take. */
type Effort = { schemas: number; ms: number };
const mostAtSave: Effort = { schemas: 20_000, ms: 1_000 };
const mostAtJudging: Effort = { schemas: 1_000_000, ms: 1_500 };

class TooMuchEffort extends Error {}

/** Stops a validation that goes on for too long: a schema of 1 kB can ask for a billion steps. */
class EffortPlugin {
  readonly #most: Effort;
  readonly #until: number;
  #schemas = 0;
  constructor(most: Effort) {
    this.#most = most;
    this.#until = performance.now() + most.ms;
  }
  beforeSchema(): void {
    this.#schemas += 1;
    const isLate = this.#schemas % 256 === 0 && performance.now() > this.#until;
    if (this.#schemas > this.#most.schemas || isLate) throw new TooMuchEffort("too much effort");
  }
}

function checked(validate: () => ReturnType<SchemaValidator>): ReturnType<SchemaValidator> {
  try {
    return validate();
  } catch (error) {
    if (error instanceof RangeError) return { unchecked: "The output is nested too deeply to be checked." };
    if (error instanceof TooMuchEffort)
      return {
        unchecked:
          "Checking the output by this schema takes too long; say the schema with fewer references, or judge a part.",
      };
    if (error instanceof TooLongForPattern) return { unchecked: error.message };
    throw error;
  }
}

class TooLongForPattern extends Error {}

/** The draft a schema names, http or https, with or without the empty fragment: all are written, one is registered. */
function draftOf(named: unknown): string {
  if (typeof named !== "string") return newestDraft;
  const plain = named.trim().replace(/#$/, "");
  const other = plain.startsWith("https:")
    ? plain.replace(/^https:/, "http:")
    : plain.replace(/^http:/, "https:");
  return hasDialect(plain) || !hasDialect(other) ? plain : other;
}

/** A cursor at the start of a document that nobody registered; the library finds it among its own parts. */
function openAt(document: SchemaDocument): Browser<SchemaDocument> {
  const start = { uri: document.baseUri, document, cursor: "", _cache: {} };
  return start;
}

/** Parts of all patterns of a schema together: compiling takes some 3 microseconds for each. */
const mostPatternParts = 100_000;

/** True for patterns whose compilation would stall the process; looked at one by one, so that looking does not. */
function hasHeavyPatterns(schema: unknown): boolean {
  let parts = 0;
  const open: unknown[] = [schema];
  while (open.length > 0 && parts <= mostPatternParts) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const { pattern, patternProperties } = value as { pattern?: unknown; patternProperties?: unknown };
    const names =
      typeof patternProperties === "object" && patternProperties !== null
        ? Object.keys(patternProperties)
        : [];
    for (const source of [...(typeof pattern === "string" ? [pattern] : []), ...names]) {
      const found = compilePattern(source);
      parts += "pattern" in found ? found.pattern.programSize() : 1;
      if (parts > mostPatternParts) return true;
    }
    open.push(...Object.values(value));
  }
  return parts > mostPatternParts;
}

function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((inner) => hasKey(inner, key));
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return "it cannot be compiled.";
  const nested = error.cause instanceof Error ? error.cause.message : "";
  if (/URI scheme is not supported/.test(`${error.message} ${nested}`)) {
    const where = /'([^']*)'/.exec(error.message)?.[1] ?? "another document";
    return `it refers to ${where}, which lies outside of it; copy that into its $defs, nothing is fetched.`;
  }
  if ("output" in error) {
    const { output } = error as { output?: { errors?: OutputError[] } };
    const first = output?.errors?.at(0);
    const place = first ? pointerOf(first.instanceLocation) : "";
    return `${place || "it"} is not allowed by its draft${first ? ` (${keywordOf(first)})` : ""}.`;
  }
  return error.message;
}

type OutputError = { keyword: string; absoluteKeywordLocation: string; instanceLocation: string };

/** What an output breaks, with the schema's own words for it. */
function reasonOf(error: OutputError | undefined, schema: Record<string, unknown>): string {
  if (!error) return "The schema does not accept the output.";
  const place = pointerOf(error.instanceLocation) || "The output";
  const wanted = asked(error, schema);
  return `${place} breaks ${keywordOf(error)}${wanted === undefined ? "" : ` ${wanted}`}.`;
}

function keywordOf({ absoluteKeywordLocation, keyword }: OutputError): string {
  return `"${absoluteKeywordLocation.split("/").at(-1) ?? keyword}"`;
}

function pointerOf(location: string): string {
  // The library marks the name of a property, as against its value, with a star.
  return decodeURIComponent(location.split("#").at(-1) ?? "").replace(/^\*/, "");
}

/** The value of the broken keyword, when it lies in this document and is short. */
function asked({ absoluteKeywordLocation }: OutputError, schema: unknown): string | undefined {
  let current = schema;
  for (const step of pointerOf(absoluteKeywordLocation).split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  const text = JSON.stringify(current);
  return text !== undefined && text.length <= 80 ? text : undefined;
}

/** `pattern` and `patternProperties` run on RE2, so that a schema cannot stall the process. */
function usePatternsOfRe2(): void {
  const test = (source: string) => {
    const found = compilePattern(source);
    if ("fault" in found) throw new Error(`its pattern ${source} is not valid here: ${found.fault}`);
    const most = charactersReadBy(found.pattern);
    return (text: string) => {
      if (text.length > most)
        throw new TooLongForPattern(
          `The pattern ${source.slice(0, 60)} is too heavy for a text of more than ${most.toLocaleString("en")} characters.`,
        );
      return found.pattern.matcher(text).find();
    };
  };
  addKeyword<(text: string) => boolean>({
    id: "https://json-schema.org/keyword/pattern",
    compile: async (schema) => test(schemaValue<string>(schema)),
    interpret: (matches, instance) =>
      Instance.typeOf(instance) !== "string" || matches(Instance.value<string>(instance)),
  });
  type Property = { matches: (text: string) => boolean; schemaUri: string };
  addKeyword<Property[]>({
    id: "https://json-schema.org/keyword/patternProperties",
    compile: async (schema, ast, parent) => {
      const properties: Property[] = [];
      for await (const [source, inner] of entries(schema))
        properties.push({
          matches: test(source),
          schemaUri: await Validation.compile(inner as Browser<SchemaDocument>, ast, parent),
        });
      return properties;
    },
    interpret: (properties, instance, context) => {
      if (Instance.typeOf(instance) !== "object") return true;
      let isValid = true;
      for (const { matches, schemaUri } of properties) {
        for (const [nameNode, inner] of Instance.entries(instance)) {
          const name = Instance.value<string>(nameNode);
          if (!matches(name)) continue;
          if (!Validation.interpret(schemaUri, inner, context)) isValid = false;
          (context as { evaluatedProperties?: Set<string> }).evaluatedProperties?.add(name);
        }
      }
      return isValid;
    },
    simpleApplicator: true,
  });
}

/** Host names as DNS takes them; the library's own handlers write to the console at every name they refuse. */
function useFormatsOfHosts(): void {
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  const isHost = (name: string) =>
    name.length <= 253 && name.split(".").every((part) => label.test(part)) && domainToASCII(name) !== "";
  const isInternational = (name: string) => {
    const ascii = domainToASCII(name);
    return ascii !== "" && isHost(ascii);
  };
  const ofStrings = (accepts: (text: string) => boolean) => (value: unknown) =>
    typeof value !== "string" || accepts(value);
  addFormat({ id: "https://json-schema.org/format/hostname", handler: ofStrings(isHost) });
  addFormat({ id: "https://json-schema.org/format/idn-hostname", handler: ofStrings(isInternational) });
  addFormat({
    id: "https://json-schema.org/format/idn-email",
    handler: ofStrings(
      (text) => /^[^\s@]+@[^\s@]+$/u.test(text) && isInternational(text.split("@")[1] ?? ""),
    ),
  });
}

/** Generators write these with drafts that did not know them yet; unchecked they would pass without a word. */
function useNewFormatsInOldDrafts(): void {
  for (const draft of ["04", "06", "07"])
    for (const format of ["date", "time", "duration", "uuid"])
      setFormatHandler(
        `https://json-schema.org/keyword/draft-${draft}/format`,
        format,
        `https://json-schema.org/format/${format}`,
      );
}
