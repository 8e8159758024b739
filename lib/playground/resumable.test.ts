import { describe, expect, it, vi } from "vitest";
import { newId } from "#platform/ids";
import { forget } from "#platform/runtime";
import { getConversation, resumeTurn, sendTurn, stopTurn } from "./index.ts";
import { asked, dataIn, usePlayground, runPart, shown, textIn, userTurn } from "./playground.testing.ts";
import type { PlaygroundChunk, PlaygroundMessage } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const playground = usePlayground();

describe("an answer that is coming", () => {
  /** A provider that says the first word at once and the rest when it is let go. */
  function patient() {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    playground.provider.play(async (stream) => {
      stream.text("first");
      await gate;
      stream.text(" second").end();
    });
    return letGo;
  }

  async function untilText(stream: ReadableStream<PlaygroundChunk>): Promise<void> {
    // A loop would cancel the stream at its end, and a cancelled branch waits for the other one.
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error("there was no text");
      if (value.type === "text-delta") return reader.releaseLock();
    }
  }

  it("goes on when its reader leaves, and is read from its beginning by one who comes back", async () => {
    const letGo = patient();
    const conversationId = newId();
    const reader = await sendTurn(
      playground.tenant.ctx,
      asked(playground, conversationId, [userTurn(runPart)]),
    );
    await untilText(reader);
    await reader.cancel();
    expect((await getConversation(playground.tenant.ctx, { conversationId })).panes[0]?.isRunning).toBe(true);
    const back = await resumeTurn(playground.tenant.ctx, { conversationId, pane: "1" });
    letGo();
    const message = await shown(back);
    expect(textIn(message)).toBe("first second");
    const kept = await getConversation(playground.tenant.ctx, { conversationId });
    expect(kept.panes[0]?.isRunning).toBe(false);
    expect(kept.panes[0]?.messages.at(-1)).toMatchObject({ id: message.id });
    expect(playground.provider.seen.bodies).toHaveLength(1);
  });

  it("is followed from its row by another process", async () => {
    const letGo = patient();
    const conversationId = newId();
    const [mine, rest] = (
      await sendTurn(playground.tenant.ctx, asked(playground, conversationId, [userTurn(runPart)]), {
        keepEveryMs: 5,
      })
    ).tee();
    await untilText(mine);
    forget("playground.live");
    const whole = shown(rest);
    let looks = 0;
    const sleep = async () => {
      looks += 1;
      letGo();
      await whole;
    };
    const back = await resumeTurn(playground.tenant.ctx, { conversationId, pane: "1" }, { sleep });
    expect(textIn(await shown(back))).toBe("first second");
    expect(looks).toBe(1);
  });

  it("shows what was recorded when its process is gone", async () => {
    patient();
    const conversationId = newId();
    const reader = await sendTurn(
      playground.tenant.ctx,
      asked(playground, conversationId, [userTurn(runPart)]),
      { keepEveryMs: 5 },
    );
    await untilText(reader);
    await vi.waitFor(
      async () => {
        const { panes } = await getConversation(playground.tenant.ctx, { conversationId });
        expect(panes[0]?.messages.at(-1)?.role).toBe("assistant");
        expect(textIn(panes[0]?.messages.at(-1) as PlaygroundMessage)).toBe("first");
      },
      { timeout: 30_000 },
    );
    // The process dies: nobody renews the lease any more.
    const later = {
      ...playground.tenant.ctx,
      clock: { now: () => new Date(playground.tenant.clock.now().getTime() + 20_000) },
    };
    forget("playground.live");
    const { panes } = await getConversation(later, { conversationId });
    expect(panes[0]?.isRunning).toBe(false);
    expect(textIn(await shown(await resumeTurn(later, { conversationId, pane: "1" })))).toBe("first");
    await expect(stopTurn(later, { conversationId, pane: "1" })).resolves.toEqual({ isStopped: false });
  });

  it("is stopped down to the provider, and what had come is kept as cancelled", async () => {
    patient();
    const conversationId = newId();
    const aborted = playground.provider.seen.aborted;
    const [mine, rest] = (
      await sendTurn(playground.tenant.ctx, asked(playground, conversationId, [userTurn(runPart)]))
    ).tee();
    await untilText(mine);
    await expect(
      sendTurn(playground.tenant.ctx, asked(playground, conversationId, [userTurn(runPart)])),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(stopTurn(playground.tenant.ctx, { conversationId, pane: "1" })).resolves.toEqual({
      isStopped: true,
    });
    const message = await shown(rest);
    expect(textIn(message)).toBe("first");
    expect(dataIn(message, "generation")?.status).toBe("cancelled");
    expect(dataIn(message, "problem")).toBeUndefined();
    await vi.waitFor(() => expect(playground.provider.seen.aborted).toBe(aborted + 1), { timeout: 30_000 });
  });

  it("is stopped by another process through its row", async () => {
    patient();
    const conversationId = newId();
    const [mine, rest] = (
      await sendTurn(playground.tenant.ctx, asked(playground, conversationId, [userTurn(runPart)]), {
        keepEveryMs: 5,
      })
    ).tee();
    await untilText(mine);
    forget("playground.live");
    await expect(stopTurn(playground.tenant.ctx, { conversationId, pane: "1" })).resolves.toEqual({
      isStopped: true,
    });
    expect(dataIn(await shown(rest), "generation")?.status).toBe("cancelled");
  });
});
