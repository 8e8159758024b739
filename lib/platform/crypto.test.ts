import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { decryptSecret, encryptSecret, keptSecret, keyedHash, randomToken, sha256 } from "./crypto.ts";
import { forget } from "./runtime.ts";

const folder = mkdtempSync(join(tmpdir(), "valueloop-crypto-"));
process.env["VALUELOOP_DATA_DIR"] = folder;
delete process.env["VALUELOOP_ENCRYPTION_KEY"];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("sealed secrets", () => {
  it("come back as they were, and never look the same twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const sealed = encryptSecret(text);
        expect(decryptSecret(sealed)).toBe(Buffer.from(text, "utf8").toString("utf8"));
        expect(encryptSecret(text)).not.toBe(sealed);
      }),
    );
  });

  it("are refused when any part was changed", () => {
    const parts = encryptSecret("sk-live").split(".");
    for (const place of parts.keys()) {
      const forged = parts.with(place, place === 0 ? "v2" : Buffer.alloc(12, 9).toString("base64url"));
      expect(() => decryptSecret(forged.join(".")), `part ${place}`).toThrow(/enter it again/);
    }
    expect(() => decryptSecret("sk-live")).toThrow(/enter it again/);
  });

  it("are refused with their tag cut short", () => {
    const [version, iv, tag = "", data] = encryptSecret("sk-live").split(".");
    const short = Buffer.from(tag, "base64url").subarray(0, 4).toString("base64url");
    expect(() => decryptSecret([version, iv, short, data].join("."))).toThrow(/enter it again/);
  });

  it("are not opened by the key of another installation", () => {
    const sealed = encryptSecret("sk-live");
    rmSync(join(folder, "encryption.key"));
    forget("encryptionKey");
    expect(() => decryptSecret(sealed)).toThrow(expect.objectContaining({ code: "unavailable" }));
  });
});

describe("a kept secret", () => {
  it("is made once, 32 bytes, for its owner alone, and leaves no draft behind", () => {
    const first = keptSecret("auth.key");
    expect(keptSecret("auth.key")).toBe(first);
    expect(Buffer.from(first, "base64")).toHaveLength(32);
    expect(statSync(join(folder, "auth.key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.startsWith("auth.key"))).toEqual(["auth.key"]);
  });
});

it("tokens are as long as asked, and a hash is the known one", () => {
  expect(Buffer.from(randomToken(32), "base64url")).toHaveLength(32);
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

it("a keyed hash is the same for the same text and purpose only, and another under another key", () => {
  const made = keyedHash("who", "ada@example.org");
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(keyedHash("who", "ada@example.org")).toBe(made);
  expect(keyedHash("who", "bob@example.org")).not.toBe(made);
  expect(keyedHash("what", "ada@example.org")).not.toBe(made);
  expect(keyedHash("who a", "b")).not.toBe(keyedHash("who ", "ab"));
  rmSync(join(folder, "encryption.key"));
  forget("encryptionKey");
  forget("hashKey");
  expect(keyedHash("who", "ada@example.org")).not.toBe(made);
});
