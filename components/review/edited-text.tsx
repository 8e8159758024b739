import { diffWords } from "#text";
import { MaskedText } from "./masked-text.tsx";

/** A correction as it differs from the output: what was put in is underlined, what was taken out struck through. */
export function EditedText({ original, correction }: { original: string; correction: string }) {
  return (
    <p className="break-words whitespace-pre-wrap">
      {diffWords(original, correction).map((part, index) => {
        if (part.kind === "added") return <ins key={index}>{part.text}</ins>;
        if (part.kind === "removed") return <del key={index}>{part.text}</del>;
        return <MaskedText key={index} text={part.text} />;
      })}
    </p>
  );
}
