/**
 * Words by which two texts can be seen to disagree, in English, German, French, Spanish, Portuguese, Italian, Dutch,
 * Polish, Russian, Chinese and Japanese. Our own list. A word may end in `*` (any ending), joins a phrase by `_`, and
 * leaves a gap of up to six words by `…`. Longer entries win over shorter ones.
 */

/** Phrases with a negation in them that deny nothing. */
export const idioms = `
not_only not_just not_merely not_simply no_doubt without_doubt without_a_doubt without_any_doubt no_problem no_matter no_sooner nothing_but
not_until not_to_mention not_least no_later_than not_later_than no_earlier_than no_wonder why_not whether_or_not
nicht_nur nicht_zuletzt ohne_zweifel zweifellos ohne_jeden_zweifel kein_problem unter_anderem immer_noch
sans_doute sans_aucun_doute pas_seulement non_seulement pas_de_problème sin_duda sin_ninguna_duda no_solo no_sólo
sem_dúvida sem_qualquer_dúvida não_só não_apenas senza_dubbio non_solo zonder_twijfel niet_alleen bez_wątpienia
nie_tylko без_сомнения не_только for_good at_all before_long after_all at_once given
不但 不仅 不过 非常 差不多 不断 没关系 毫无疑问 无疑 不久 不少 不同 对不起 下午 上午 不错
`;

/** What turns a sentence round. */
export const negators = `
not no never nobody no_one nothing none neither nor nowhere without hardly barely scarcely seldom rarely no_longer
not_any_more cannot far_from anything_but unable lack* fail_to fails_to failed_to failing_to avoid* refrain* prevent* absence unless
omit* keep…out…of kept…out…of keep…away stay…away too…to under_no_circumstances in_no_case on_no_account
auf_keinen_fall en_aucun_cas de_ninguna_manera en_ningún_caso in_nessun_caso in_geen_geval
nicht kein* nie niemals nirgends niemand* nichts ohne kaum weder keinesfalls keineswegs nicht_mehr
pas jamais sans aucun* rien personne guère ni nul nulle no nunca jamás sin nadie nada ningún ninguno ninguna tampoco
não nunca jamais sem ninguém nenhum nenhuma nada non mai senza nessun* niente nulla
niet geen nooit zonder niemand niets nie nigdy bez nikt nic żaden żadn* nie_ma не нет никогда без никто ничего никак* нельзя
不 没 没有 无 未 别 勿 莫 不再 并非 不是 从不 从未 无法 毫不 ない ません なし ず
değil yok asla inte ingen inget aldrig ikke aldri
❌ 🚫 ⛔ 🙅
`;

/** Answers that stand for the whole: at the start of a text, or alone. */
export const answers = {
  yes: `yes yeah yep yup sure certainly absolutely definitely affirmative of_course by_all_means correct right true
    agreed indeed exactly ok okay gladly ja jawohl natürlich selbstverständlich gern gerne klar richtig stimmt genau
    gewiss oui bien_sûr certainement d'accord vrai exact sí claro por_supuesto cierto verdadero sim com_certeza
    verdadeiro certo sì certo certamente vero zeker waar klopt tak oczywiście prawda да конечно верно правда
    是 是的 对 对的 好 好的 当然 可以 行 没错 没问题 はい そうです もちろん 👍 ✅ ✔ ✔️ 👌 🆗 💯 🙆`,
  no: `no nope nah negative never not_at_all by_no_means no_way certainly_not of_course_not absolutely_not incorrect
    wrong false sorry unfortunately nein nö keinesfalls auf_keinen_fall falsch leider non pas_du_tout faux désolé
    falso lo_siento não falso errado nee onwaar helaas nie nieprawda fałsz нет неверно неправда ложь
    不 不是 不对 不行 不可以 没有 错 错误 いいえ 違います 👎 ❎ 🙅 ✖ ✖️`,
} as const;

/** How much of a whole: all, a part, a single one. "None" is all, denied. */
export const quantities = {
  all: `all every each everyone everybody everything both always whole entire entirely completely every_time
    alle alles allen aller jede* jedes immer sämtliche* ganz ganze* beide* stets tous toutes tout toute chaque toujours
    todos todas todo toda cada siempre sempre ambos tutti tutte tutto ogni allemaal elk* ieder* altijd wszyscy wszystkie
    wszystko każd* zawsze все всё каждый всегда 所有 全部 每 都 大家 总是 一律 全体 すべて 全て いつも`,
  some: `some several a_few few many most sometimes partly partially half not_all not_every not_everyone not_always
    part_of occasionally often one_of only_one only_some usually nearly_all almost_all
    einige* manche* mehrere viele meiste* manchmal teilweise halb* nicht_alle nicht_jede* nicht_immer oft gelegentlich
    quelques plusieurs certains certaines parfois pas_tous pas_toutes pas_toujours la_plupart souvent
    algunos algunas varios varias muchos no_todos no_todas a_veces no_siempre la_mayoría alguns algumas vários nem_todos nem_sempre
    às_vezes alcuni alcune parecchi non_tutti non_sempre qualche a_volte sommige enkele niet_alle niet_altijd soms niektóre
    kilka nie_wszyscy nie_wszystkie nie_zawsze czasem некоторые несколько не_все не_всегда иногда
    一些 有些 部分 有的 不是所有 不全 并非所有 有时 多数 少数 一部 ときどき`,
} as const;

/** Words for one thing, which may stand for each other in the same sentence. */
export const synonyms = `
kid child | film movie | doctor physician | lawyer attorney solicitor | car automobile vehicle | firm company business | job position post |
picture image photo photograph | pupil student | shop store | flat apartment | lorry truck | holiday vacation | autumn fall | mail post |
answer reply response | buyer purchaser customer client | error mistake fault | gift present | illness disease sickness | method way approach |
couch sofa | street road | taxi cab | mum mother | dad father | big large | small little | quick fast rapid | happy glad | sad unhappy |
begin start commence | end finish | buy purchase | help assist aid | show display | ask request | get receive obtain | fix repair mend |
choose select pick | keep retain | need require | say state | speak talk | build construct | phone call ring | inform notify tell |
option choice | type kind sort variety | library package | task job | section part | folder directory | bug defect error | bill invoice |
fee charge price cost | salary wage pay | staff employees personnel | meeting appointment session | event occasion | result outcome |
auto wagen fahrzeug | arzt doktor | rechnung faktura | firma unternehmen betrieb | kaufen erwerben | beginnen anfangen starten | wohnung appartement |
handy mobiltelefon smartphone | geschäft laden | lehrer lehrkraft | schnell rasch | sofort umgehend gleich | schicken senden | bekommen erhalten |
voiture auto automobile | médecin docteur | début commencement | coche auto carro | médico doctor | empezar comenzar |
医生 大夫 | 价格 价钱 | 买 购买 | 卖 售 | 漂亮 美丽 | 高兴 开心 快乐 | 电脑 计算机 | 妈妈 母亲 | 爸爸 父亲 | 立刻 马上 立即
`;
