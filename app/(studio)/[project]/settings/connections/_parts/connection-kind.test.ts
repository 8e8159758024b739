import { expect, it } from "vitest";
import { connectionPresets } from "#constants/models";
import { connectionKindName, hostOf } from "./connection-kind.ts";

it("calls a connection by its preset's name", () => {
  for (const { id, kind, name } of connectionPresets.filter((preset) => preset.id !== "custom"))
    if (kind !== "simulated") expect(connectionKindName(kind, id)).toBe(name);
});

it.each([
  ["local", null, "On this machine"],
  ["simulated", null, "Simulated"],
  ["openai_compatible", "custom", "OpenAI-compatible"],
  ["openai_compatible", null, "OpenAI-compatible"],
  ["openai_compatible", "a preset of a later release", "OpenAI-compatible"],
] as const)("calls %s of preset %s %s", (kind, preset, name) => {
  expect(connectionKindName(kind, preset)).toBe(name);
});

it("shows where requests go without path and password, and a dash where nothing is known", () => {
  expect(hostOf("https://user:secret@models.example:8443/v1?key=1")).toBe("models.example:8443");
  expect(hostOf("not an address")).toBe("—");
  expect(hostOf(null)).toBe("—");
});
