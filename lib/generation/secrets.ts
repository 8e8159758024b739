/** Members in which a call hands a server secrets for a third: tools of MCP, routers that take a provider's key. */
const secretNames =
  /^(authorization|proxy[-_]authorization|headers|extra[-_]headers|cookies?|(x[-_])?api[-_]?key|(access|auth|authorization|bearer|refresh)[-_]token|client[-_]secret|password)$/i;
/** Beneath these a member is described and has no value: a parameter may be called "password". */
const schemaNames = new Set([
  "parameters",
  "schema",
  "input_schema",
  "responseSchema",
  "properties",
  "$defs",
]);

const instead = "[secret; not stored]";

/** A value as it may be kept: without the secrets that it hands on. Who has the record must not have the caller's accounts. */
export function withoutSecrets(value: unknown, isSecret = false): unknown {
  if (typeof value === "string") return isSecret ? instead : value;
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, isSecret));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      schemaNames.has(name) && !isSecret ? inner : withoutSecrets(inner, isSecret || secretNames.test(name)),
    ]),
  );
}
