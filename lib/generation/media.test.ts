import { expect, it } from "vitest";
import { isMedia } from "./media.ts";

it.each([
  ["data:image/png;base64,iVBORw0KGgo=", true],
  ["data:audio/wav;codecs=1;base64,UklGRg==", true],
  ["data:text/plain,anna@example.org", false],
  ["data:TEXT/plain;base64,YW5uYQ==", false],
  ["data:image/png,anna@example.org", false],
  ["data:image/png;base64,anna@example.org", false],
])("a picture is no text, whatever only begins like one is: %s", (text, isOne) => {
  expect(isMedia(text)).toBe(isOne);
});
