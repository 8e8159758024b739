/** A way of an attack, told by words; how much it says for one is `weight`, in log odds set by hand on the tuning half. */
export type Signal = { name: string; weight: number; pattern: RegExp; isMeta?: true };

/** Who is spoken to where a text speaks to the model that reads it. */
const reader =
  "(?:(?:an?|the|any|your|this|all|every)\\s)?(?:ai|a\\.i\\.|llm|chat ?gpt|(?:language |ai |chat )?(?:model|assistant|agent|bot)s?|chatbots?|copilot|automated (?:reader|reviewer|system|grader)s?|(?:machine|automatic) readers?|(?:summari[sz]er|crawler|parser|reviewer|grader|screener)s? (?:bot|model|ai|agent))s?";
const orders =
  "(?:instruction|rule|guideline|direction|order|command|prompt|restriction|limit|policy|policies|filter|safeguard|programming|training|constraint|configuration)s?";
const whose =
  "(?:(?:all|any|every|each|the|your|my|of|its|these|those|this|that|previous|prior|earlier|above|preceding|former|initial|original|existing|current|given|system|operator'?s?|developer'?s?|safety|content|hidden|internal|whatever|other)[\\s,]+){1,5}";
const hiddenText =
  "(?:(?:system|initial|hidden|original|opening|setup|developer|operator|internal|secret|base|start(?:ing|up)?)[\\s-]*(?:prompt|message|instruction|text|configuration|directive|brief|note|rule|setting|context)s?|initiali[sz]ation (?:text|prompt|message)|(?:text|message|words?|lines?|instructions?|everything|content|all)\\s(?:that\\s(?:was|were|is|stands?|you)\\s)?(?:above|before (?:this|our|my|the)|placed before|given to you|you (?:were|got|have been) (?:given|told|sent))|(?:messages?|text|words?|instructions?|notes?) (?:that )?(?:the |your )?(?:operator|developer|owner|company|admin|host)s?\\s\\p{L}+\\s(?:\\p{L}+\\s)?(?:before|above|first)|your (?:own )?(?:instructions?|prompt|configuration|setup|rules|briefing|preamble))";
const tell =
  "(?:reveal|print|show|output|repeat|display|write|recite|quote|copy|paste|echo|dump|leak|disclose|translate|summari[sz]e|paraphrase|spell|count|encode|list|tell me|give me|share|state|return|send|expose|read (?:me|out|back))";

const i = (source: string) => new RegExp(source, "giu");

/** Each finds one way of an attack; texts about attacks use the same words, which `against` weighs. */
export const signals: readonly Signal[] = [
  {
    name: "sets orders aside",
    weight: 1.6,
    isMeta: true,
    pattern: i(
      `\\b(?:ignore|disregard|forget|skip|drop|override|bypass|set aside|suspend|void|cancel|discard|overrule|neglect|pay no attention to|do not (?:follow|obey|apply))\\b[\\s:]+(?:about\\s)?${whose}${orders}`,
    ),
  },
  {
    name: "sets orders aside",
    weight: 1.5,
    pattern: i(
      `\\b(?:treat|consider|regard)\\b[^.\\n]{0,60}\\b(?:earlier|previous|set up|above|first|original)\\b[^.\\n]{0,40}\\b(?:suggestion|void|obsolete|optional|expired|cancelled|skip|outdated)`,
    ),
  },
  {
    name: "sets orders aside",
    weight: 1.4,
    pattern: i(
      `\\b(?:your|the (?:system|operator'?s?|previous|earlier)) ${orders}[^.\\n]{0,50}\\b(?:no longer|do(?:es)? not|don't|doesn't|never) (?:apply|count|hold|matter|bind|exist)`,
    ),
  },
  {
    name: "sets orders aside",
    weight: 1.3,
    pattern: i(
      "\\b(?:secrecy|confidentiality|safety|moderation|content|privacy) (?:rule|filter|policy)s?\\b[^.\\n]{0,30}\\b(?:does not|do not|don't|doesn't|no longer|off)\\b",
    ),
  },
  {
    name: "asks for hidden text",
    weight: 1.7,
    isMeta: true,
    pattern: i(`\\b${tell}\\b[^.?!\\n]{0,70}\\b${hiddenText}`),
  },
  {
    name: "asks for hidden text",
    weight: 1.5,
    isMeta: true,
    pattern: i(
      "\\b(?:verbatim|word for word|exact(?:ly)?|character by character|letter by letter)\\b[^.\\n]{0,60}\\b(?:instruction|prompt|message|briefing|rules?)\\b",
    ),
  },
  {
    name: "asks for hidden text",
    weight: 1.2,
    pattern: i(
      "\\b(?:master|hidden|secret|admin(?:istrator)?|override|supervisor|recovery) (?:code|password|key|token)s?\\b",
    ),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.9,
    pattern: i(
      `\\b(?:if|when(?:ever)?|once|while)\\b[^.\\n]{0,40}\\b${reader}\\b[^.\\n]{0,50}\\b(?:reads?|process(?:es)?|lists?|looks?|summari[sz]es?|opens?|sees?|parses?|handles?|grades?|reviews?|answers?|is made)\\b[^.\\n]{0,30}\\b(?:should|must|shall|is to|are to|has to|will|please|,)`,
    ),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.7,
    pattern: i(
      `(?:^|[\\n({\\[>"':;*-])\\s*(?:note |notice |message |attention |instructions? |important )?(?:to|for)?\\s*${reader}[^.:\\n]{0,50}:\\s*\\p{L}`,
    ),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.3,
    pattern: i(
      `\\b${reader}\\b[^.\\n]{0,60}\\b(?:must|should|shall|is to|are to|has to|also|now|first)\\s(?!never|not)(?:\\p{L}+ly\\s)?(?:open|send|forward|close|delete|set|reply|answer|recommend|add|save|append|include|run|execute|call|click|visit|post|copy|mail|record|rate|rank|write|say|state|move|pay|transfer|approve|give)`,
    ),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.7,
    pattern: i(
      `\\b${reader}\\s(?:that|which|who)\\s(?:reads?|process(?:es)?|handles?|parses?|grades?|reviews?|sees?|summari[sz]es?)\\b`,
    ),
  },
  {
    name: "hides its words",
    weight: 1.4,
    pattern: i(`<!--[^>]{0,60}\\b${reader}\\b|\\[(?:hidden|invisible|white text|system)[^\\]]{0,20}\\]`),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.7,
    pattern: i("\\bwho(?:ever|mever)?\\b[^.\\n]{0,50}\\b(?:by machine|automatically)\\b"),
  },
  {
    name: "keeps it from the user",
    weight: 1.8,
    pattern: i(
      "\\b(?:without (?:mentioning|telling|saying|informing|showing|asking)|do(?:es)? not (?:mention|tell|show|inform|bring it up|reveal|disclose|say)|don't (?:mention|tell|show|say)|never (?:mention|tell|bring)|say nothing (?:about|of)|keep (?:this|it) (?:secret|from the user|to yourself)|and say (?:that )?(?:the|it|you))\\b",
    ),
  },
  {
    name: "speaks as the system",
    weight: 2.2,
    pattern:
      /"role"\s*:\s*"(?:system|developer)"|<\|?(?:im_start|im_end|system|endoftext|eot_id|start_header_id)\|?>|\[\/?INST\]|<<\/?SYS>>|^#{2,4}\s*(?:system|instruction|operator)\b/gim,
  },
  {
    name: "speaks as the system",
    weight: 2.0,
    pattern:
      /^[\s\-=_*#<[]*(?:end of|\/)\s*(?:the\s)?(?:document|input|user(?: input| message)?|text|data|context|conversation|system|operator message)\b/gim,
  },
  {
    name: "speaks as the system",
    weight: 1.6,
    pattern:
      /^[\s\-=_*#<[(]*(?:system|operator|developer|admin(?:istrator)?|root)(?:\s(?:message|notice|note|update|override|prompt|instruction))?[\s\])>*]*[:\-=>]/gim,
  },
  {
    name: "makes up a tool's result",
    weight: 1.5,
    pattern: i(
      '(?:^|\\n)\\s*(?:tool|function|api) (?:result|output|response|call)\\b|\\b(?:function|tool)\\s[\\w.]+\\s(?:just\\s)?(?:came back|returned|says|answered|confirmed)|\\b(?:verified|authenticated|approved|admin)"?\\s*[:=]\\s*true\\b',
    ),
  },
  {
    name: "claims to be allowed",
    weight: 1.2,
    pattern: i(
      "\\b(?:no (?:further |additional )?(?:confirmation|approval|check|verification)s?\\b|without (?:the |any |further |usual |asking )*(?:confirmation|approval|check|verification|permission|supervisor|review)|needs? no (?:confirmation|approval)|(?:already|has been|was|were) (?:approved|authori[sz]ed|cleared|agreed|verified)|the user has (?:changed|agreed|approved|asked)|as agreed (?:by|with|on)|standing order)",
    ),
  },
  {
    name: "plays somebody without rules",
    weight: 1.7,
    isMeta: true,
    pattern: i(
      "\\b(?:developer|debug|god|admin(?:istrator)?|maintenance|unrestricted|jailbreak|dan|sudo|free) mode\\b|\\bdo anything now\\b|\\b(?:no|without(?: any)?|free of|free from|ignore) (?:restriction|limit|moderation|filter|censorship|guardrail|boundar)\\p{L}*|\\b(?:unfiltered|uncensored|unrestricted)\\b|\\brules do not (?:count|apply)\\b",
    ),
  },
  {
    name: "plays somebody without rules",
    weight: 1.4,
    pattern: i(
      "\\b(?:grand(?:mother|ma|father)|late (?:aunt|uncle|father|mother))\\b[^\\n]{0,120}\\b(?:keys?|codes?|passwords?|recipe for|how to make)\\b|\\b(?:restrictions?|rules|limits)\\b[^\\n]{0,120}\\bset (?:them|it) aside\\b|\\bstay in character\\b",
    ),
  },
  {
    name: "sends data out",
    weight: 1.6,
    pattern: i(
      "https?:\\/\\/[^\\s\"')]{3,200}(?:[?&][\\w-]{1,20}=|\\/)[^\\n]{0,40}\\b(?:append|follow(?:ed|ing)|add(?:ed|ing)?|contain(?:ing)?|plus|with|encode|everything|conversation|e-?mail|phone|names?)\\b",
    ),
  },
  {
    name: "sends data out",
    weight: 1.6,
    pattern: i(
      "\\b(?:append|add|attach|put|include|encode|send|forward|post|upload|copy|mail|render)\\b[^.\\n]{0,80}\\b(?:conversation|chat|e-?mails?|phone numbers?|card number|contacts?|documents?|password|token|api key|history|secrets?|notes|inbox|mailbox|address book|system prompt)\\b[^.\\n]{0,80}\\b(?:to|as|in|into|behind)\\b[^.\\n]{0,40}(?:https?:|url|link|address|path|query|image|image url|public|[\\w.-]+@)",
    ),
  },
  {
    name: "sends data out",
    weight: 1.3,
    pattern: /!\[[^\]]{0,80}\]\(https?:\/\/[^)\s]{0,200}[?&/][^)\s]{0,80}[{<[]/gi,
  },
  {
    name: "runs something destructive",
    weight: 1.5,
    pattern:
      /\brm -rf\b|\bdrop (?:table|database)\b|\bcurl\b[^\n|]{0,120}\|\s*(?:ba)?sh\b|\bdelete (?:all|every)\b[^.\n]{0,40}\b(?:file|ticket|record|mail|order|backup|repositor)/gi,
  },
  {
    name: "asks to decode and follow",
    weight: 1.8,
    pattern: i(
      "\\b(?:decode|decipher|unscramble|rot ?13|base ?64|hex|reverse|backwards|entities|morse|caesar|join|put (?:the |these |those )?(?:parts|pieces|letters) together|render|first letters?)\\b[^\\n]{0,120}\\b(?:follow|obey|execute|carry (?:it |them )?out|do (?:what|as) it|act on|comply|answer (?:it|as)|your (?:new )?(?:instruction|rule|order)s?|instead)\\b",
    ),
  },
  {
    name: "changes what holds from now on",
    weight: 0.7,
    pattern: i(
      "\\b(?:from now on|from here on|for the rest of (?:this|the|our)|henceforth|in your next (?:reply|answer)|you are now|your new (?:task|role|instruction|rule|goal)s?|the real task|now (?:writes?|answers?|moved? to))\\b",
    ),
  },
  {
    name: "a row of obliging answers",
    weight: 2.2,
    pattern:
      /(?:\b(?:user|human|q|question|customer)\s*:[^\n]{3,200}?\b(?:bot|assistant|ai|a|answer|model)\s*:[^\n]{0,200}[\s\S]){3,}/gi,
  },
];

const translated: readonly Signal[] = [
  // German, French, Spanish, Portuguese, Italian, Dutch, Polish
  {
    name: "sets orders aside",
    weight: 1.5,
    pattern: i(
      "\\b(?:ignorier\\p{L}*|vergiss|missachte|oublie[sz]?|ignore[sz]?|olvida|ignora|haz caso omiso|esque[cç]e|ignorar|dimentica|negeer|vergeet|zignoruj|zapomnij|pomi[nń]\\p{L}*)\\b[^.\\n]{0,50}\\b(?:anweisung|vorgabe|regel|instruktion|consigne|instruction|règle|instruccion|instrução|instruções|regla|regra|istruzion|regol|instructie|regels|polece|instrukcj|zasad|por[oó]wnani)\\p{L}*",
    ),
  },
  {
    name: "plays somebody without rules",
    weight: 1.6,
    pattern: i(
      "\\b(?:ohne (?:jede |alle )?(?:einschränkung|grenze|filter)|sans (?:aucune |la moindre )?(?:limite|restriction|filtre)|sin (?:ninguna |ningún )?(?:restricci|límite|filtro)|sem (?:nenhuma )?(?:restri|limite|filtro)|senza (?:alcun\\p{L}* )?(?:limit|restrizion|filtr)|bez (?:żadnych )?(?:ogranicze|filtr))\\p{L}*",
    ),
  },
  {
    name: "asks for hidden text",
    weight: 1.6,
    isMeta: true,
    pattern: i(
      "\\b(?:system-?prompt|systemanweisung|prompt (?:système|del sistema|do sistema|di sistema|systemowy)|systeemprompt)\\p{L}*",
    ),
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.7,
    pattern: i(
      "\\b(?:sprachmodell|ki-?(?:system|assistent|modell)|modèle de langage|modelo de linguagem|modelo de lenguaje|modello linguistico|taalmodel|model językowy|asystent ai|assistente de ia|asistente de ia|assistant ia|assistente ia)\\p{L}*",
    ),
  },
  {
    name: "sets orders aside",
    weight: 1.3,
    pattern: i(
      "\\b(?:verhalte dich|tu es désormais|vous êtes désormais|a partir de ahora eres|agora você é|ora sei|od teraz jesteś|vanaf nu ben je|ab jetzt bist du)\\b|\\b(?:hinfällig|gilt nicht mehr|ne s'appliquent? plus)\\b[^\\n]{0,80}\\b(?:verhalte|antworte|schreibe|réponds|écris)\\b",
    ),
  },
  // Chinese, Japanese, Arabic, Russian, Turkish, Korean
  {
    name: "sets orders aside",
    weight: 1.6,
    pattern:
      /(?:忽略|无视|忘记|不要理会)[^。\n]{0,16}(?:指令|指示|规则|说明|限制|设定)|(?:指示|命令|ルール|制限)[^。\n]{0,12}(?:無視|無効|忘れ|従わ)|تجاهل[^.\n]{0,30}(?:التعليمات|الأوامر|القواعد)|(?:игнорируй|забудь|не обращай внимания)[^.\n]{0,40}(?:инструкци|правил|указани)|(?:yoksay|unut|dikkate alma)[^.\n]{0,10}|(?:talimat|kural)\p{L}*[^.\n]{0,30}(?:yoksay|unut)|(?:지시|규칙|명령)[^.\n]{0,16}(?:무시|잊)/giu,
  },
  {
    name: "asks for hidden text",
    weight: 1.6,
    isMeta: true,
    pattern:
      /(?:系统提示|提示词|隐藏的?(?:设置|指令)|初始设定)|(?:システムプロンプト|内部設定|設定内容)|(?:الإعدادات المخفية|تعليمات النظام|موجه النظام)|системн\p{L}+ (?:промпт|запрос|инструкц)|시스템 프롬프트|sistem (?:istemi|mesajı)/giu,
  },
  {
    name: "plays somebody without rules",
    weight: 1.5,
    pattern:
      /(?:没有任何?限制|不受限制|开发者模式|管理员模式)|(?:制限なし|管理者モード|開発者モード)|بلا قيود|без ограничений|режим разработчика|제한 없이|sınırsız/giu,
  },
  {
    name: "gives an order to whoever reads by machine",
    weight: 1.7,
    pattern:
      /(?:助理|助手|人工智能|大模型|AI)[^。\n]{0,14}(?:请|必须|应|直接|务必)|(?:AI|アシスタント|モデル)[^。\n]{0,20}(?:してください|すること|せよ)|(?:المساعد|الذكاء الاصطناعي)[^.\n]{0,30}(?:يجب|الرجاء|عليه)|(?:ассистент|нейросет|языковая модель)\p{L}*[^.\n]{0,30}(?:долж|обязан|пожалуйста)/giu,
  },
  {
    name: "claims to be allowed",
    weight: 1.2,
    pattern:
      /(?:无需|不用)[^。\n]{0,8}(?:确认|批准|审核)|(?:確認|承認)(?:は)?不要|دون (?:تأكيد|موافقة)|без (?:подтверждени|проверк)/giu,
  },
];

export const allSignals: readonly Signal[] = [...signals, ...translated];

/** What speaks for a text about attacks, or for an ordinary wish, in log odds. */
export const against: readonly { weight: number; pattern: RegExp }[] = [
  {
    weight: 1.2,
    pattern: i(
      "\\b(?:article|report|paper|study|incident|abstract|conference|talk|lecture|survey|case study|newsletter|advisory|researchers?|attackers?|attacks?|jailbreak(?:s|ing)|prompt injection|phishing|vulnerab\\p{L}+|red team\\p{L}*|audit|security (?:team|review|training|notes?))\\b",
    ),
  },
  {
    weight: 1.0,
    pattern: i(
      "\\b(?:translat(?:e|ion|ing)|how do you say|in (?:swedish|french|german|spanish|english|italian|polish|japanese)|traduis|traduire|übersetz\\p{L}*|ins (?:englische|deutsche)|traduc\\p{L}*|przetłumacz|what does .{1,60} mean)\\b|词条|例句",
    ),
  },
  {
    weight: 1.0,
    pattern: i(
      "\\b(?:must never|must not|may not|shall not|should never|you agree (?:not )?to|acceptable use|not permitted|prohibited|section \\d|our policy|change note|version \\d+)\\b",
    ),
  },
  {
    weight: 0.9,
    pattern: i(
      "\\b(?:i am (?:testing|teaching|learning|writing)|game night|party|novel|story|role-?play|practice|exercise|workshop|quiz|comic|screenplay|monologue|rehears\\p{L}+)\\b",
    ),
  },
  {
    weight: 0.8,
    pattern: i(
      "\\b(?:was|were|had been) (?:told|asked|instructed|ordered|tricked|found|removed|blocked)\\b|\\b(?:tried|attempted) to\\b",
    ),
  },
];
