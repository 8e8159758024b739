import { describe } from "vitest";
import type { TelemetryStore } from "../telemetry-store.ts";
import { describeCached } from "./cached.testing.ts";
import { describeFindings } from "./findings.testing.ts";
import { describeRemoval } from "./removal.testing.ts";
import { describeReads } from "./reads.testing.ts";
import { describeSums } from "./sums.testing.ts";
import { describeWrites } from "./writes.testing.ts";

/** What every telemetry store guarantees. `make` may give the same store each time: every test has projects of its own. */
export function describeStore(name: string, make: () => Promise<TelemetryStore>): void {
  describe(`telemetry in ${name}`, () => {
    describeWrites(make);
    describeReads(make);
    describeSums(make);
    describeCached(make);
    describeFindings(make);
    describeRemoval(make);
  });
}
