/** A refusal says so at once; further down, words of refusing are mostly those of a text that is quoted or drafted. */
const readCharacters = 400;

const doing =
  "(?:help|assist|provide|fulfil|fulfill|comply|create|generate|write|answer|do (?:that|this|it)|continue|support (?:this|that|your)|share|give|offer|discuss|engage|participate|complete|process|produce|advise|respond|tell you|carry out|act on|proceed|go along|work on|draft|disclose|reveal|make (?:that|this)|take part)";
const cannot =
  "(?:can't|cannot|can not|won't|will not|(?:am|'m|are|'re) (?:unable to|not able to|not going to|not allowed to|not permitted to|not in a position to|not comfortable|not willing to)|(?:must|have to|need to|will|'ll have to|would like to) (?:respectfully |politely )?(?:decline|refuse)|(?:respectfully |politely )?(?:decline|refuse) to|don't feel comfortable|do not feel comfortable|shouldn't|should not)";

const english = [
  // "I can't help but smile", "I can't help thinking": an idiom, not a refusal.
  `\\b(?:i|we)(?: |(?='))(?:really |just |simply |honestly )?${cannot}(?: be able to)? (?:${doing}|creating|generating|writing|providing|helping|assisting)\\b(?! but\\b| thinking\\b| noticing\\b| feeling\\b)`,
  "\\b(?:i|we)(?: |(?='))(?:must|have to|need to|'ll have to|will have to|would like to) (?:respectfully |politely )?(?:decline|refuse)\\b",
  "\\b(?:sorry|apologi[sz]e|unfortunately|regret)\\b[^.!?\\n]{0,40}\\b(?:i|we)(?: |(?='))(?:can't|cannot|can not|won't|will not|(?:am|'m|are|'re) (?:unable|not able))(?! find| see any)\\b",
  "\\b(?:not|isn't) (?:something|a request|a topic) (?:that )?(?:i|we)(?: |(?='))(?:can|am able to|'m able to|could|will)\\b",
  "\\bi(?: |(?='))(?:'d|would) (?:rather|prefer) not\\b",
  "\\b(?:against|violates?|outside|not in line with) my (?:guidelines|policies|policy|programming|principles|values|safety)\\b",
  "\\b(?:this|that|your|the) request (?:violates|goes against|is against|falls outside|cannot be fulfilled|can't be fulfilled)\\b",
  "\\b(?:wouldn't|would not|isn't|is not|not) (?:be )?(?:appropriate|right|ethical|safe|responsible) (?:for|of) me\\b",
  "\\bas an ai\\b[^.!?\\n]{0,40}\\b(?:can't|cannot|am unable|am not able|'m unable|'m not able|won't|must decline)\\b",
];
const others = [
  // German
  "\\b(?:kann|darf|werde|möchte) ich (?:(?:ihnen|dir|euch|das|dies|dabei|hier|hierbei|damit|leider|diese[rnms]?) ){0,3}[^.!?\\n]{0,60}\\bnicht\\b[^.!?\\n]{0,60}\\b(?:helfen|beantworten|erstellen|unterstützen|weiterhelfen|schreiben|geben|tun|nachkommen|behilflich|liefern|verfassen|erfüllen|bearbeiten)",
  "\\bich (?:kann|darf|werde|möchte) (?:[^.!?\\n]{0,60} )?nicht\\b[^.!?\\n]{0,60}\\b(?:helfen|beantworten|erstellen|unterstützen|weiterhelfen|schreiben|geben|tun|nachkommen|behilflich|liefern|verfassen|erfüllen|bearbeiten)",
  "\\bich (?:muss (?:das|dies|diese anfrage|ihre anfrage|deine anfrage) (?:leider )?ablehnen|bin nicht in der lage)",
  "\\btut mir leid,? (?:aber )?(?:das |dabei |damit |hierbei )?(?:kann|darf) ich\\b[^.!?\\n]{0,40}\\bnicht",
  // French
  "\\bje (?:ne (?:peux|puis|suis)|n'ai) (?:malheureusement )?pas\\b[^.!?\\n]{0,40}\\b(?:aider|répondre|fournir|faire|créer|écrire|rédiger|en mesure|le droit|donner|accéder|donner suite|satisfaire)",
  "\\bje (?:dois|suis obligée?) (?:de )?(?:décliner|refuser)",
  // Spanish
  "(?:^|[^\\p{L}])(?:no puedo|no podemos|no me es posible|no estoy en condiciones de|no voy a) (?:ayudar|asistir|proporcionar|responder|cumplir|crear|generar|escribir|hacer|ofrecer|dar|continuar|compartir|redactar)",
  "\\b(?:debo|tengo que) (?:rechazar|negarme|declinar)",
  // Italian
  "\\bnon (?:posso|possiamo|sono in grado di|mi è possibile) (?:aiutar|assister|fornir|risponder|soddisfar|crear|generar|scriver|farlo|offrir|dar|continuar|condivider)",
  "\\bdevo (?:rifiutare|declinare)",
  // Portuguese
  "(?:^|[^\\p{L}])(?:não posso|não podemos|não consigo|não me é possível|não vou) (?:ajudar|ajudá|auxiliar|fornecer|responder|cumprir|criar|gerar|escrever|fazer|oferecer|dar|continuar|compartilhar|atender)",
  "\\b(?:devo|tenho (?:de|que)) (?:recusar|declinar)",
];
const refusing = new RegExp([...english, ...others].join("|"), "u");

/** What in a text says that its writer declines, or null. */
export function refusingWords(text: string, phrases: readonly string[] = []): string | null {
  const plain = (part: string) =>
    part
      .normalize("NFC")
      .toLowerCase()
      .replace(/[’‘ʼ`]/g, "'");
  const whole = plain(text);
  const own = phrases.map((phrase) => plain(phrase).trim()).find((phrase) => whole.includes(phrase));
  if (own !== undefined) return own;
  const start = whole.trimStart().slice(0, readCharacters).replace(/\s+/g, " ");
  return refusing.exec(start)?.[0].trim() ?? null;
}
