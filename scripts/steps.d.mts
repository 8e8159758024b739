export const root: string;
export function secondsSince(start: number): string;
export function run(
  command: string,
  args: string[],
  options?: { live?: boolean; env?: Record<string, string | undefined> },
): Promise<{ code: number; output: string }>;
