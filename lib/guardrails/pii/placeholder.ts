import { keyFromName } from "#platform/key-from-name";
import { piiTypes } from "../constants.ts";

/** What stands for redacted text: <EMAIL_ADDRESS>, <PERSON_2>, <BLOCKED_TERM>, <PATTERN_ORDER_NUMBER>. */
const form = `<(?:${piiTypes.join("|")}|BLOCKED_TERM|PATTERN_[A-Z][A-Z0-9_]{0,60}?)(?:_[0-9]{1,4})?>`;
const whole = new RegExp(`^${form}$`);

/** Every placeholder in a text; a new expression each time, because it keeps its place. */
export const placeholders = () => new RegExp(form, "g");

/** True when the text is one placeholder and nothing else. */
export const placeholderAt = (text: string): boolean => whole.test(text);

/** The label of a pattern rule: its name in capitals, so that redacted text says which rule acted. */
export function patternLabel(name: string): string {
  const label = keyFromName(name, { between: "_", most: 40 })
    .replace(/^[_0-9]+/, "")
    .toUpperCase();
  return `PATTERN_${label || "RULE"}`;
}
