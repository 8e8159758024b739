const speakingKeys = ["title", "subject", "question", "topic", "summary", "name"];
const longest = 70;

/** A title from a task's inputs: the field that sounds like one, else the first sentence of the first text. */
export function titleOf(inputs: Record<string, unknown>): string {
  const texts = Object.entries(inputs).flatMap(([key, value]) =>
    typeof value === "string" && value.trim() ? [{ key: key.toLowerCase(), text: value }] : [],
  );
  const speaking = texts.find(({ key }) => speakingKeys.includes(key));
  const wordy = texts.find(({ text }) => text.trim().split(/\s+/).length >= 3);
  const source = speaking ?? wordy ?? texts[0];
  if (!source) return "Untitled";
  const line = source.text.trim().split("\n")[0] ?? "";
  const sentence = line.match(/^.{12,}?[.!?](?=\s)/)?.[0] ?? line;
  const plain = sentence.replace(/[.\s]+$/, "");
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).replace(/\s+\S*$/, "")}…`;
}
