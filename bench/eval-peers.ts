import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve as absolute } from "node:path";
import { bareCalls, spread } from "./load.ts";
import { freePort, start, stop } from "./processes.ts";

/** What is timed: one program over one configuration, a fresh process each time. */
type Side = { name: string; command: string; args: string[]; env: Record<string, string> };
/** `own` is what the program itself says its run took, without its start; only ours says it. */
type Measured = { seconds: number; peakMb: number; own: number | null };

const ours = "valueloop eval";
const concurrency = 32;
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 5);

/**
 * The command line on the same cases as promptfoo and Inspect, where those are installed: BENCH_PROMPTFOO names the folder
 * of promptfoo's package, BENCH_INSPECT the `inspect` program. Each process from its start to its end, three checks a case.
 */
export async function benchEvalPeers(print: (line: string) => void): Promise<void> {
  if (!existsSync("dist/cli/valueloop.js")) {
    print(" command line: not built (npm run build:cli)");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "valueloop-bench-cli-"));
  try {
    await compare(print, folder, { cases: 1_000, delayMs: 100, peers: true });
    await compare(print, folder, { cases: 10_000, delayMs: 100, peers: false });
    await compare(print, folder, { cases: 10_000, delayMs: 0, peers: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Setting = { cases: number; delayMs: number; peers: boolean };

async function compare(
  print: (line: string) => void,
  folder: string,
  { cases, delayMs, peers }: Setting,
): Promise<void> {
  const port = await freePort();
  const upstream = await start("bench/mock-upstream.ts", {
    PORT: String(port),
    MOCK_DELAY_MS: String(delayMs),
  });
  const ideal = (cases / concurrency) * (delayMs / 1000);
  const turns = cases > 1_000 ? 1 : rounds;
  print(
    ` ${cases.toLocaleString("en")} cases x 3 checks, ${delayMs} ms a call, ${concurrency} at once, each process from start to end; ${turns} ${turns === 1 ? "round" : "rounds"}`,
  );
  writeCases(folder, cases);
  const sides = sidesOf(folder, port, peers);
  const found = new Map<string, Measured[]>(sides.map(({ name }) => [name, []]));
  const bare: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    if (delayMs > 0) bare.push(await bareCalls(`http://127.0.0.1:${port}`, cases));
    for (const side of sides) found.get(side.name)?.push(await once(side, folder));
  }
  if (bare.length > 0) print(`  ${"bare calls".padEnd(18)} ${spread(bare, 2)} s`);
  for (const [name, measured] of found) {
    const seconds = measured.map((each) => each.seconds);
    const to = (of: readonly number[]) =>
      `/ bare calls ${spread(
        of.map((each, turn) => each / (bare[turn] ?? Number.NaN)),
        2,
      )}`;
    const rate = (of: readonly number[]) => `${spread(of.map((each) => cases / each))} cases/s`;
    const against = ideal > 0 ? to : rate;
    const own = measured.flatMap((each) => each.own ?? []);
    const alone = own.length > 0 ? `; its run without the start ${spread(own, 2)} s, ${against(own)}` : "";
    const peak = spread(measured.map(({ peakMb }) => peakMb));
    print(`  ${name.padEnd(18)} ${spread(seconds, 2)} s, ${against(seconds)}, peak ${peak} MB${alone}`);
  }
  await stop(upstream);
}

/** One configuration for both programs that read promptfoo's format, and the same task for Inspect. */
function writeCases(folder: string, cases: number): void {
  const tests = Array.from({ length: cases }, (_, at) => ({
    vars: { ticket: `Ticket ${at}: where is my parcel?` },
  }));
  const config = {
    prompts: ["Sort this ticket: {{ticket}}"],
    providers: [{ id: "openai:chat:mock", config: { temperature: 0 } }],
    evaluateOptions: { maxConcurrency: concurrency, cache: false },
    defaultTest: {
      assert: [
        { type: "equals", value: '{"category":"billing"}' },
        { type: "contains", value: "billing" },
        { type: "is-json" },
      ],
    },
    tests,
  };
  writeFileSync(join(folder, "promptfooconfig.json"), JSON.stringify(config));
  writeFileSync(
    join(folder, "task.py"),
    `from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import includes, match, pattern
from inspect_ai.solver import generate

@task
def triage():
    return Task(
        dataset=[Sample(input=f"Sort this ticket: Ticket {at}: where is my parcel?", target="billing") for at in range(${cases})],
        solver=generate(),
        scorer=[includes(), match(location="any"), pattern(r"(billing)")],
    )
`,
  );
}

function sidesOf(folder: string, port: number, peers: boolean): Side[] {
  const env = {
    OPENAI_API_KEY: "mock",
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    PROMPTFOO_CONFIG_DIR: join(folder, "promptfoo"),
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_CACHE_ENABLED: "false",
  };
  const config = join(folder, "promptfooconfig.json");
  const promptfoo = process.env["BENCH_PROMPTFOO"];
  const inspect = process.env["BENCH_INSPECT"];
  return [
    {
      name: ours,
      command: process.execPath,
      args: [
        absolute("dist/cli/valueloop.js"),
        "eval",
        config,
        "--max-concurrency",
        String(concurrency),
        "--save",
        join(folder, "ours.json"),
      ],
      env,
    },
    ...(peers && promptfoo
      ? [
          {
            name: `promptfoo ${versionOf(promptfoo)}`,
            command: process.execPath,
            args: [
              join(promptfoo, "dist/src/entrypoint.js"),
              "eval",
              "-c",
              config,
              "-j",
              String(concurrency),
              "--no-cache",
              "--no-progress-bar",
              "--no-table",
              "-o",
              join(folder, "theirs.json"),
            ],
            env,
          },
        ]
      : []),
    ...(peers && inspect
      ? [
          {
            name: "Inspect",
            command: inspect,
            args: [
              "eval",
              "task.py",
              "--model",
              "openai/mock",
              "--max-connections",
              String(concurrency),
              "--max-samples",
              String(concurrency),
              "--display",
              "none",
              "--log-dir",
              join(folder, "logs"),
            ],
            env,
          },
        ]
      : []),
  ];
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}

/** Runs a program to its end; the memory is the most its first process ever held (VmHWM). */
function once({ name, command, args, env }: Side, folder: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let peakMb = 0;
    const hear = (part: Buffer) => {
      said = `${said}${part.toString()}`.slice(-4_000);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const timer = setInterval(() => {
      peakMb = Math.max(peakMb, highest(child.pid ?? 0));
    }, 50);
    child.once("exit", (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - begin) / 1000;
      // 100: cases failed, which is a result too, and not the one that was to be timed.
      if (code === 0) resolve({ seconds, peakMb, own: name === ours ? ownSeconds(folder) : null });
      else reject(new Error(`${name} ended with ${code} in ${folder}: ${said}`));
    });
  });
}

function ownSeconds(folder: string): number {
  const { durationMs } = JSON.parse(readFileSync(join(folder, "ours.json"), "utf8")) as {
    durationMs: number;
  };
  return durationMs / 1000;
}

function highest(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended between the timer and the look.
    return 0;
  }
}
