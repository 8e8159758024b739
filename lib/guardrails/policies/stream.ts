import { beforeNext, nothingBefore } from "../pii/detect.ts";
import type { GuardrailFinding, Stage } from "../schema.ts";
import { actsAt, judgeSegment, type Numbering, reachesAt, reasonFor } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";
import { pieceEnd } from "./pieces.ts";
import type { Restorations } from "./restorations.ts";

/** What a guard gives back for a piece of a stream: cleared text, and the reason once the stream is blocked. */
export type GuardedPiece = { text: string; findings: GuardrailFinding[]; blocked: string | null };

/** Judges a stream while it runs. Push each piece, then end once; after `blocked` nothing more comes out. */
export type StreamGuard = { push(piece: string): GuardedPiece; end(): GuardedPiece };

/**
 * Guards a stream: text is held back until its sentence or line is complete (at most 600 characters; a private key
 * 16,000) and has been judged; where a term or pattern may run on behind it, until that is known (a term by its own length, a
 * pattern that can hold white space by 200 characters). Whatever the pieces, the cleared text is the same as
 * `applyPolicies` gives on the whole; when no policy looks at the stage, pieces pass at once.
 */
export function createStreamGuard(
  policies: readonly CompiledPolicy[],
  stage: Stage = "output",
  restorations?: Restorations,
): StreamGuard {
  const isActive = actsAt(policies, stage);
  const reaches = reachesAt(policies, stage);
  const numbering: Numbering = new Map();
  let held = "";
  let before = nothingBefore;
  let offset = 0;
  let blocked: string | null = null;

  const release = (isFinal: boolean): GuardedPiece => {
    let text = "";
    const findings: GuardrailFinding[] = [];
    let end = pieceEnd(reaches, held, 0, isFinal);
    while (blocked === null && held.length > 0 && end !== null) {
      const segment = held.slice(0, end);
      const judged = judgeSegment(policies, stage, { text: segment, before, numbering, restorations });
      const at = offset;
      findings.push(
        ...judged.findings.map((finding) => ({
          ...finding,
          start: finding.start + at,
          end: finding.end + at,
        })),
      );
      if (judged.blocked) blocked = reasonFor(judged.blocked);
      text += judged.text;
      before = beforeNext(before, segment);
      offset += segment.length;
      held = held.slice(end);
      end = pieceEnd(reaches, held, 0, isFinal);
    }
    return { text, findings, blocked };
  };

  return {
    push: (piece) => {
      if (!isActive) return { text: piece, findings: [], blocked: null };
      if (blocked !== null) return { text: "", findings: [], blocked };
      held += piece;
      return release(false);
    },
    end: () => release(true),
  };
}
