import { z } from "zod";
import type { Check, CheckSet, Endpoint } from "../../eval/plan.ts";
import { fillDeep } from "../../eval/template.ts";
import { Evaluator } from "#schema/evaluation";
import { isRecord } from "../source.ts";
import { readCode } from "./code.ts";
import { kinds, type Mapped, reasons } from "./kinds.ts";
import { orRefused, type Place, type Reading } from "./reading.ts";

export type Grading = { judge: Endpoint | null; embedder: Endpoint | null };
type Shared = { variables: Record<string, unknown>; grading: Grading; templates: Record<string, unknown> };

/** Stands where a stored evaluator names a connection of a project. */
const noConnection = "00000000-0000-4000-8000-000000000000";

/** The assertions of a test, filled with its variables. */
export function readChecks(
  reading: Reading,
  place: Place,
  value: unknown,
  shared: Shared,
): (Check | CheckSet)[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reading.refuse(place, "assert is a list.");
    return [];
  }
  return value.flatMap((item: unknown, at): (Check | CheckSet)[] => {
    const own = { ...place, path: [...place.path, at] };
    const written = resolved(item, shared.templates);
    if (!isRecord(written)) {
      reading.refuse(own, "an assertion is an object with a type.");
      return [];
    }
    if (written["type"] !== "assert-set") return checkOf(reading, own, written, shared);
    const set = readChecks(reading, { ...own, path: [...own.path, "assert"] }, written["assert"], shared);
    return [
      {
        set: set.filter((check): check is Check => !("set" in check)),
        threshold: numberOf(written["threshold"]),
        weight: numberOf(written["weight"]) ?? 1,
        name: typeof written["metric"] === "string" ? written["metric"] : "assert-set",
      },
    ];
  });
}

/** `$ref: "#/assertionTemplates/name"`. */
function resolved(item: unknown, templates: Record<string, unknown>): unknown {
  if (!isRecord(item) || typeof item["$ref"] !== "string") return item;
  const name = item["$ref"].replace("#/assertionTemplates/", "");
  return Object.hasOwn(templates, name) ? templates[name] : item;
}

function checkOf(reading: Reading, place: Place, item: Record<string, unknown>, shared: Shared): Check[] {
  const type = typeof item["type"] === "string" ? item["type"] : "";
  const isNegated = type.startsWith("not-");
  const base = isNegated ? type.slice(4) : type;
  const name = typeof item["metric"] === "string" ? String(fillDeep(item["metric"], shared.variables)) : type;
  const how =
    base === "javascript"
      ? codeOf(reading, place, item)
      : evaluatorOf(reading, place, { ...item, type: base }, { ...shared, name });
  if (!how) return [];
  return [
    {
      key: reading.key(name),
      name,
      type,
      line: place.source.lineOf(place.path),
      file: place.source.file,
      weight: numberOf(item["weight"]) ?? 1,
      isNegated,
      transform: readCode(reading, place, item["transform"]),
      how,
    },
  ];
}

function codeOf(reading: Reading, place: Place, item: Record<string, unknown>): Check["how"] | null {
  const code = readCode(reading, place, item["value"]);
  return code === null ? null : { code, passScore: numberOf(item["threshold"]) };
}

function evaluatorOf(
  reading: Reading,
  place: Place,
  item: Record<string, unknown>,
  { name, ...shared }: Shared & { name: string },
): Check["how"] | null {
  const type = String(item["type"]);
  const mapping = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!mapping) {
    reading.refuse(
      place,
      `the assertion "${type}" is not done here${Object.hasOwn(reasons, type) ? `: ${reasons[type]}` : "."}`,
    );
    return null;
  }
  const value = fillDeep(readValue(reading, place, item["value"]), shared.variables);
  const mapped = mapping({
    type,
    value,
    threshold: numberOf(item["threshold"]),
    config: isRecord(item["config"]) ? item["config"] : {},
  });
  if ("refused" in mapped) {
    reading.refuse(place, `"${type}": ${mapped.refused}`);
    return null;
  }
  return made(reading, place, mapped, { ...shared, name, type });
}

function made(
  reading: Reading,
  place: Place,
  { needsJudge, needsEmbedder, reference, config, ...mapped }: Mapped,
  { name, type, grading }: Shared & { name: string; type: string },
): Check["how"] | null {
  if (needsJudge && !grading.judge)
    reading.refuse(place, `"${type}" asks a model: name it as defaultTest.options.provider.`);
  if (needsEmbedder && !grading.embedder)
    reading.refuse(
      place,
      `"${type}" compares vectors: name a model as defaultTest.options.provider.embedding.`,
    );
  const target = needsJudge
    ? { target: { connectionId: noConnection, model: grading.judge?.id ?? "judge" } }
    : {};
  const evaluator = Evaluator.safeParse({
    key: reading.key(name),
    name: name.trim().slice(0, 60),
    ...mapped,
    config: { ...config, ...target },
  });
  if (!evaluator.success) {
    reading.refuse(place, `"${type}": ${z.prettifyError(evaluator.error).replaceAll("\n", " ")}`);
    return null;
  }
  return {
    evaluator: evaluator.data,
    judge: needsJudge ? grading.judge : null,
    ...(reference === undefined ? {} : { reference }),
  };
}

/** A value, or what its file holds. */
function readValue(reading: Reading, place: Place, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith("file://")) return value;
  const path = reading.path(value);
  if (/\.(json|ya?ml)$/.test(path)) return orRefused(reading, place, () => reading.source(path, place).value);
  if (/\.(js|ts|mjs|cjs|py|rb)(:\w+)?$/.test(path)) {
    reading.refuse(place, `${value} is a program where a text is wanted, and it is not run.`);
    return "";
  }
  return orRefused(reading, place, () => reading.text(path, place).trim());
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}
