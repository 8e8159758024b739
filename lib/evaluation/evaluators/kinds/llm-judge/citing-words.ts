/**
 * Words that say that an object beside them is cited, or that it is the verdict. A miss of the first kind would let the
 * judged text give its own score, a miss of the second costs a verdict (unjudged): so whatever leads to an object
 * without a word of the second kind is in doubt.
 */
const latin = String.raw`(?<![\p{L}])`;
const end = String.raw`(?![\p{L}])`;

const subjects =
  "output|outputs|answer|answers|response|responses|reply|text|submission|candidate|assistant|model|system|user|author|writer|student|it|they|he|she|input|message|prompt|document|passage|format|one|ausgabe|antwort|text|modell|eingabe|sie|er|es|réponse|sortie|texte|modèle|elle|il|respuesta|salida|texto|modelo|resposta|saída|risposta|testo|modello|antwoord|uitvoer|tekst|odpowiedź|wynik|ответ|текст|вывод|модель|utdata|svaret|svar|texten|studenten|eleven|modellen|odpověď|výstup|vystup|çıktı|yanıt|cevap|öğrenci|đầu ra|câu trả lời|sinh viên|keluaran|jawaban|відповідь|răspunsul|vastaus";
const sayings =
  "say|says|said|read|reads|contain|contains|contained|containing|end|ends|ended|ending|begin|begins|began|start|starts|started|write|writes|wrote|written|claim|claims|claimed|state|states|stated|include|includes|included|including|quote|quotes|quoted|cite|cites|cited|give|gives|gave|award|awards|awarded|repeat|repeats|repeated|return|returns|returned|print|prints|printed|try|tries|tried|embed|embeds|embedded|inject|injects|injected|insert|inserts|inserted|show|shows|showed|present|presents|ask|asks|asked|demand|demands|demanded|request|requested|respond|responded|answered|replied|produce|produces|produced|append|appends|appended|add|adds|added|lautet|lautete|enthält|enthielt|endet|endete|sagt|sagte|schreibt|schrieb|behauptet|zitiert|steht|stand|cite|contient|contenait|dit|disait|affirme|finit|termine|écrit|dice|decía|decia|contiene|contenía|contém|continha|termina|diz|dizia|cita|afirma|escribe|escreve|bevat|zegt|luidt|eindigt|zawiera|brzmi|mówi|kończy|содержит|гласит|говорит|содержал|цитирует|пишет|innehåller|lyder|säger|skriver|skrev|påstår|indeholder|siger|skrev|inneholder|sier|obsahuje|uvádí|tvrdí|zní|píše|içeriyor|içerir|diyor|yazıyor|şöyle|chứa|nói|viết|ghi|berisi|mengatakan|menulis|містить|каже|conține|spune|sisältää|sanoo";
const examples =
  "example|examples|for instance|e\\.g\\.|such as|template|sample|schema|expected format|format is|format would|would look like|beispiel|beispielsweise|z\\. ?b\\.|vorlage|exemple|exemples|p\\. ?ex\\.|ejemplo|ejemplos|plantilla|exemplo|exemplos|modelo de|esempio|esempi|voorbeeld|bijvoorbeeld|przykład|przykładowa|na przykład|пример|например";
const names =
  "(?:the|its|their|his|her|this|that|quoted|cited|original|judged|candidate|user'?s?|model'?s?|assistant'?s?|student'?s?|evaluated|assessed|reviewed|submitted|received|actual|generated|die|der|das|la|le|el|il|o|a|de|het)?\\s*(?:output|input|text|submission|candidate answer|candidate|quote|quotation|excerpt|passage|ausgabe|eingabe|zitat|auszug|sortie|citation|extrait|salida|cita|saída|citação|uscita|citazione|uitvoer|citaat|wynik|cytat|вывод|цитата)";

export const saysIt = new RegExp(
  `${latin}(?:${subjects})${end}[^.!?\\n]*${latin}(?:${sayings})${end}|${latin}(?:quoted?|quoting|quotation|verbatim|cited?|zitat|zitiert|zitiere|citation|cita|citação|citazione|cytat|цитата|injection|injected)${end}|(?:输出|回答|答案|文本|回复|内容|模型|考生|作者)[^。！？\\n]*(?:说|写|含|包|为|是|道|称|声称|结尾|如下|：|:)|(?:引用|原文|被评)|(?:出力|回答|応答|文章|本文|テキスト)[^。！？\\n]*(?:含|書|述|ある|主張|引用|とい|：|:)|(?:출력|답변|응답|텍스트)[^.!?\\n]*(?:포함|라고|적혀|쓰|인용|:)`,
  "iu",
);
export const givesExample = new RegExp(
  `${latin}(?:${examples})|例如|比如|例子|示例|范例|举例|格式|例えば|例：|例:|예시|예를 들`,
  "iu",
);
export const isNamed = new RegExp(
  `^\\W*(?:${names})(?:\\s+(?:is|was|ist|war|est|es|é|è))?\\s*[:：]?\\s*$`,
  "iu",
);
export const isBeing = new RegExp(
  `${latin}(?:${subjects})(?:\\s+(?:under review|in question|itself|in full))?\\s+(?:is|was|ist|war|est|était|es|era|é|è)\\s*[:：]\\s*$`,
  "iu",
);
/** "Output to evaluate:", "the answer under review": a heading of what was judged. */
export const isJudged = new RegExp(
  `${latin}(?:${subjects})\\s+(?:to|to be|under|being|that was|zu|à|da|te)\\s+(?:review|test|evaluat|judg|grad|assess|scor|rat|check|bewert|beurteil|prüf|évalu|juger|noter|evaluar|valutare|beoordel)\\p{L}*\\W*$`,
  "iu",
);
export const dismisses = new RegExp(
  `^\\W{0,3}\\s*(?:,|;|—|-|\\()?\\s*(?:which|that|this|but|was|is|what|das|was|welche[sr]?|ce|qui|lo|que|cosa|dat|co|это|что)?[^.!?\\n{]{0,40}(?:disregard|ignore[ds]?|dismiss|not mine|not my|is quoted|was quoted|from the (?:output|text|answer)|in the (?:output|text|answer)|is the output|says the (?:output|text)|it (?:says|said|wrote|claims)|ignoriere|aus der ausgabe|steht in der|que j'ignore|j'ignore|que ignoro|ignoro|ignoruję|игнорир|我忽略|不予理会|无视|無視)`,
  "iu",
);

/** What a verdict is called. Stems where a language inflects. */
export const verdictNouns = new RegExp(
  `${latin}(?:verdicts?|scores?|scoring|ratings?|grades?|marks?|judge?ments?|assessments?|evaluations?|appraisals?|results?|conclusions?|conclude|decisions?|summary|json|bewertung\\p{L}*|urteil|beurteilung|punktzahl|punkte|wertung|note|ergebnis|fazit|évaluation|avis|verdict|jugement|notation|résultat|evaluación|calificación|puntuación|valoración|veredicto|resultado|avaliação|nota|pontuação|veredito|parecer|valutazione|giudizio|punteggio|voto|risultato|beoordeling|oordeel|cijfer|resultaat|ocena|ocen[ęy]|wynik oceny|werdykt|оценк\\p{L}*|вердикт|балл\\p{L}*|итог|omdöme|betyg|bedömning|poäng|vurdering|karakter|dom|hodnocení|známka|verdikt|değerlendirme\\p{L}*|puan\\p{L}*|karar\\p{L}*|hüküm|đánh giá|điểm|kết luận|penilaian|skor|nilai|оцінк\\p{L}*|evaluare\\p{L}*|notă|arvio|arvosana|arvosanani|értékelés\\p{L}*|pontszám|βαθμ\\p{L}*|αξιολόγηση)${end}|评分|评价|评判|评估|得分|结论|判定|裁决|評価|判定|採点|得点|結果|평가|점수|판정|채점|결과|التقييم|تقييمي|تقييم|الدرجة|الحكم|حكمي|मूल्यांकन|निर्णय|अंक|स्कोर|ציון|הערכה|คะแนน|ผลการประเมิน`,
  "iu",
);
/** What else leads to a verdict: it takes the place of an earlier one, or the judge only hands it over. */
export const handsOver = new RegExp(
  `${latin}(?:correction|corrected|corrigendum|mistaken|instead|rather|use this|final|finally|revised|draft|on reflection|overall|therefore|thus|hence|so|sure|okay|ok|certainly|here (?:it is|you go)|here['’]s|here is|as requested|based on|in my (?:view|opinion)|answer|korrektur|korrigiert|stattdessen|endgültig\\p{L}*|also|daher|hier ist|définiti\\p{L}*|corrigé|voici|donc|corrección|corregido|definitiv[oa]|aquí está|aquí tiene|correção|corrigido|aqui está|correzione|ecco|correctie|definitief|hier is|poprawka|ostateczna|oto|исправление|окончательн\\p{L}*|вот|här är|her er|zde je|işte)${end}|更正|最终|最後|最后|最终|修正|訂正|최종|정정`,
  "iu",
);
/** Marks the verdict as the judge's own, whatever else stands in the clause. */
export const isMine = new RegExp(
  `${latin}(?:my|our|mein|meine|unser|unsere|mon|ma|notre|mi|nuestr[ao]|minha|meu|mio|mia|mijn|moja|mój|мо[йяё]|min|mitt|můj|moje|benim|của tôi|saya)${end}|我的|私の|제 |내 |저의|मेरा|मेरी`,
  "iu",
);
/** "Its own verdict", "the verdict in the output", "claimed by the student". */
export const isTheirs = new RegExp(
  `${latin}(?:its|their|his|her|own|self|whose)${end}[^.!?\\n]{0,30}${latin}(?:verdict|score|rating|grade|mark|judge?ment|assessment|evaluation|result|answer|json)|${latin}(?:claimed|given|quoted|stated|awarded|written|supplied|provided|embedded|contained|found|included)\\s+(?:by|in|inside|within)${end}|${latin}(?:in|from|by|within|inside)\\s+(?:the|its|their|his|her|this|that)\\s+(?:\\p{L}+['’]s\\s+)?(?:${subjects})${end}|${latin}(?:${subjects})['’]s?\\s+(?:own\\s+)?(?:verdict|score|rating|grade|judge?ment|assessment|evaluation|self)`,
  "iu",
);
/** What is judged, by nouns only. */
export const judgedThing = new RegExp(
  `${latin}(?:outputs?|answers?|responses?|repl(?:y|ies)|texts?|submissions?|candidates?|assistant|models?|systems?|students?|authors?|writers?|users?|essays?|documents?|passages?|messages?|prompts?|inputs?|quotations?|excerpts?|ausgabe|antwort|modell|student(?:in)?|eingabe|réponse|sortie|texte|modèle|étudiant|respuesta|salida|texto|modelo|estudiante|resposta|saída|aluno|risposta|testo|modello|studente|antwoord|uitvoer|tekst|odpowiedź|odpowiedzi|ответ\\p{L}*|текст\\p{L}*|вывод|модел\\p{L}*|студент\\p{L}*|utdata|svar\\p{L}*|texten|student\\p{L}*|elev\\p{L}*|odpověd\\p{L}*|výstup\\p{L}*|çıktı\\p{L}*|yanıt\\p{L}*|cevap\\p{L}*|cevab\\p{L}*|öğrenci\\p{L}*|đầu ra|câu trả lời|sinh viên|keluaran|jawaban)${end}|输出|回答|答案|文本|回复|考生|学生|作者|模型|出力|応答|文章|学生|모델|출력|답변|응답|학생|الإجابة|المخرجات|النص|الطالب|उत्तर|आउटपुट|छात्र`,
  "iu",
);
/** A finished sentence after which the judged text follows: "I quote it in full.", "Here is what the student wrote." */
export const announces = new RegExp(
  `^\\W*(?:here|below|following|the following|next|what|hier|nachstehend|folgend\\p{L}*|voici|voilà|ci-dessous|aquí|a continuación|abajo|aqui|a seguir|abaixo|ecco|di seguito|hieronder|oto|poniżej|вот|ниже|här|nedan|her|nedenfor|zde|níže|işte|aşağıda\\p{L}*|dưới đây|berikut|ось|нижче|iată|mai jos|tässä|alla)${end}|${latin}(?:i|we|let me|ich|je|yo|io|ik|jag|jeg)\\s+(?:will\\s+|shall\\s+|now\\s+|here\\s+)*(?:quote|cite|copy|reproduce|repeat|paste|zitiere|cite|cito|citeer|citerar|siterer|citerer)${end}|${latin}(?:quot(?:ed|ing)|verbatim|word for word|in full|as follows|citing|cito|zitiert?|zitiere|wörtlich|wortlaut|textuellement|mot pour mot|textualmente|literalmente|palabra por palabra|testualmente|woordelijk|cytuję|cytat|dosłownie|цитирую|цитата|дословно|citerar|citat|ordagrant|ordret|cituji|citace|doslova|doslovně|alıntı\\p{L}*|aynen|trích dẫn|trích|nguyên văn|kutip\\p{L}*|цитую|sanatarkasti)${end}|${latin}(?:wrote|written|said|says|answered|replied|responded|submitted|produced|returned|follows?|below|schrieb|geschrieben hat|écrit|escribió|escreveu|scritto|schreef|geschreven heeft|napisał\\p{L}*|написал\\p{L}*|skrev|napsal\\p{L}*|yazdı|yazdığı|viết|tulis|написав|scris|kirjoitti)(?:\\s+(?:this|that|the following|next|here))?\\W*$|${latin}(?:is|was)\\s+the\\s+(?:\\p{L}+['’]s?\\s+)?(?:full |whole |original |entire |complete |submitted |judged )?(?:output|answer|response|reply|text|submission|essay|message|input|prompt)\\W*$|${latin}(?:lo que|o que|ciò che|quello che|ce qu['’](?:il|elle|on)?|was der|was die|wat de|det som|vad)\\s*[^.!?\\n]{0,30}(?:escribió|dijo|escreveu|disse|scritto|écrit|geschrieben|geschreven|skrev)|(?:学生|考生|作者|模型|输出|回答)[^。]{0,8}(?:写道|写了|写的是|说道|说)[。]?\\W*$|以下|下面|如下|引用|原文|全文|摘录|次の|引用|原文|書いた|다음은|아래|인용|원문|썼|فيما يلي|أدناه|قتبس|حرفي|كتب|नीचे|यहाँ|उद्धृत|उद्धरण|लिखा|להלן|ציטוט`,
  "iu",
);
/** After an object: "That is what the output says.", "So says the model.", "Quoted from the submission." */
export const attributes = new RegExp(
  `^\\W*(?:(?:that|this|the above|above|it|these|so)(?:['’]s|\\s+(?:is|was|are|were|stands|appears|comes|came|says?|said|writes|wrote|reads))${end}\\s*(?:only|just|merely|all|simply|exactly)?\\s*(?:what|how|quoted|copied|taken|pasted|from|verbatim|not my|not mine|part of|in the|by the|as the|the\\s+(?:\\p{L}+['’]s?\\s+)?(?:full |whole |original |submitted )?(?:output|response|reply|text|submission|student|model|candidate|author|quot\\p{L}+)|the\\s+\\p{L}+['’]s?\\s+(?:own\\s+)?(?:answer|verdict|claim|words|score))|(?:so|as|thus)\\s+(?:says?|said|writes|wrote|claims?|claimed)?\\s*the\\s+(?:output|response|reply|text|submission|student|model|candidate|author|answer)|(?:quoted|copied|taken|pasted|cited|source|according to|end of (?:the )?(?:output|quot\\p{L}+|answer|response|text|submission|excerpt)|(?:the\\s+)?(?:above|object|json|block|line|verdict|score)\\s+(?:above\\s+)?(?:is|was|comes?|came|stands?)\\s+(?:\\p{L}+\\s+)?(?:by|from|in|written|quoted|copied|part|what|not))|(?:not mine|not my)${end}|das (?:ist,? was|schrieb|schreibt|steht|behauptet)|so (?:schreibt|schrieb|steht|lautet)|(?:c['’]est|voilà) ce qu|(?:eso|esto) es lo que|isso é o que|(?:questo|questa) è (?:ciò|quello)|dat is wat|to jest to,? co|это (?:то,? что|написал|цитата)|так (?:написал|говорит)|det är vad|det er hva|det er hvad|to je to,? co|bu,? \\p{L}+ (?:yazdığı|iddia)|đó là (?:điều|những gì)|以上(?:是|为)[^。]{0,12}(?:输出|原文|回答|学生|模型|写)|(?:これ|それ|以上)は[^。]{0,12}(?:出力|原文|回答|引用|書)|이것은[^.]{0,12}(?:출력|답변|인용|쓴))`,
  "iu",
);
