import { wilsonInterval } from "#statistics";

/** "3 of 10, 30 % (11 to 60)": a share with its 95 % interval (Wilson). */
export function rate(wrong: number, all: number): string {
  if (all === 0) return "none";
  const { low, high } = wilsonInterval(wrong, all);
  const percent = (share: number) => (share * 100).toFixed(0);
  return `${wrong} of ${all}, ${percent(wrong / all)} % (${percent(low)} to ${percent(high)})`;
}
