import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, it } from "vitest";
import { guardedLookup, isPrivateAddress, requireOutboundLiteral, requireOutboundUrl } from "./outbound.ts";

const to = (address: string) => ({ allowPrivate: false, resolve: async () => [{ address }] });

describe("isPrivateAddress", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "::127.0.0.1",
    "not-an-address",
    "",
    "10.1.2.3.4",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:7f00:0001",
    "::7f00:1",
    "::8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2001:0:53aa:64c:0:7f3b:f5ff:fffe",
    "FE80::1%eth0",
    "fec0::1",
    "2001:DB8::1",
    "255.255.255.255",
    "192.88.99.1",
    "0177.0.0.1",
    "0x7f000001",
    "2130706433",
    "127.1",
  ])("refuses %s", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(["8.8.8.8", "172.32.0.1", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])(
    "allows %s",
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

/** IANA's registries of special-purpose addresses, without those that are globally reachable. */
const registered = [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
  "::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 ff00::/8",
].flatMap((line) => line.split(" ").map((range) => ipaddr.parseCIDR(range)));

/** An address of a range: its first bits, then any. */
function addressIn([network, prefix]: (typeof registered)[number], random: number[]): string {
  const bytes = network.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    return (byte & mask) | ((random[index] ?? 0) & ~mask & 0xff);
  });
  return ipaddr.fromByteArray(bytes).toString();
}

const sixteen = fc.array(fc.nat(255), { minLength: 16, maxLength: 16 });

describe("every registered range", () => {
  it("is refused as a whole, also where an address of IPv4 is written as one of IPv6", () => {
    fc.assert(
      fc.property(fc.constantFrom(...registered), sixteen, (range, random) => {
        const address = addressIn(range, random);
        expect(isPrivateAddress(address), address).toBe(true);
        if (!address.includes(":")) expect(isPrivateAddress(`::ffff:${address}`), address).toBe(true);
      }),
    );
  });

  it("leaves what lies beside it to be called", () => {
    // Refused beyond the list: what once was 6to4's relay, and the servers of AS 112 and AMT.
    const beyond = [
      "192.88.99.0/24",
      "192.175.48.0/24",
      "192.31.196.0/24",
      "192.52.193.0/24",
      "2620:4f:8000::/48",
    ];
    const refused = [...registered, ...beyond.map((range) => ipaddr.parseCIDR(range))];
    const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
      refused.some(
        ([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix),
      );
    const four = sixteen.map((bytes) => ipaddr.fromByteArray(bytes.slice(0, 4)));
    // What is assigned for the internet of IPv6 begins with 001.
    const six = sixteen.map(([first = 0, ...rest]) => ipaddr.fromByteArray([(first & 0x1f) | 0x20, ...rest]));
    fc.assert(
      fc.property(fc.oneof(four, six), (address) => {
        fc.pre(!isIn(address));
        expect(isPrivateAddress(address.toString()), address.toString()).toBe(false);
      }),
    );
  });
});

describe("requireOutboundUrl", () => {
  it("lets a public name through", async () => {
    await expect(requireOutboundUrl("https://api.example.com/v1", to("8.8.8.8"))).resolves.toMatchObject({
      host: "api.example.com",
    });
  });

  it.each([
    "http://127.0.0.1:11434/v1",
    "http://[::1]:80",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::ffff:7f00:1]/",
  ])("refuses the literal %s and says which variable allows it", async (address) => {
    await expect(requireOutboundUrl(address, { allowPrivate: false })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("VALUELOOP_ALLOW_PRIVATE_URLS=1"),
    });
  });

  it("refuses a name that resolves to a private address", async () => {
    await expect(
      requireOutboundUrl("https://metadata.example.com", to("169.254.169.254")),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(requireOutboundUrl("https://six.example.com", to("fd00::1"))).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("allows private addresses when the variable is set", async () => {
    await expect(
      requireOutboundUrl("http://127.0.0.1:11434/v1", { allowPrivate: true }),
    ).resolves.toBeInstanceOf(URL);
  });

  it("refuses other protocols and keys inside the address", async () => {
    await expect(requireOutboundUrl("file:///etc/passwd")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(requireOutboundUrl("https://me:key@example.com")).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("lets a name nobody knows be stored, since it is checked again at connect time, but not where it must resolve", async () => {
    const resolve = async () => Promise.reject(new Error("ENOTFOUND"));
    await expect(
      requireOutboundUrl("https://nowhere.example", { allowPrivate: false, resolve }),
    ).resolves.toBeInstanceOf(URL);
    await expect(
      requireOutboundUrl("https://nowhere.example", { allowPrivate: false, mustResolve: true, resolve }),
    ).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("nowhere.example"),
    });
  });
});

describe("at connect time", () => {
  it("refuses a name that leads to this machine", async () => {
    const error = await new Promise((settle) => guardedLookup("localhost", {}, settle));
    expect(error).toMatchObject({ code: "invalid_input" });
  });

  it("refuses a literal without DNS", () => {
    expect(() => requireOutboundLiteral(new URL("http://[::1]/"), false)).toThrow(
      "VALUELOOP_ALLOW_PRIVATE_URLS",
    );
    expect(() => requireOutboundLiteral(new URL("https://example.com/"), false)).not.toThrow();
  });
});
