import { orRefused, type Place, type Reading } from "./reading.ts";

/** JavaScript of a configuration, written in it or in a file; null where there is none, or none that can be run here. */
export function readCode(reading: Reading, place: Place, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") {
    reading.refuse(place, "code is a text or a file.");
    return null;
  }
  if (!value.startsWith("file://")) return value;
  if (!/\.(js|cjs|mjs)$/.test(value)) {
    reading.refuse(
      place,
      `${value} is not JavaScript in one file with one function, which is what the sandbox runs.`,
    );
    return null;
  }
  const code = orRefused(reading, place, () => reading.text(reading.path(value), place));
  if (code !== null && /\brequire\(|^\s*import\b/m.test(code)) {
    reading.refuse(place, `${value} loads other modules, and the sandbox has none.`);
    return null;
  }
  return code;
}
