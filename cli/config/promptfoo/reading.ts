import { existsSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { globSync } from "tinyglobby";
import { ConfigError, type Path, type Problem, readSource, readText, type Source } from "../source.ts";

/** Where a part of a configuration stands; `isData`: in a file of tests, which others may have written. */
export type Place = { source: Source; path: Path; isData?: boolean };

/** One reading of a configuration and of the files it names; what is wrong is gathered, so that all of it is said at once. */
export class Reading {
  readonly problems: Problem[] = [];
  readonly files = new Set<string>();
  readonly #folder: string;
  readonly #names = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Notes what cannot be done, with the line it stands on. */
  refuse(place: Place, message: string): void {
    const { source, path } = place;
    const problem = { file: source.file, line: source.lineOf(path), message };
    const isKnown = this.problems.some((other) => other.line === problem.line && other.message === message);
    if (!isKnown) this.problems.push(problem);
  }

  /** A file that `place` names, as YAML or JSON. Throws ConfigError. */
  source(path: string, place: Place): Source {
    this.#checkMayName(place, path);
    this.files.add(resolve(path));
    return readSource(path);
  }

  /** A file that `place` names, as text. Throws ConfigError. */
  text(path: string, place: Place): string {
    this.#checkMayName(place, path);
    this.files.add(resolve(path));
    return readText(path);
  }

  /** The path that `file://x` or `x` means, from the folder of the configuration, as it is shown. */
  path(written: string): string {
    return relative(".", resolve(this.#folder, written.replace(/^file:\/\//, ""))) || ".";
  }

  /** The files that a path or a pattern means, in the order of their names; none where there is none. Throws ConfigError. */
  paths(written: string, place: Place): string[] {
    const path = this.path(written);
    this.#checkMayName(place, path);
    if (existsSync(path)) return statSync(path).isDirectory() ? inOrder(join(path, "*")) : [path];
    return /[*?[\]{}]/.test(path) ? inOrder(path) : [];
  }

  /** What a cell of data names is sent to a model: it must not reach what else this machine holds, nor by a link. */
  #checkMayName(place: Place, path: string): void {
    if (!place.isData) return;
    const isHere =
      isWithin(resolve(this.#folder), resolve(path)) &&
      (!existsSync(path) || isWithin(realpathSync(this.#folder), realpathSync(path)));
    if (isHere) return;
    const message =
      "A file of tests may name only files in the configuration's folder; copy this one there, or name it in the configuration.";
    throw new ConfigError([{ file: path, line: null, message }]);
  }

  /** The key of a metric by its name; two names that would have one key get two. */
  key(name: string): string {
    const known = this.#names.get(name);
    if (known) return known;
    const stem =
      name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "_")
        .replaceAll(/^_+|_+$/g, "")
        .slice(0, 36) || "metric";
    const taken = new Set(this.#names.values());
    let key = stem;
    for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
    this.#names.set(name, key);
    return key;
  }
}

/** Runs a part of the reading; a file that is missing or broken is one more problem and not the end. */
export function orRefused<Value>(reading: Reading, place: Place, read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { file, line, message } of error.problems)
      reading.refuse(place, `${file}${line === null ? "" : `:${line}`}: ${message}`);
    return null;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function inOrder(pattern: string): string[] {
  return globSync(pattern, { expandDirectories: false }).toSorted((one, other) => one.localeCompare(other));
}
