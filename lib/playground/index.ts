import "./data.ts";

export { getConversation, listConversations } from "./chats/read.ts";
export { /** @internal */ removeConversation } from "./chats/remove.ts";
export { resumeTurn } from "./chats/resume.ts";
export { sendTurn } from "./chats/send.ts";
export { stopTurn } from "./chats/stop.ts";
