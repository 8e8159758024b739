import { memoryStore } from "./memory-store.testing.ts";
import { describeStore } from "./store.testing.ts";

const store = memoryStore();
describeStore("memory", () => Promise.resolve(store));
