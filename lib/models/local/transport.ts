import { AppError } from "#platform/errors";
import type { TransportTarget } from "../chat/create.ts";
import type { ChatTransport } from "../chat/transport.ts";

/** The embedded model; made in the next step. */
export async function localTransport(target: TransportTarget): Promise<ChatTransport> {
  throw new AppError("unavailable", `${target.model} has not arrived on this machine yet. See the connections page.`);
}
