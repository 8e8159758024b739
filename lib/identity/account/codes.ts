import { Secret, TOTP } from "otpauth";
import { randomBytes } from "node:crypto";
import { decryptSecret, encryptSecret, sha256 } from "#platform/crypto";

/** What every authenticator app understands: RFC 6238 with SHA-1, six digits, thirty seconds. */
const settings = { algorithm: "SHA1", digits: 6, period: 30 } as const;
const issuer = "Valueloop";
/** A code is taken one step early or late, for clocks that differ. */
const window = 1;

/** A new TOTP secret (160 bits): encrypted for the database, and what an authenticator app is given. */
export function newTotpSecret(email: string): { sealed: string; secret: string; uri: string } {
  const secret = new Secret({ size: 20 });
  const uri = new TOTP({ ...settings, issuer, label: email, secret }).toString();
  return { sealed: encryptSecret(secret.base32), secret: secret.base32, uri };
}

/** The time step a code belongs to, or null when it is none of now; `after` is the last step that was taken. */
export function stepOf(
  code: string,
  { sealed, after, at }: { sealed: string; after: number | null; at: Date },
): number | null {
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(decryptSecret(sealed)) });
  const delta = totp.validate({ token: code.replaceAll(/\s/g, ""), timestamp: at.getTime(), window });
  if (delta === null) return null;
  const step = Math.floor(at.getTime() / 1000 / settings.period) + delta;
  // A code that was seen over somebody's shoulder opens nothing a second time.
  return after !== null && step <= after ? null : step;
}

/** Ten codes of 80 bits for the day on which the phone is gone; each works once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    const text = randomBytes(10).toString("hex");
    return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10, 15)}-${text.slice(15)}`;
  });
}

/** What is kept of a recovery code, however it was typed. */
export function recoveryHash(code: string): string {
  return sha256(code.toLowerCase().replaceAll(/[^0-9a-f]/g, ""));
}
