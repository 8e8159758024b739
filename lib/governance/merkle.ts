import { createHash } from "node:crypto";

/**
 * A Merkle tree of RFC 6962 section 2.1, kept as the hashes of its full subtrees from left to right: one for each 1 in
 * the binary form of `size`. Hashes are lower-case hex of 32 bytes.
 */
export type Tree = { size: number; frontier: readonly string[] };

export const emptyTree: Tree = { size: 0, frontier: [] };

/** The tree with one more leaf; `leaf` is the leaf's hash, as `hashRecord` gives it. */
export function appendLeaf({ size, frontier }: Tree, leaf: string): Tree {
  const subtrees = [...frontier];
  let hash = leaf;
  // Each trailing 1 of the size is a subtree as large as the one just made: the two become one.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = subtrees.pop();
    if (left === undefined)
      throw new RangeError(`A tree of ${size} leaves has more subtrees than it was given.`);
    hash = hashNode(left, hash);
  }
  return { size: size + 1, frontier: [...subtrees, hash] };
}

/** The Merkle tree hash; of no leaves, the hash of nothing. */
export function rootOf({ frontier }: Tree): string {
  const root = frontier.reduceRight<string | null>(
    (right, left) => (right === null ? left : hashNode(left, right)),
    null,
  );
  return root ?? createHash("sha256").digest("hex");
}

/** True when `frontier` has as many hashes as a tree of `size` leaves has full subtrees. */
export function isTree({ size, frontier }: Tree): boolean {
  return frontier.length === size.toString(2).replaceAll("0", "").length;
}

function hashNode(left: string, right: string): string {
  return createHash("sha256")
    .update(Buffer.of(1))
    .update(Buffer.from(left, "hex"))
    .update(Buffer.from(right, "hex"))
    .digest("hex");
}
