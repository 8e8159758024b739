import { lookup as lookupWithCallback, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";
import { env } from "./env.ts";
import { AppError } from "./errors.ts";

/** Ranges that are this machine, this network or nobody: RFC 6890 and its IPv6 sisters. */
const privateRanges: [string, number, "ipv4" | "ipv6"][] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 4, "ipv4"],
  ["240.0.0.0", 4, "ipv4"],
  ["::", 96, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const blocked = new BlockList();
for (const [network, prefix, family] of privateRanges) blocked.addSubnet(network, prefix, family);

const howToAllow =
  "It points into a private network or at this machine. If that is meant (Ollama, vLLM, llama.cpp), start the studio with VALUELOOP_ALLOW_PRIVATE_URLS=1.";

type Resolve = (hostname: string) => Promise<{ address: string }[]>;

/** True for an address outsiders must not be able to make us call. An IPv4 address in IPv6 clothes counts as what it is. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  // BlockList matches ::ffff:a.b.c.d against the IPv4 ranges by itself.
  return blocked.check(address, family === 4 ? "ipv4" : "ipv6");
}

/**
 * Checks where an address people typed in leads, DNS included. Throws `invalid_input` saying which variable allows
 * private ones. The connection itself must use `guardedLookup` too: a name may resolve differently a second later,
 * or not at all now (a machine without internet), which is refused only where `mustResolve`.
 */
export async function requireOutboundUrl(
  address: string,
  options: { allowPrivate?: boolean; mustResolve?: boolean; resolve?: Resolve } = {},
): Promise<URL> {
  const url = parseUrl(address);
  if (options.allowPrivate ?? env().VALUELOOP_ALLOW_PRIVATE_URLS) return url;
  const host = hostOf(url);
  const addresses = isIP(host) ? [{ address: host }] : await resolveHost(host, options);
  if (addresses.some((found) => isPrivateAddress(found.address))) {
    throw new AppError("invalid_input", `${url.host} cannot be reached from here. ${howToAllow}`, {
      details: { host: url.host },
    });
  }
  return url;
}

/**
 * Throws for a literal private address, without DNS: the cheap check before every request.
 * Names are checked at connect time by `guardedLookup`, which literal addresses never reach.
 */
export function requireOutboundLiteral(url: URL, allowPrivate = env().VALUELOOP_ALLOW_PRIVATE_URLS): void {
  const host = hostOf(url);
  if (!allowPrivate && isIP(host) && isPrivateAddress(host)) {
    throw new AppError("invalid_input", `${url.host} cannot be reached from here. ${howToAllow}`, {
      details: { host: url.host },
    });
  }
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** A `lookup` for sockets that refuses names resolving to private addresses. */
export function guardedLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookupWithCallback(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some((found) => isPrivateAddress(found.address))) {
      return callback(
        new AppError("invalid_input", `${hostname} cannot be reached from here. ${howToAllow}`),
        [],
      );
    }
    const [first] = addresses;
    if (options.all || !first) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
}

function parseUrl(address: string): URL {
  const url = URL.parse(address);
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new AppError("invalid_input", "Give an address that begins with https:// or http://.");
  }
  if (url.username || url.password)
    throw new AppError("invalid_input", "Put the key in its own field, not into the address.");
  return url;
}

/** The host without the brackets of an IPv6 literal. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

async function resolveHost(
  host: string,
  options: { mustResolve?: boolean; resolve?: Resolve },
): Promise<{ address: string }[]> {
  try {
    return await (options.resolve ?? resolveAll)(host);
  } catch (cause) {
    if (!options.mustResolve) return [];
    throw new AppError("invalid_input", `No machine is known under the name ${host}. Check the spelling.`, {
      cause,
    });
  }
}

function resolveAll(hostname: string): Promise<LookupAddress[]> {
  return new Promise((settle, fail) =>
    lookupWithCallback(hostname, { all: true }, (error, addresses) =>
      error ? fail(error) : settle(addresses),
    ),
  );
}
