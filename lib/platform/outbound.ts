import { lookup as lookupWithCallback, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { env } from "./env.ts";
import { AppError } from "./errors.ts";

/**
 * Addresses of IPv6 that hold one of IPv4 (RFC 4291), deprecated but still routed by some. To ipaddr.js they are unicast,
 * or in the dotted spelling IPv4-mapped.
 */
const ipv4Compatible = ipaddr.IPv6.parseCIDR("::/96");

const howToAllow =
  "It points into a private network or at this machine. If that is meant (Ollama, vLLM, llama.cpp), start the studio with VALUELOOP_ALLOW_PRIVATE_URLS=1.";

type Resolve = (hostname: string) => Promise<{ address: string }[]>;

/**
 * True for an address outsiders must not be able to make us call: all but plain unicast, so also what tunnels and
 * translators would unpack (6to4, Teredo, NAT64) and what is no address. An IPv4 address that is written as one of IPv6
 * (`::ffff:a.b.c.d`) counts as what it is.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = withoutDots(address);
  if (!ipaddr.isValid(plain)) return true;
  const found = ipaddr.process(plain);
  if (found instanceof ipaddr.IPv6 && found.match(ipv4Compatible)) return true;
  return found.range() !== "unicast";
}

/** `::8.8.8.8` as the URL parser spells it, `::808:808`; other spellings as they are. */
function withoutDots(address: string): string {
  if (!address.includes(":") || !address.includes(".")) return address;
  return URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? "";
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
