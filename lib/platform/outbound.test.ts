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
