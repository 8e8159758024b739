import type { z } from "zod";
import type { brandVoice } from "./descriptor.ts";

/** The guide of `voice-guide.md` as parameters: the words it names and nothing from the labelled texts. */
export const fennimoor: z.input<typeof brandVoice.config> = {
  bannedWords: [
    ..."simply unfortunately hassle-free utilis* utiliz* cheap cheaper cheapest valued kindly guys leverag* delve delves delved delving".split(
      " ",
    ),
    ..."firmware SKU SKUs RMA ETA SLA onboarding thermistor".split(" "),
    "tier 2",
    ..."revolutionary amazing unmatched game-changing".split(" "),
    "world's best",
    "world’s best",
    "the customer",
    "the user",
    "buyers",
    "one's",
    "Fennimoor regrets",
    "cannot fail",
    "will always work",
    "guaranteed",
  ],
  spellings: ["FennKettle", "Steam Note", "fenn care"],
  noExclamations: true,
  person: "we",
  noPassiveOfOurs: true,
  noSuperlatives: true,
  mostWords: 60,
  mostSentenceWords: 25,
};

export type VoiceText = { id: string; text: string; label: "on" | "off"; rule: string | null };
