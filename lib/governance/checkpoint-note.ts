import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { keptSecret } from "#platform/crypto";
import { env } from "#platform/env";
import { once } from "#platform/runtime";

/**
 * What a checkpoint says: the first `size` events of the chain have this root, the last of them this hash.
 * Hashes are lower-case hex.
 */
export type Checkpoint = { chainId: string; size: number; root: string; lastHash: string; at: Date };

const keyName = "valueloop-audit";
const originPrefix = "valueloop/audit/";
/** The algorithm's number in C2SP's signed notes: Ed25519. */
const ed25519 = 1;
const signatureLine = /^— (\S+) (\S+)$/;

/**
 * Signs a checkpoint with Ed25519 as a C2SP signed note (c2sp.org/signed-note) over a tlog checkpoint
 * (c2sp.org/tlog-checkpoint): origin, size, root in base64, and two lines of ours: last hash and time.
 */
export function signCheckpoint(checkpoint: Checkpoint): string {
  const text = textOf(checkpoint);
  const signature = Buffer.concat([keyHash(auditPublicKey()), sign(null, Buffer.from(text), auditKey())]);
  return `${text}\n— ${keyName} ${signature.toString("base64")}\n`;
}

/** What a note says, when it is signed by the holder of this public key (base64, 32 bytes); else null. */
export function readCheckpoint(note: string, publicKey: string): Checkpoint | null {
  const [text = "", signatures = "", ...others] = note.split("\n\n");
  const [, name, encoded = ""] = signatureLine.exec(signatures.trimEnd()) ?? [];
  if (others.length > 0 || name !== keyName) return null;
  const signed = Buffer.from(encoded, "base64");
  const isOurs =
    signed.subarray(0, 4).equals(keyHash(publicKey)) &&
    verify(null, Buffer.from(`${text}\n`), publicKeyOf(publicKey), signed.subarray(4));
  return isOurs ? parseText(text) : null;
}

/** The key that checkpoints are verified with: base64 of its 32 bytes. It may be told to anybody. */
export function auditPublicKey(): string {
  const { x = "" } = createPublicKey(auditKey()).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("base64");
}

function textOf({ chainId, size, root, lastHash, at }: Checkpoint): string {
  const encodedRoot = Buffer.from(root, "hex").toString("base64");
  return `${originPrefix}${chainId}\n${size}\n${encodedRoot}\nlast-hash ${lastHash}\ntime ${at.toISOString()}\n`;
}

function parseText(text: string): Checkpoint | null {
  const [origin = "", size = "", root = "", last = "", time = ""] = text.split("\n");
  if (!origin.startsWith(originPrefix) || !/^\d+$/.test(size)) return null;
  return {
    chainId: origin.slice(originPrefix.length),
    size: Number(size),
    root: Buffer.from(root, "base64").toString("hex"),
    lastHash: last.replace(/^last-hash /, ""),
    at: new Date(time.replace(/^time /, "")),
  };
}

/** RFC 8410's PKCS #8 wrapping of an Ed25519 seed: these bytes, then the 32 of the seed. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

function auditKey(): KeyObject {
  return once("auditKey", () => {
    const seed = Buffer.from(env().VALUELOOP_AUDIT_KEY ?? keptSecret("audit.key"), "base64");
    return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  });
}

function publicKeyOf(encoded: string): KeyObject {
  const x = Buffer.from(encoded, "base64").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** The first four bytes of SHA-256(name, line feed, algorithm, public key), as C2SP's signed notes want. */
function keyHash(publicKey: string): Buffer {
  return createHash("sha256")
    .update(`${keyName}\n`)
    .update(Buffer.of(ed25519))
    .update(Buffer.from(publicKey, "base64"))
    .digest()
    .subarray(0, 4);
}
