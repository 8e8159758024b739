import { basename } from "node:path";
import { csvRows, extensionOf, isRecord } from "../source.ts";
import { orRefused, type Place, type Reading } from "./reading.ts";

/** A prompt as it is filled: its text is a template, or a JSON list of messages. */
export type WrittenPrompt = { label: string; template: string };

const texts = new Set(["txt", "md", "j2", "prompt", ""]);

/** `prompts`: texts, files, patterns of files, objects with a label, or a map from files to labels. */
export function readPrompts(reading: Reading, place: Place, value: unknown): WrittenPrompt[] {
  if (typeof value === "string") return promptOf(reading, place, value);
  if (Array.isArray(value))
    return value.flatMap((item, at) => {
      const own = { ...place, path: [...place.path, at] };
      if (typeof item === "string") return promptOf(reading, own, item);
      return isRecord(item) ? labelled(reading, own, item) : refused(reading, own);
    });
  if (isRecord(value))
    return Object.entries(value).flatMap(([file, label]) =>
      promptOf(reading, { ...place, path: [...place.path, file] }, file, String(label)),
    );
  return refused(reading, place);
}

function refused(reading: Reading, place: Place): [] {
  reading.refuse(place, "a prompt is a text, a file, or an object with raw or id.");
  return [];
}

function labelled(reading: Reading, place: Place, item: Record<string, unknown>): WrittenPrompt[] {
  const { raw, id, label, config } = item;
  if (config !== undefined)
    reading.refuse(place, "settings of a single prompt (config) are not done here; give them to a provider.");
  const text = typeof raw === "string" ? raw : typeof id === "string" ? id : null;
  if (text === null) return refused(reading, place);
  return promptOf(reading, place, text, typeof label === "string" ? label : undefined);
}

function promptOf(reading: Reading, place: Place, text: string, label?: string): WrittenPrompt[] {
  const isNamed = text.startsWith("file://");
  const looksLikeFile =
    isNamed ||
    (!text.includes("\n") && /\.(txt|md|j2|json|jsonl|ya?ml|csv|js|cjs|mjs|ts|py)(:\w+)?$/.test(text));
  if (text.startsWith("exec:") || /\.(js|cjs|mjs|ts|py|rb|sh)(:\w+)?$/.test(text)) {
    reading.refuse(
      place,
      `the prompt ${text} is a program, and this program runs none of a configuration's.`,
    );
    return [];
  }
  if (text.startsWith("langfuse://") || text.startsWith("portkey://") || text.startsWith("helicone://")) {
    reading.refuse(place, `the prompt ${text} lies with another service.`);
    return [];
  }
  const paths = looksLikeFile ? reading.paths(text, place) : [];
  if (paths.length === 0) {
    if (isNamed) reading.refuse(place, `there is no file ${reading.path(text)}.`);
    return isNamed ? [] : [{ label: label ?? firstWords(text), template: text }];
  }
  return paths
    .flatMap((path) => orRefused(reading, place, () => inFile(reading, place, path)) ?? [])
    .map((prompt, at, all) => ({
      ...prompt,
      label: label === undefined ? prompt.label : all.length > 1 ? `${label} ${at + 1}` : label,
    }));
}

function inFile(reading: Reading, place: Place, path: string): WrittenPrompt[] {
  const extension = extensionOf(path);
  const name = basename(path);
  if (extension === "yaml" || extension === "yml")
    return [{ label: name, template: JSON.stringify(reading.source(path, place).value) }];
  const text = reading.text(path, place);
  if (extension === "jsonl") {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    return lines.map((line, at) => ({ label: `${name} ${at + 1}`, template: line }));
  }
  if (extension === "csv") {
    return csvRows(path, text).map(({ row: { prompt = "", label } }, at) => ({
      label: label ?? `${name} ${at + 1}`,
      template: prompt,
    }));
  }
  if (!texts.has(extension)) return [{ label: name, template: text.trim() }];
  const parts = text
    .split(/^---\s*$/m)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.map((template, at) => ({ label: parts.length > 1 ? `${name} ${at + 1}` : name, template }));
}

function firstWords(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
