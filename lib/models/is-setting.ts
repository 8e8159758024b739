import { settingBounds } from "./constants.ts";

/** True when a setting may have this value. */
export function isSetting(name: keyof typeof settingBounds, value: number): boolean {
  const { min, max, whole } = settingBounds[name];
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}
