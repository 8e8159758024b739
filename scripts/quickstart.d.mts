type Options = {
  port: number;
  dataFolder: string;
  hasDemo: boolean;
  hasLocalModel: boolean;
  isReset: boolean;
  isSure: boolean;
  isEmbedded: boolean;
};
type Variables = Record<string, string | undefined>;
export function readOptions(args: string[], env: Variables): Options;
export function studioEnvironment(options: Options, env: Variables): Variables;
