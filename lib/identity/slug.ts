import { keyFromName } from "#platform/key-from-name";

/** What the address of an organisation or project must look like, and which are pages of the studio itself. */
export const slugRule = {
  least: 2,
  most: 60,
  pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
  reserved: ["api", "sign-in", "invitation", "set-up"],
};

/** An address made of a name's letters and digits; `otherwise` where the name has none that serve. */
export function slugFrom(name: string, otherwise: string): string {
  const slug = keyFromName(name, { between: "-", most: slugRule.most });
  return slug.length >= slugRule.least && !slugRule.reserved.includes(slug) ? slug : otherwise;
}
