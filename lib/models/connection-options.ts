import { z } from "zod";

const optionText = (pattern: RegExp, error: string) =>
  z.union([z.literal("").transform(() => undefined), z.string().trim().regex(pattern, error)]).optional();

/** What some providers must know beside address and key; none of it is a secret. */
export const ConnectionOptions = z.object({
  /** Bedrock's region, Vertex's location. It becomes a part of a host name. */
  region: optionText(/^[a-z0-9-]{1,40}$/, "A region is written like us-east-1."),
  /** Vertex's Google Cloud project. */
  project: optionText(/^[a-z0-9:.-]{1,100}$/, "A project is written like my-project-1234."),
  /** Azure's version of its older API, for deployments that need one. */
  apiVersion: optionText(/^[\w.-]{1,40}$/, "A version is written like 2024-10-21."),
  /** Bedrock: the id that belongs to the secret access key; without it the key is a Bedrock API key. */
  accessKeyId: optionText(/^\w{10,128}$/, "An access key id is written like AKIA…, in letters and digits."),
});
export type ConnectionOptions = z.infer<typeof ConnectionOptions>;
