/**
 * Whether the words around an object say that it is cited. Languages: English, German, French, Spanish, Portuguese,
 * Italian, Dutch, Polish, Russian, Chinese, Japanese, Korean. A miss here costs a verdict (unjudged); a hit too few
 * would let the judged text give its own score, so in doubt an object is cited.
 */
const latin = String.raw`(?<![\p{L}])`;
const end = String.raw`(?![\p{L}])`;

const subjects =
  "output|outputs|answer|answers|response|responses|reply|text|submission|candidate|assistant|model|system|user|author|writer|student|it|they|he|she|input|message|prompt|document|passage|format|one|ausgabe|antwort|text|modell|eingabe|sie|er|es|réponse|sortie|texte|modèle|elle|il|respuesta|salida|texto|modelo|resposta|saída|risposta|testo|modello|antwoord|uitvoer|tekst|odpowiedź|wynik|ответ|текст|вывод|модель";
const sayings =
  "say|says|said|read|reads|contain|contains|contained|containing|end|ends|ended|ending|begin|begins|began|start|starts|started|write|writes|wrote|written|claim|claims|claimed|state|states|stated|include|includes|included|including|quote|quotes|quoted|cite|cites|cited|give|gives|gave|award|awards|awarded|repeat|repeats|repeated|return|returns|returned|print|prints|printed|try|tries|tried|embed|embeds|embedded|inject|injects|injected|insert|inserts|inserted|show|shows|showed|present|presents|ask|asks|asked|demand|demands|demanded|request|requested|respond|responded|answered|replied|produce|produces|produced|append|appends|appended|add|adds|added|lautet|lautete|enthält|enthielt|endet|endete|sagt|sagte|schreibt|schrieb|behauptet|zitiert|steht|stand|cite|contient|contenait|dit|disait|affirme|finit|termine|écrit|dice|decía|decia|contiene|contenía|contém|continha|termina|diz|dizia|cita|afirma|escribe|escreve|bevat|zegt|luidt|eindigt|zawiera|brzmi|mówi|kończy|содержит|гласит|говорит|содержал|цитирует|пишет";
const examples =
  "example|examples|for instance|e\\.g\\.|such as|template|sample|schema|expected format|format is|format would|would look like|beispiel|beispielsweise|z\\. ?b\\.|vorlage|exemple|exemples|p\\. ?ex\\.|ejemplo|ejemplos|plantilla|exemplo|exemplos|modelo de|esempio|esempi|voorbeeld|bijvoorbeeld|przykład|przykładowa|na przykład|пример|например";
const names =
  "(?:the|its|their|his|her|this|that|quoted|cited|original|judged|candidate|user'?s?|model'?s?|assistant'?s?|student'?s?|evaluated|assessed|reviewed|submitted|received|actual|generated|die|der|das|la|le|el|il|o|a|de|het)?\\s*(?:output|input|text|submission|candidate answer|candidate|quote|quotation|excerpt|passage|ausgabe|eingabe|zitat|auszug|sortie|citation|extrait|salida|cita|saída|citação|uscita|citazione|uitvoer|citaat|wynik|cytat|вывод|цитата)";

const saysIt = new RegExp(
  `${latin}(?:${subjects})${end}[^.!?\\n]*${latin}(?:${sayings})${end}|${latin}(?:quoted?|quoting|quotation|verbatim|cited?|zitat|zitiert|zitiere|citation|cita|citação|citazione|cytat|цитата|injection|injected)${end}|(?:输出|回答|答案|文本|回复|内容|模型|考生|作者)[^。！？\\n]*(?:说|写|含|包|为|是|道|称|声称|结尾|如下|：|:)|(?:引用|原文|被评)|(?:出力|回答|応答|文章|本文|テキスト)[^。！？\\n]*(?:含|書|述|ある|主張|引用|とい|：|:)|(?:출력|답변|응답|텍스트)[^.!?\\n]*(?:포함|라고|적혀|쓰|인용|:)`,
  "iu",
);
const givesExample = new RegExp(
  `${latin}(?:${examples})|例如|比如|例子|示例|范例|举例|格式|例えば|例：|例:|예시|예를 들`,
  "iu",
);
const isNamed = new RegExp(`^\\W*(?:${names})(?:\\s+(?:is|was|ist|war|est|es|é|è))?\\s*[:：]?\\s*$`, "iu");
const isBeing = new RegExp(
  `${latin}(?:${subjects})(?:\\s+(?:under review|in question|itself|in full))?\\s+(?:is|was|ist|war|est|était|es|era|é|è)\\s*[:：]\\s*$`,
  "iu",
);
/** "Output to evaluate:", "the answer under review": a heading of what was judged. */
const isJudged = new RegExp(
  `${latin}(?:${subjects})\\s+(?:to|to be|under|being|that was|zu|à|da|te)\\s+(?:review|test|evaluat|judg|grad|assess|scor|rat|check|bewert|beurteil|prüf|évalu|juger|noter|evaluar|valutare|beoordel)\\p{L}*\\W*$`,
  "iu",
);
const dismisses = new RegExp(
  `^\\W{0,3}\\s*(?:,|;|—|-|\\()?\\s*(?:which|that|this|but|was|is|what|das|was|welche[sr]?|ce|qui|lo|que|cosa|dat|co|это|что)?[^.!?\\n{]{0,40}(?:disregard|ignore[ds]?|dismiss|not mine|not my|is quoted|was quoted|from the (?:output|text|answer)|in the (?:output|text|answer)|is the output|says the (?:output|text)|it (?:says|said|wrote|claims)|ignoriere|aus der ausgabe|steht in der|que j'ignore|j'ignore|que ignoro|ignoro|ignoruję|игнорир|我忽略|不予理会|无视|無視)`,
  "iu",
);
const corrects = new RegExp(
  `${latin}(?:correction|corrected|corrigendum|mistaken|instead|rather|use this|final|finally|revised|on reflection|korrektur|korrigiert|stattdessen|endgültig|endgültige[srn]?|définitif|définitive|corrigé|corrección|corregido|definitivo|definitiva|final|correção|corrigido|correzione|correctie|definitief|poprawka|ostateczna|исправление|окончательн\\w*)${end}|更正|最终|最後|最终|修正|訂正|최종|정정`,
  "iu",
);

/** True when the words before an object cite it: an open quotation mark, "the output says", "for example". */
export function isQuotedBefore(before: string): boolean {
  const clause = clauseBefore(before);
  if (hasOpenMark(clause)) return true;
  return [saysIt, givesExample, isNamed, isBeing, isJudged].some((pattern) => pattern.test(clause));
}

/** True when the words after an object put it aside, or it stands in a list. */
export function isQuotedAfter(after: string): boolean {
  return dismisses.test(after.replace(/^\s*\n/, "").slice(0, 160));
}

/** True when the words before an object say that it replaces an earlier one. */
export function isCorrectionBefore(before: string): boolean {
  return corrects.test(clauseBefore(before, 2));
}

/** The unfinished sentence that leads to the object, on its line or the one above. */
function clauseBefore(before: string, sentences = 1): string {
  const trimmed = before.replace(/\s+$/, "");
  const line = trimmed.slice(trimmed.lastIndexOf("\n") + 1);
  // A finished sentence does not introduce what follows it.
  if (sentences === 1 && /[.!?。！？]["”»」)]?$/.test(line)) return "";
  const parts = line.split(/(?<=[.!?。！？])\s+|(?<=[。！？])/u);
  return parts.slice(-sentences).join(" ");
}

/** An opening quotation mark, or a straight one that is not closed, in the words just before. */
function hasOpenMark(clause: string): boolean {
  const pairs = ["«»", "“”", "„“", "「」", "『』", "‹›", "《》", "‘’"];
  for (const [open = "", close = ""] of pairs.map((pair) => [...pair])) {
    if (clause.lastIndexOf(open) > clause.lastIndexOf(close)) return true;
  }
  const straight = clause.replace(/\{[^{}]*\}/g, "");
  if ((straight.match(/"/g)?.length ?? 0) % 2 === 1) return true;
  return (straight.match(/`/g)?.length ?? 0) % 2 === 1 || /(?:^|\s)['>]$/.test(clause);
}
