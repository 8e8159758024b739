import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { env } from "./env.ts";
import { AppError } from "./errors.ts";
import { once } from "./runtime.ts";

/** SHA-256 of a text, lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return hash("sha256", text, "hex");
}

/** `bytes` of randomness as base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** Encrypts a text with AES-256-GCM under the installation's key; the result is `v1.<iv>.<tag>.<data>` in base64url. */
export function encryptSecret(plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", encryptionKey(), iv);
  const data = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", ...[iv, cipher.getAuthTag(), data].map((part) => part.toString("base64url"))].join(".");
}

/** Undoes `encryptSecret`. Throws `unavailable` when the key is not the one it was encrypted with. */
export function decryptSecret(sealed: string): string {
  const [version, iv, tag, data] = sealed.split(".");
  try {
    if (version !== "v1" || !iv || !tag || data === undefined) throw new Error("not a sealed secret");
    const decipher = createDecipheriv("aes-256-gcm", encryptionKey(), Buffer.from(iv, "base64url"), {
      // Without it a tag cut to four bytes, which can be guessed, would pass.
      authTagLength: 16,
    });
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(data, "base64url")), decipher.final()]).toString(
      "utf8",
    );
  } catch (cause) {
    throw new AppError(
      "unavailable",
      "A stored credential cannot be read with this encryption key; enter it again.",
      {
        cause,
      },
    );
  }
}

/**
 * HMAC-SHA-256 of a text under the installation's key, lower-case hex: tells whether two texts are the same to whoever has
 * the key, and nothing to anybody else. Texts of different purposes never have the same.
 */
export function keyedHash(purpose: string, text: string): string {
  // A key object, not its bytes: it makes the HMAC seven times faster, and calls through the gateway wait for it.
  const key = once("hashKey", () =>
    createSecretKey(Buffer.from(hkdfSync("sha256", encryptionKey(), "", "keyed-hash", 32))),
  );
  return createHmac("sha256", key)
    .update(JSON.stringify([purpose, text]))
    .digest("hex");
}

function encryptionKey(): Buffer {
  return once("encryptionKey", () => {
    const key = Buffer.from(env().VALUELOOP_ENCRYPTION_KEY ?? keptSecret("encryption.key"), "base64");
    if (key.length !== 32) throw new Error("VALUELOOP_ENCRYPTION_KEY must be 32 bytes in base64");
    return key;
  });
}

/** A secret of 32 bytes (base64) kept in the data folder, made at first use, readable by its owner only. */
export function keptSecret(name: string): string {
  const folder = env().VALUELOOP_DATA_DIR;
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Written aside and linked, so that of two processes starting at once one makes it and none reads half of it.
    const draft = `${file}.${randomToken(6)}`;
    writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" });
    try {
      linkSync(draft, file);
    } catch {
      // Another process was first, or the disk knows no links.
      if (!existsSync(file)) copyFileSync(draft, file, constants.COPYFILE_EXCL);
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, "utf8").trim();
}
