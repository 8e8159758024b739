import type { Endpoint } from "../../eval/plan.ts";
import { isRecord } from "../source.ts";
import type { Grading } from "./checks.ts";
import { embedderOf, endpointOf } from "./endpoints.ts";
import type { Place, Reading } from "./reading.ts";

/** Who grades where nothing is said: as promptfoo, OpenAI. */
export function defaultGrading(): Grading {
  const judge = endpointOf("openai:gpt-4.1");
  const embedder = embedderOf("openai:embedding:text-embedding-3-large");
  return { judge: "refused" in judge ? null : judge, embedder: "refused" in embedder ? null : embedder };
}

/** `options.provider`: a name, an object with an id, or `{ text, embedding }`. */
export function readGrading(reading: Reading, place: Place, value: unknown, before: Grading): Grading {
  if (
    isRecord(value) &&
    value["id"] === undefined &&
    (value["text"] !== undefined || value["embedding"] !== undefined)
  ) {
    return {
      judge:
        value["text"] === undefined ? before.judge : endpointFor(reading, place, value["text"], endpointOf),
      embedder:
        value["embedding"] === undefined
          ? before.embedder
          : endpointFor(reading, place, value["embedding"], embedderOf),
    };
  }
  const id = isRecord(value) ? String(value["id"]) : String(value);
  const isEmbedder = /:embeddings?:/.test(id);
  return isEmbedder
    ? { ...before, embedder: endpointFor(reading, place, value, embedderOf) }
    : { ...before, judge: endpointFor(reading, place, value, endpointOf) };
}

function endpointFor(
  reading: Reading,
  place: Place,
  value: unknown,
  make: typeof endpointOf,
): Endpoint | null {
  const id = isRecord(value) ? String(value["id"]) : String(value);
  const settings = isRecord(value) && isRecord(value["config"]) ? value["config"] : {};
  const made = make(id, settings);
  if (!("refused" in made)) return made;
  reading.refuse(place, made.refused);
  return null;
}
