import { expect, it } from "vitest";
import { DeskStorage } from "../review/desk-storage.ts";
import { forgetDrafts } from "./forget-drafts.ts";

class Store {
  readonly #entries = new Map<string, string>();
  get length() {
    return this.#entries.size;
  }
  key = (place: number) => [...this.#entries.keys()][place] ?? null;
  getItem = (name: string) => this.#entries.get(name) ?? null;
  setItem = (name: string, value: string) => void this.#entries.set(name, value);
  removeItem = (name: string) => void this.#entries.delete(name);
}

it("clears everybody's half-written texts at sign-out, and keeps decisions that wait to be sent and what is no draft", () => {
  const store = new Store();
  const of = (userId: string, queueId: string) => new DeskStorage(store, { userId, project: "p", queueId });
  of("ana", "q").keepDraft("t1", { correction: "Half" } as never);
  of("ben", "adjudication").keepDraft("t2", { reason: "Half" } as never);
  of("ana", "q").keepUnsent({ key: "k", taskId: "t3" } as never);
  store.setItem("valueloop new prompt ana p a/b chat", "{}");
  store.setItem("valueloop.form/ana/demo/suites/new", "{}");
  store.setItem("theme", "dark");
  expect(of("ben", "q").drafts()).toEqual([]);
  forgetDrafts(store);
  expect(of("ana", "q").drafts()).toEqual([]);
  expect(of("ben", "adjudication").drafts()).toEqual([]);
  expect(of("ana", "q").unsent()).toHaveLength(1);
  expect([store.length, store.getItem("theme")]).toEqual([2, "dark"]);
});
