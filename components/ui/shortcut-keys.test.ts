import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keyCaps, listenFor } from "./shortcut-keys.ts";

type Held = "Shift" | "Meta" | "Control" | "Alt";

/** What tinykeys reads of a KeyboardEvent. */
function pressOf(key: string, held: Held | null = null): KeyboardEvent {
  const event = { key, code: `of ${key}`, getModifierState: (name: string) => name === held };
  // oxlint-disable-next-line typescript/consistent-type-assertions -- there is no KeyboardEvent outside a browser
  return event as unknown as KeyboardEvent;
}

/** Which shortcuts a row of presses runs. */
function press(keys: string[], presses: readonly (string | [Held, string])[]): string[] {
  const ran: string[] = [];
  const listen = listenFor(keys, { run: (key) => ran.push(key), ignore: () => false });
  for (const each of presses) {
    const [held, key] = typeof each === "string" ? [null, each] : each;
    listen(pressOf(key, held));
  }
  return ran;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs a key by its name, in either case of a caps lock, and not with Ctrl, ⌘, Alt or Shift held", () => {
  const keys = ["j", "mod+enter", "shift+a"];
  expect(press(keys, ["j", "J", "k"])).toEqual(["j", "j"]);
  expect(
    press(keys, [
      ["Control", "j"],
      ["Meta", "j"],
      ["Alt", "j"],
      ["Shift", "J"],
    ]),
  ).toEqual([]);
  expect(press(keys, [["Shift", "A"], "a"])).toEqual(["shift+a"]);
});

it("takes ⌘ and Ctrl for mod", () => {
  expect(press(["mod+enter"], [["Control", "Enter"], ["Meta", "Enter"], "Enter"])).toEqual([
    "mod+enter",
    "mod+enter",
  ]);
});

it("takes a sign with or without Shift, as keyboards differ", () => {
  expect(press(["?", "/"], [["Shift", "?"], "?", "/", ["Shift", "/"]])).toEqual(["?", "?", "/", "/"]);
});

it("runs a sequence and not the key it ends with, also where both keys are the same", () => {
  const keys = ["e", "g e", "g p", "g g"];
  expect(press(keys, ["g", "e"])).toEqual(["g e"]);
  expect(press(keys, ["g", "p"])).toEqual(["g p"]);
  expect(press(keys, ["g", "g"])).toEqual(["g g"]);
  expect(press(keys, ["g", "x", "e"])).toEqual(["e"]);
});

it("forgets a sequence that is not ended within a second", () => {
  const ran: string[] = [];
  const listen = listenFor(["p", "g p"], { run: (key) => ran.push(key), ignore: () => false });
  const send = (key: string) => listen(pressOf(key));
  send("g");
  vi.advanceTimersByTime(1_100);
  send("p");
  expect(ran).toEqual(["p"]);
});

it("leaves alone what is to be ignored, and does not count it as the begin of a sequence", () => {
  const ran: string[] = [];
  const isTyping = { now: true };
  const listen = listenFor(["g p", "p"], { run: (key) => ran.push(key), ignore: () => isTyping.now });
  const send = (key: string) => listen(pressOf(key));
  send("g");
  isTyping.now = false;
  send("p");
  expect(ran).toEqual(["p"]);
});

it("keyCaps draws each step of a shortcut", () => {
  expect(keyCaps("mod+enter")).toEqual(["⌘↵"]);
  expect(keyCaps("g p")).toEqual(["G", "P"]);
});
