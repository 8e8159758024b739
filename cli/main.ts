#!/usr/bin/env node
import "./node-20.ts";
import { ConfigError } from "./config/source.ts";
import { evalCommand } from "./eval/command.ts";
import { exitCodes } from "./eval/gate.ts";
import { usage } from "./eval/options.ts";

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());

process.exitCode = await main(process.argv.slice(2));

async function main([command, ...args]: string[]): Promise<number> {
  try {
    if (command === "eval") return await evalCommand(args, stop.signal);
    const isAsked = command === undefined || command === "--help" || command === "-h" || command === "help";
    process[isAsked ? "stdout" : "stderr"].write(
      isAsked ? usage : `There is no command "${command}".\n\n${usage}`,
    );
    return isAsked ? exitCodes.passed : exitCodes.badInput;
  } catch (error) {
    if (stop.signal.aborted) return exitCodes.interrupted;
    const isConfig = error instanceof ConfigError;
    process.stderr.write(
      `${isConfig ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return isConfig ? exitCodes.badInput : exitCodes.broken;
  }
}
