import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pieces } from "../../../testing/pii-pieces.ts";
import { cpuMs } from "../../../testing/cpu.ts";
import { piiTypes } from "../constants.ts";
import { detectPii } from "./detect.ts";
import { redactPii } from "./redact.ts";
import { maxSegment, segmentEnd, segmentsOf } from "./segments.ts";

const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(""));
const types = piiTypes.filter((type) => type !== "URL");

/** The segments of a stream that comes in pieces, as the stream guard takes them. */
function segmentsOfStream(parts: readonly string[]): string[] {
  const found: string[] = [];
  let held = "";
  const take = (isFinal: boolean) => {
    for (
      let end = segmentEnd(held, 0, isFinal);
      held !== "" && end !== null;
      end = segmentEnd(held, 0, isFinal)
    ) {
      found.push(held.slice(0, end));
      held = held.slice(end);
    }
  };
  for (const part of parts) {
    held += part;
    take(false);
  }
  take(true);
  return found;
}

describe("segments", () => {
  it("tile any text, and none is longer than it may be but a private key", () => {
    fc.assert(
      fc.property(text, (value) => {
        const segments = segmentsOf(value).map(([start, end]) => value.slice(start, end));
        expect(segments.join("")).toBe(value);
        for (const segment of segments)
          if (!segment.includes("-----BEGIN")) expect(segment.length).toBeLessThanOrEqual(maxSegment);
      }),
    );
  });

  it("are the same however a stream is cut", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 12 }), (value, cuts) => {
        const at = [0, ...cuts.filter((cut) => cut < value.length).sort((a, b) => a - b), value.length];
        const parts = at.slice(1).map((end, index) => value.slice(at[index], end));
        expect(segmentsOfStream(parts)).toEqual(
          segmentsOf(value).map(([start, end]) => value.slice(start, end)),
        );
      }),
    );
  });
});

describe("findings", () => {
  it("lie within the text, in order, and quote it; a redacted text is redacted again to itself", () => {
    fc.assert(
      fc.property(text, (value) => {
        let last = 0;
        for (const { start, end, text: quoted } of detectPii(value, { types })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(value.length);
          expect(value.slice(start, end)).toBe(quoted);
          last = end;
        }
        const redacted = redactPii(value);
        expect(redactPii(redacted)).toBe(redacted);
      }),
    );
  });
});

describe("time", () => {
  const structured = types.filter((type) => type !== "PERSON");
  /** Milliseconds of this thread's own CPU time, so that other programs and tests do not count; the least of three. */
  const spent = (value: string) => {
    let best = Infinity;
    for (let pass = 0; pass < 3; pass += 1) {
      const before = process.threadCpuUsage();
      detectPii(value, { types: structured });
      best = Math.min(best, process.threadCpuUsage(before).user / 1_000);
    }
    return best;
  };

  it.each([
    "1234 ",
    "-0",
    "a@",
    "::1",
    "ul. 1234の",
    "0市token ul. ",
    "address 1",
    "Phone ",
    "a b c d e: ",
    "born in Leeds ",
    "password is ",
    "token ",
    "5. May ",
    "1968. ",
    "Am Alten ",
    "rue de la ",
    "12 a ",
    "-----BEGIN PRIVATE KEY-----",
    "name,dob\n1,",
    "| a ",
    "born at St ",
    "geb. f. n. ",
    "dob (DD/MM/",
    "né le ",
    "Aa 1, 10000 B",
    "12 State Route ",
    "Calle 1 # ",
    "Ctra. de Los ",
    "Trg bana ",
    "số 12/3 đường ",
    "Plot No. 1 A ",
    "12 ซอย ",
    "شارع كلمة ",
    "רחוב א ",
    "12 शहर मार्ग ",
    "٤",
    "I live at 1 A ",
    "password || ",
    "wifi a\nKey: ",
    "PID|1|",
    "mysql -p ",
    "user a pass ",
    "Flat 3, A ",
    "Viaduto do A ",
    "na ulici A ",
    "\\n",
    "C.C. ",
    "DNI 1 ",
    "PESEL pana ",
    "<password>",
    "creds: a/b1 ",
    "login as a / ",
    "bor på A ",
    "PESEL to ",
    "1 A, A LS1 4DY",
    "\n1 Aa\nAa, OR 97205",
  ])(
    "grows with a text of %j no faster than the text",
    (unit) => {
      const once = unit.repeat(Math.ceil(16_000 / unit.length));
      spent(once);
      // Eight times the text; four times that for a machine with other work. A quadratic one takes 64 times.
      expect(spent(once.repeat(8))).toBeLessThan(8 * 4 * spent(once) + 100);
    },
    60_000,
  );

  it("grows with any repetition of such pieces no faster than the text, names included", async () => {
    const unit = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(unit, async (part) => {
        const once = part.repeat(Math.ceil(8_000 / part.length));
        const least = async (value: string) =>
          Math.min(await cpuMs(() => detectPii(value)), await cpuMs(() => detectPii(value)));
        // Sixteen times the text; four times that for a machine with other work. A quadratic one takes 256 times.
        expect(await least(once.repeat(16))).toBeLessThan(16 * 4 * (await least(once)) + 300);
      }),
      { numRuns: 20 },
    );
  }, 240_000);

  it('500 kB of "1234 " take seconds', async () => {
    expect(await cpuMs(() => detectPii("1234 ".repeat(100_000)))).toBeLessThan(5_000);
  }, 60_000);

  it("2 MB of log and prose take seconds", async () => {
    const line =
      "2026-11-27 06:00:00 10.0.0.1 user1@example.com 030 1234567 order 7919\nPlease write it in plain words.\n";
    const lines = Math.ceil(2_000_000 / line.length);
    let found: ReturnType<typeof detectPii> = [];
    const took = await cpuMs(() => (found = detectPii(line.repeat(lines), { types: structured })));
    expect(took).toBeLessThan(20_000);
    expect(found.length).toBe(3 * lines);
  }, 90_000);
});
