import { maskForRole } from "#lib/guardrails";
import { type Context, may } from "#lib/identity";

/** Hides personal data from people without pii.read, in texts and in everything inside inputs. */
export type Mask = { isMasking: boolean; text(text: string): string; value(value: unknown): unknown };

export function maskFor(ctx: Context): Mask {
  const isMasking = !may(ctx, "pii.read");
  const text = (value: string) => (isMasking ? maskForRole(ctx, value) : value);
  const value = (given: unknown): unknown => {
    if (typeof given === "string") return text(given);
    if (Array.isArray(given)) return given.map(value);
    if (typeof given === "object" && given !== null)
      return Object.fromEntries(Object.entries(given).map(([key, inner]) => [key, value(inner)]));
    return given;
  };
  return { isMasking, text, value };
}
