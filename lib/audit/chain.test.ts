import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditRecord, checkLinks, genesisHash, hashRecord } from "./index.ts";

type Link = AuditRecord & { hash: string };
const start = { seq: 1, prevHash: genesisHash };

function chain(values: unknown[]): Link[] {
  const links: Link[] = [];
  for (const [place, after] of values.entries()) {
    const record: AuditRecord = {
      chainId: "chain",
      seq: place + 1,
      organisationId: "organisation",
      at: new Date(place * 1000).toISOString(),
      actor: { kind: "user", id: "u", name: "Mara" },
      action: "label.move",
      subjectType: "label",
      subjectId: `label-${place}`,
      subjectName: "production",
      before: null,
      after,
      requestId: "request",
      prevHash: links.at(-1)?.hash ?? genesisHash,
    };
    links.push({ ...record, hash: hashRecord(record) });
  }
  return links;
}

const chains = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 12 }).map(chain);
const place = fc.nat();

describe("a chain", () => {
  it("holds as it was written, however it is cut into batches", () => {
    fc.assert(
      fc.property(chains, place, (links, cut) => {
        const at = cut % (links.length + 1);
        const first = checkLinks(links.slice(0, at), start);
        expect(first.broken).toBeNull();
        if (first.broken) return;
        expect(checkLinks(links.slice(at), first.next)).toEqual({
          broken: null,
          next: { seq: links.length + 1, prevHash: links.at(-1)?.hash },
        });
      }),
    );
  });

  it("breaks at the link any field of which was changed", () => {
    const fields = fc.constantFrom(
      "chainId",
      "organisationId",
      "at",
      "action",
      "subjectType",
      "subjectId",
      "subjectName",
      "after",
      "requestId",
      "hash",
    );
    fc.assert(
      fc.property(chains, place, fields, (links, chosen, field) => {
        const at = chosen % links.length;
        const forged = links.map((link, index) => (index === at ? { ...link, [field]: "forged" } : link));
        fc.pre(links[at]?.after !== "forged");
        expect(checkLinks(forged, start).broken?.seq).toBe(at + 1);
      }),
    );
  });

  it("breaks where a link is missing or two changed places", () => {
    fc.assert(
      fc.property(chains, place, (links, chosen) => {
        fc.pre(links.length > 1);
        const at = chosen % (links.length - 1);
        expect(checkLinks(links.toSpliced(at, 1), start).broken?.seq).toBe(at + 1);
        const [one, two] = links.slice(at, at + 2);
        if (!one || !two) return;
        const swapped = links.with(at, { ...two, seq: at + 1 }).with(at + 1, { ...one, seq: at + 2 });
        expect(checkLinks(swapped, start).broken?.seq).toBe(at + 1);
      }),
    );
  });
});

it("a link's hash is RFC 6962's leaf hash over RFC 8785 JSON, so that others can recompute it", () => {
  const [link] = chain([{ b: 1, a: "ü" }]);
  expect(link?.hash).toBe("73f0c94714de34b2a6fa653f6be044e04ea9f81b4891f91bd7a416c7ea6dcb50");
});
