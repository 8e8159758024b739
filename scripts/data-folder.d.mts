export function markDataFolder(folder: string): void;
export function findHolder(folder: string): number | null;
export function folderProblem(folder: string, options?: { isReset?: boolean }): string | null;
export function resetDataFolder(
  folder: string,
  options: { isSure: boolean; ask: ((question: string) => Promise<string>) | null },
): Promise<string | null>;
