import { seededRandom } from "#platform/random";
import { flaggedByVersion } from "./content/flagged.ts";
import { categories } from "./content/triage.ts";
import { readTickets, type Ticket } from "./files.ts";
import type { Take } from "./recording.ts";

export function knownTickets(): Ticket[] {
  const corrected = flaggedByVersion
    .flat()
    .map(({ ticket, meant }) => ({ ticket, category: meant, language: "en", tier: "basic" }));
  return [...readTickets(), ...corrected];
}

/** What the recording says: the right category for a share of the tickets, a near miss for the others; the same tickets stay hard from version to version. */
export function recordedTriage(
  tickets: Ticket[],
  accuracy: number,
  seed: number,
): (lastMessage: string) => Take {
  const hardness = seededRandom(7);
  const byTicket = new Map(tickets.map((row) => [row.ticket, { row, hard: hardness() }]));
  const random = seededRandom(1000 + seed);
  return (lastMessage) => {
    const found = [...byTicket.values()].find(({ row }) => lastMessage.includes(row.ticket));
    const isRight = found !== undefined && found.hard < accuracy;
    const category = found ? (isRight ? found.row.category : nearMiss(found.row, found.hard)) : "account";
    const firstMs = 120 + 120 * random();
    return { text: JSON.stringify({ category }), firstMs, totalMs: firstMs + 30 + 90 * random() ** 2 };
  };
}

export function nearMiss({ category }: Ticket, hard: number): string {
  const others = categories.filter((one) => one !== category);
  return others[Math.floor(hard * 97) % others.length] ?? "account";
}
