import { expect, it } from "vitest";
import { readTraceParent } from "./traceparent.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

it.each([
  `00-${traceId}-${spanId}-01`,
  ` 00-${traceId}-${spanId}-00 `,
  `cc-${traceId}-${spanId}-01-what-comes`,
])("reads %s", (header) => expect(readTraceParent(header)).toEqual({ traceId, spanId }));

it.each([
  undefined,
  "",
  `ff-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01-more`,
  `00-${"0".repeat(32)}-${spanId}-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}`,
])("takes %s for none", (header) => expect(readTraceParent(header)).toBeNull());
