/**
 * How long a connection may be idle before we close it. Longer than load balancers (60 s) and clients with a pool keep
 * theirs, so that it is they who close it: Node's five seconds cut off requests that were just being written.
 */
export const keepAliveMs = 75_000;

/** An address and the headers together: the longest cursor is 24,000 bytes in an address, of which Node takes 16,384, and says so in no words of ours. */
export const mostHeaderBytes = 65_536;
