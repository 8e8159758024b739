import type { Column, Endpoint } from "../../eval/plan.ts";
import { fillDeep, messagesOf } from "../../eval/template.ts";
import { extensionOf, isRecord } from "../source.ts";
import { endpointOf } from "./endpoints.ts";
import type { WrittenPrompt } from "./prompts.ts";
import { orRefused, type Place, type Reading } from "./reading.ts";
import { readCode } from "./code.ts";

type WrittenProvider = {
  label: string;
  endpoint: Endpoint;
  prompts: string[] | null;
  transform: string | null;
  delayMs: number;
};

/** `providers` (or `targets`): names, objects with settings, maps from a name to settings, or files that hold those. */
export function readProviders(reading: Reading, place: Place, value: unknown): WrittenProvider[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item: unknown, at) => {
    const own = Array.isArray(value) ? { ...place, path: [...place.path, at] } : place;
    return providerOf(reading, own, item);
  });
}

function providerOf(reading: Reading, place: Place, item: unknown): WrittenProvider[] {
  if (typeof item === "string" && item.startsWith("file://")) return inFile(reading, place, item);
  if (typeof item === "string") return made(reading, place, { id: item });
  if (!isRecord(item)) {
    reading.refuse(place, "a provider is a name or an object with an id.");
    return [];
  }
  if (typeof item["id"] === "string") {
    return item["id"].startsWith("file://") && /\.ya?ml$|\.json$/.test(item["id"])
      ? inFile(reading, place, item["id"])
      : made(reading, place, item);
  }
  const [[id, settings] = ["", null]] = Object.entries(item);
  return made(reading, place, { ...(isRecord(settings) ? settings : {}), id });
}

function inFile(reading: Reading, place: Place, written: string): WrittenProvider[] {
  const path = reading.path(written);
  if (!["yaml", "yml", "json"].includes(extensionOf(path))) {
    reading.refuse(
      place,
      `the provider ${written} is a program, and this program runs none of a configuration's.`,
    );
    return [];
  }
  const source = orRefused(reading, place, () => reading.source(path, place));
  return source ? readProviders(reading, { ...place, source, path: [] }, source.value) : [];
}

function made(reading: Reading, place: Place, item: Record<string, unknown>): WrittenProvider[] {
  const { id, label, config, prompts, transform, delay } = item;
  const filled = fillDeep(config ?? {}, { env: process.env });
  const settings = isRecord(filled) ? readSettings(reading, place, filled) : {};
  const endpoint = endpointOf(String(id), settings);
  if ("refused" in endpoint) {
    reading.refuse(place, endpoint.refused);
    return [];
  }
  return [
    {
      label: typeof label === "string" ? label : String(id),
      endpoint,
      prompts: Array.isArray(prompts) ? prompts.map(String) : null,
      transform: readCode(reading, place, transform),
      delayMs: typeof delay === "number" ? delay : 0,
    },
  ];
}

/** Settings whose values are files, read; tools and schemas often are. */
function readSettings(
  reading: Reading,
  place: Place,
  settings: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      if (typeof value !== "string" || !/^file:\/\/.*\.(json|ya?ml)$/.test(value)) return [name, value];
      return [name, orRefused(reading, place, () => reading.source(reading.path(value), place).value)];
    }),
  );
}

/** Every prompt with every provider that takes it, prompts first, as promptfoo orders its columns. */
export function columnsOf(
  prompts: readonly WrittenPrompt[],
  providers: readonly WrittenProvider[],
): Column[] {
  return prompts.flatMap(({ label, template }) =>
    providers
      .filter(
        (provider) => provider.prompts === null || provider.prompts.some((name) => isNamed(name, label)),
      )
      .map((provider): Column => ({
        prompt: label,
        provider: provider.label,
        endpoint: provider.endpoint,
        transform: provider.transform,
        render: ({ variables, prefix, suffix }) => messagesOf(`${prefix}${template}${suffix}`, variables),
      })),
  );
}

/** `prompts` of a provider are labels, paths of files or `group*`. */
function isNamed(name: string, label: string): boolean {
  const plain = name.replace(/^file:\/\//, "");
  return plain.endsWith("*")
    ? label.startsWith(plain.slice(0, -1))
    : label === plain || plain.endsWith(`/${label}`);
}
