import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendLeaf, emptyTree, isTree, rootOf, type Tree } from "./merkle.ts";

// Leaves and roots of the reference implementation of RFC 6962 (certificate-transparency-go, Apache-2.0).
const leaves = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const leafHash = (data: Buffer) => createHash("sha256").update(Buffer.of(0)).update(data).digest("hex");
const grow = (hashes: string[]): Tree => hashes.reduce(appendLeaf, emptyTree);

/** MTH of RFC 6962, word for word: split at the largest power of two below n. */
function treeHash(hashes: string[]): string {
  const [only] = hashes;
  if (only === undefined) return createHash("sha256").digest("hex");
  if (hashes.length === 1) return only;
  const half = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
  return createHash("sha256")
    .update(Buffer.of(1))
    .update(Buffer.from(treeHash(hashes.slice(0, half)), "hex"))
    .update(Buffer.from(treeHash(hashes.slice(half)), "hex"))
    .digest("hex");
}

describe("the Merkle tree of a chain", () => {
  it("has the roots of RFC 6962's reference implementation at every size", () => {
    const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, "hex")));
    expect(roots.map((_root, size) => rootOf(grow(hashes.slice(0, size))))).toEqual(roots);
  });

  it("equals the recursive definition at any size, and keeps one hash for each full subtree", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 70 }), (data) => {
        const hashes = data.map((bytes) => leafHash(Buffer.from(bytes)));
        const tree = grow(hashes);
        expect(rootOf(tree)).toBe(treeHash(hashes));
        expect(isTree(tree)).toBe(true);
        expect(isTree({ ...tree, size: tree.size + 1 }) && isTree({ ...tree, size: tree.size * 2 + 1 })).toBe(
          false,
        );
      }),
    );
  });
});
