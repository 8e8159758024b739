export type Axis = {
  name: string;
  plus: string;
  minus: string;
  /** The minus side denies: "refused" is "not approved". */
  denies?: true;
  /** The two sides say the same when who and whom change places: buy and sell, larger and smaller. */
  converse?: true;
  /** Another thing and not the same one denied: left, today, she. */
  isIdentity?: true;
};

/** Opposites. One axis holds one pair of ideas in all languages, so that texts in two languages meet on it. */
export const axes: readonly Axis[] = [
  {
    name: "agreement",
    denies: true,
    plus: `approv* accept* grant* permit* allow* agree* endors* authori* hire* recommend* go_ahead entitled eligible may_enter
      support* give_the_green_light green_light 🟢 in_favour in_favor uphold upheld confirm* consent* extend* extension renew*
      genehmig* bewillig* angenommen annehm* zugestimmt zustimm* stimmt_zu erlaub* gestatt* zugelassen befürwort* einverstanden bestätig* stattgegeben dürfen darf empfehl* empfiehlt verlänger* berechtigt
      approuv* accept* autoris* accord* recommand* permet* droit_à aprob* acept* autoriz* permit* concedid* aprov* aceit* approvat* accettat* consent* autorizzat* goedgekeurd toegestaan toegelaten
      zatwierdz* zaakceptowan* dozwolon* przyjęt* одобр* принят* разреш* можно 批准 同意 通过 允许 许可 准许 接受 可以 支持 赞成 推荐 承認 許可 賛成`,
    minus: `refus* reject* declin* den(y|ied|ies) dismiss* forbid* forbidden prohibit* ban banned disallow* veto* revok* withdr* i_object we_object objects_to objected objection* objecting_to oppos* against
      turn*…down threw…out throw*…out thrown_out rul*_out vote*_down disapprov* overturn* advise*_against 🔴 red_light unsigned expel* terminat* fired sacked laid_off evict*
      ablehn* abgelehnt lehnt*…ab lehnen…ab verweiger* untersag* verboten verbiet* verbietet verwehr* zurückgewiesen widerruf* gegen dagegen abgewiesen unzulässig abgeraten rät…ab
      refus* rejet* interdi* déclin* contre révoqu* rechaz* deneg* prohib* negad* contra revocad* recus* rejeit* proibid* rifiutat* respint* vietat* proibit* contro geweigerd afgewezen verboden tegen
      odrzuc* zakazan* odmówi* zabronion* przeciw отказ* отклон* запрещ* против 拒绝 禁止 不许 不准 不得 反对 否决 驳回 撤销 拒否 禁止 反対 却下`,
  },
  {
    name: "taking place",
    denies: true,
    plus: `take*_place took_place taking_place go*_ahead held as_planned stattfind* finde*…statt findet…statt fand…statt a_lieu aura_lieu tiene_lugar tendrá_lugar se_celebra acontece* realiza* si_tiene avrà_luogo gaat_door vindt_plaats odbędzie odbywa* odbył* состои* 举行 如期 照常 開催`,
    minus: `cancel* call*_off call…off calls…off called…off scrap* abgesagt entfäll* fällt…aus ausgefallen storniert gestrichen annul* cancelad* suspendid* annullat* afgelast geannuleerd odwołan* отмен* 取消 停办 中止 休止`,
  },
  {
    name: "success",
    denies: true,
    plus: `succe* pass passed passes solved work works worked working gelang* gelungen klappt* bestanden funktionier* réussi* fonctionn* éxito funcion* aprobó sucesso funzion* riuscit* geslaagd werkt udał* działa* успе* удал* работает 成功 正常 顺利 合格`,
    minus: `fail* broken breaks_down out_of_order faulty defective unsuccessful* miss misses missed missing misslung* gescheitert scheiter* kaputt defekt durchgefallen échou* échec en_panne cassé fracas* falh* fallit* avariad* averiad* mislukt stuk nieudan* zepsut* не_удал* сломан* durch…gefallen fällt…durch 失败 坏了 故障 不合格 故障中`,
  },
  {
    name: "thumbs",
    denies: true,
    plus: "👍 ✅ ✔ 🆗",
    minus: "👎",
  },
  {
    name: "presence",
    denies: true,
    plus: `present available in_stock included include* complete attended exists verfügbar vorhanden anwesend vollständig disponible* presente* inclus* incluid* disponibil* beschikbaar dostępn* obecn* доступ* присутств* 有货 在场 包括 包含 完整`,
    minus: `absent unavailable sold_out out_of_stock excluded exclude* incomplete empty_handed ausverkauft vergriffen abwesend unvollständig ausgeschlossen épuisé indisponible* absent* agotad* esgotad* ausente* esaurit* uitverkocht afwezig niedostępn* nieobecn* отсутств* недоступ* 缺货 缺席 不包括 售罄`,
  },
  {
    name: "safety",
    denies: true,
    plus: `safe safely harmless secure sicher ungefährlich sûr sans_danger segur* seguro* sicuro veilig bezpieczn* безопас* 安全`,
    minus: `unsafe dangerous* hazardous harmful unsicher gefährlich* schädlich dangereu* peligros* perigos* pericolos* gevaarlijk niebezpieczn* опасн* 危险 有害`,
  },
  {
    name: "need",
    denies: true,
    plus: `must need needs needed required necessary mandatory obligatory compulsory has_to have_to muss müssen nötig notwendig pflicht erforderlich obligator* doit doivent obligatoire nécessaire debe deben obligatori* necesari* deve devem necessári* obrigatóri* moet moeten verplicht musi muszą konieczn* obowiązkow* должен должн* нужно обязател* 必须 需要 必要 应该 要求`,
    minus: `unnecessary optional needless voluntary waived unnötig freiwillig optional facultatif facultat* inutile opcional* voluntari* desnecessári* facoltativ* vrijwillig dobrowoln* необязател* 不必 不用 无需 不需要 自愿`,
  },
  {
    name: "life",
    denies: true,
    plus: `survived survives alive recovered saved überlebt überlebte gerettet lebt survécu vivant sobreviv* vivo sopravvissut* overleefd przeżył* выжил* 活着 幸存 获救`,
    minus: `died dies dead killed perished deceased succumbed gestorben starb tot verstorben mort décédé* murió muert* falecid* morreu mort* overleden zmarł* умер* погиб* 死亡 去世 死了 遇难`,
  },
  {
    name: "liking",
    denies: true,
    plus: `like likes liked love* enjoy* happy satisfied pleased interested mag mögen gefällt zufrieden liebt aime* content* gusta* satisfech* gosta* piace* soddisfatt* tevreden lubi* zadowolon* нрав* доволен довольн* 喜欢 满意 高兴`,
    minus: `dislike* hate* unhappy dissatisfied disappointed displeased unzufrieden enttäuscht hasst détest* mécontent* déçu* odia* insatisfech* decepcionad* insoddisfatt* delus* ontevreden niezadowolon* недовол* ненавид* 讨厌 不满 失望`,
  },
  {
    name: "truth",
    denies: true,
    plus: `true correct right_answer accurate valid wahr richtig korrekt zutreffend gültig vrai* exact* valable verdader* correct* válid* corrett* valid* juist geldig prawdziw* ważn* верн* действител* 正确 属实 真的 有效`,
    minus: `false incorrect wrong untrue inaccurate invalid falsch unwahr ungültig unzutreffend faux fausse* inexact* périmé fals* incorrect* inválid* errad* errat* scorrett* onjuist ongeldig fałszyw* nieważn* неверн* недействител* ложн* 错误 虚假 无效 假的`,
  },
  {
    name: "certainty",
    denies: true,
    plus: `sure certain confident convinced sicher_dass überzeugt certain_que convaincu* segur* certeza convint* zeker pewn* уверен* 确定 肯定 确信`,
    minus: `doubt* unsure uncertain sceptical skeptical bezweifl* zweifel* unsicher_ob doute* dud* duvid* dubit* twijfel* wątpi* сомнева* 怀疑 不确定`,
  },
  {
    name: "guilt",
    denies: true,
    plus: `guilty convicted schuldig verurteilt coupable* culpable* culpad* colpevol* schuldig winn* виновен 有罪`,
    minus: `innocent acquitted unschuldig freigesprochen innocent* acquitt* inocente* absuelt* absolvid* assolt* onschuldig niewinn* невинов* 无罪`,
  },
  {
    name: "law",
    denies: true,
    plus: `legal lawful legally rechtmäßig legal* légal* lecito legaln* законн* 合法`,
    minus: `illegal* unlawful rechtswidrig illegal* illégal* ilegal* illecit* nielegaln* незаконн* 非法 违法`,
  },
  {
    name: "chance",
    denies: true,
    plus: `possible possibly likely feasible möglich wahrscheinlich possible* probable* posible* possív* prováv* possibil* mogelijk możliw* возможн* 可能`,
    minus: `impossible unlikely infeasible unmöglich unwahrscheinlich impossible* improbable* imposible* impossív* impossibil* onmogelijk niemożliw* невозможн* 不可能`,
  },
  {
    name: "knowledge",
    denies: true,
    plus: `known knows know bekannt weiß connu* conocid* conhecid* not* bekend znan* известн* 知道 已知`,
    minus: `unknown unbekannt inconnu* desconocid* desconhecid* ignot* onbekend nieznan* неизвестн* 未知 不明`,
  },
  {
    name: "ability",
    denies: true,
    plus: `able can could kann können peut peuvent puede pueden pode podem può possono kan kunnen może mogą może может могут 能 能够 会`,
    minus: `incapable unfähig incapable* incapaz* niezdoln* неспособ* 不能 不会`,
  },
  {
    name: "profit",
    denies: true,
    plus: `profit* gain* surplus gewinn* überschuss bénéfice* benefici* ganancia* lucro* guadagn* winst zysk* прибыл* 盈利 利润 赚`,
    minus: `loss* deficit verlust* defizit perte* déficit pérdida* prejuízo* perdit* verlies strat* убыт* 亏损 损失 赔`,
  },
  {
    name: "use",
    denies: true,
    plus: `enable* activ* switched_on turned_on online running aktiv* eingeschaltet läuft activ* allum* encendid* ligad* acces* ingeschakeld włączon* включ* 开启 启用 打开 在线 运行`,
    minus: `disable* deactiv* inactive switched_off turned_off offline deaktiv* ausgeschaltet abgeschaltet désactiv* éteint* desactiv* apagad* desligad* spent* uitgeschakeld wyłączon* выключ* 关闭 停用 禁用 离线`,
  },
  {
    name: "opening",
    plus: `open opens opened opening unlock* öffne* geöffnet offen auf* ouvert* ouvr* abiert* abre* abrir* abert* apert* apre* geopend opent otwar* otwier* открыт* открыва* 开门 营业 开放 打开`,
    minus: `close closes closed closing shut locked lock schließ* geschlossen zu_ist ferm* cerrad* cierra* fechad* fecha* chius* chiud* gesloten sluit zamkn* zamyka* закрыт* закрыва* 关门 打烊 关闭 停业`,
  },
  {
    name: "beginning",
    plus: `begin* began begun start* launch* opens beginn* begonnen anfang* angefangen startet gestartet commenc* début* empiez* empez* comienz* comenz* começ* inici* comincia* inizi* begint zaczyn* zaczął zaczę* rozpocz* начал* начин* 开始 启动 開始`,
    minus: `end* ended finish* over_now stop* expire* conclud* cease* ende* beendet endet aufgehört läuft…ab ablauf* abgelaufen termin* fini* finit acab* finaliz* encerr* finisc* eindigt afgelopen kończy* skończ* zakończ* законч* кончи* 结束 停止 终止 到期 終了`,
  },
  {
    name: "height",
    plus: `up upward* rise* rose rising risen increas* grow* grew higher climb* upstairs raise* more_expensive ↑ ⬆ ⬆️ 📈 steig* stieg* gestiegen erhöh* zunahm* zugenommen hinauf nach_oben aufwärts augment* hausse mont* sub* aument* crec* subi* crescer cres* salit* cresc* stijg* gestegen omhoog wzros* rośnie w_górę вырос* раст* повы* вверх 上升 上涨 增加 提高 增长 升 涨 上 上昇 増加`,
    minus: `down downward* fall* fell drop* decreas* declined_by lower sink* sank reduc* cut shrink* shrank cheaper downstairs ↓ ⬇ ⬇️ 📉 sink* sank* gesunken gefallen fiel senk* gesenkt abgenommen hinunter nach_unten abwärts diminu* baiss* descend* baj* disminu* reduc* caiu cair* desc* diminui* scend* sces* cal* daal* gedaald omlaag spad* w_dół упал* пада* сниз* вниз 下降 下跌 减少 降低 降 跌 下 下落 減少`,
  },
  {
    name: "side",
    isIdentity: true,
    plus: `left leftmost left-hand ⬅ ⬅️ ← 👈 links linke* gauche izquierd* esquerd* sinistr* linker lew* слева лев* налево 左 左侧 左转`,
    minus: `right rightmost right-hand ➡ ➡️ → 👉 rechts rechte* droite derech* direit* destr* rechter praw* справа прав* направо 右 右侧 右转`,
  },
  {
    name: "compass",
    isIdentity: true,
    plus: `north* nord* norte* noord* północ* север* 北 北部 east* ost* östlich* est_de este leste oost* wschód* wschodn* восто* 东`,
    minus: `south* süd* sud_de sur sul zuid* połud* юж* 南 南部 west* westlich* ouest oeste ovest zachód* zachodn* запад* 西`,
  },
  {
    name: "movement",
    plus: `arriv* enter* import* ankunft ankomm* angekommen kommt…an einfuhr arriv* entr* lleg* cheg* entra* aankom* przyjazd* przyjeżdż* przyby* приб* приех* въезд* 到达 抵达 进入 进口 到着`,
    minus: `depart* leav* left_the exit* export* abfahrt abreis* fährt…ab ausfuhr départ* part* sort* sal* part* sai* usci* vertrek* odjazd* odjeżdż* wyjazd* отпр* уех* выезд* 出发 离开 出口 驶出`,
  },
  {
    name: "inside",
    plus: `inside indoors internal in_there drinnen innen intern* dedans à_l'intérieur dentro interno* binnen wewnątrz внутри 里面 内部 室内`,
    minus: `outside outdoors external out out_there draußen außen extern* dehors à_l'extérieur fuera fora fuori buiten zewnątrz снаружи 外面 外部 室外`,
  },
  {
    name: "time of day",
    isIdentity: true,
    plus: `morning morgens vormittag* am_morgen matin mañana manhã mattin* ochtend* rano утр* 早上 上午 早晨 🌅`,
    minus: `evening night afternoon tonight abend* abends nachmittag* nachts soir* nuit après-midi tarde noche noite sera notte pomeriggio avond* middag* nacht wiecz* popołudni* noc* вечер* ночь ночью 晚上 下午 夜里 傍晚`,
  },
  {
    name: "order",
    converse: true,
    plus: `before prior_to earlier_than bevor vor_dem vorher avant antes prima voor przed до перед прежде 之前 以前 先`,
    minus: `after later_than once_you nachdem nach_dem nachher après después depois dopo na nadat po после 之后 以后 后`,
  },
  {
    name: "timeliness",
    plus: `on_time punctual* pünktlich* early earlier ahead_of_schedule früh* zu_früh verfrüht en_avance tôt temprano adelantad* cedo adiantad* presto vroeg wcześn* рано раньше 早 提前`,
    minus: `late later delayed behind_schedule verspätet spät* zu_spät en_retard tard tarde retrasad* atrasad* tardi laat vertraagd późn* spóźn* поздно позже 晚 延误 推迟 迟到`,
  },
  {
    name: "past and future",
    isIdentity: true,
    plus: `used_to formerly former ex- previously was_once no_longer_is früher ehemalig* einst war_früher ancien* autrefois était antes_era antigu* ex era_antes antig* già un_tempo voormalig* vroeger były dawn* бывш* раньше_был 曾经 以前是 过去 已经`,
    minus: `is_to will_be going_to is_about_to future soon next will wird_bald wird_künftig künftig* zukünftig* bald futur* va_devenir sera bientôt será pronto va_a futuro será_em_breve logo vai sarà presto binnenkort toekomstig* wkrótce przyszł* będzie будущ* скоро будет 将来 将要 即将 未来 将`,
  },
  {
    name: "amount",
    converse: true,
    plus: `more larger bigger greater taller longer heavier older faster stronger better above over_the exceed* outperform* outgrew mehr größer höher länger schwerer älter schneller besser über plus_grand* plus_de meilleur* más mayor* mejor* mais maior* melhor* più maggior* miglior* meer groter beter więcej większ* lepsz* больше лучше выше 更大 更多 更高 更好 大于 多于 超过 高于`,
    minus: `less fewer smaller shorter lighter younger slower weaker worse below under_the weniger kleiner niedriger kürzer leichter jünger langsamer schlechter unter moins plus_petit* pire menos menor* peor* pior* meno minor* peggior* minder kleiner slechter mniej mniejsz* gorsz* меньше хуже ниже 更小 更少 更低 更差 小于 少于 低于 不如`,
  },
  {
    name: "bound",
    plus: `at_least no_fewer_than no_less_than not_less_than minimum or_more upwards_of mindestens wenigstens nicht_weniger_als au_moins al_menos como_mínimo pelo_menos almeno minstens ten_minste co_najmniej przynajmniej не_менее минимум 至少 不少于 最少 以上`,
    minus: `at_most no_more_than not_more_than maximum or_less up_to höchstens maximal nicht_mehr_als au_plus como_máximo no_más_de no_máximo al_massimo hoogstens maximaal najwyżej co_najwyżej не_более максимум 至多 不超过 最多 以下`,
  },
  {
    name: "trade",
    converse: true,
    plus: `buy* bought purchas* kauf* gekauft achet* compr* acquist* koop* gekocht kupi* куп* 买 购买`,
    minus: `sell* sold verkauf* vend* vent verkoop* verkocht sprzeda* прода* 卖 售 出售`,
  },
  {
    name: "loan",
    converse: true,
    plus: `lend* lent verleih* verliehen prêt* prest* empresta* prestat* uitgeleend pożycz* одолж* 借给 借出`,
    minus: `borrow* ausgeliehen geliehen leih* emprunt* pedir_prestad* pidió_prestad* pegou_emprestad* geleend zapożycz* занял* 借来 借入 向…借`,
  },
  {
    name: "giving",
    converse: true,
    plus: `give gives gave giving send* sent pay* paid gib* gibt gegeben geschickt zahlt bezahlt donn* envoy* pay* dio enviad* pag* deu enviou diede geeft gaf dał* wysła* дал* послал* 给 送给 付给 支付`,
    minus: `receiv* obtain* got bekomm* erhält erhalten reçu* reçoi* recib* receb* ricev* krijg* ontvang* otrzyma* dosta* получ* 收到 得到 领取`,
  },
  {
    name: "victory",
    converse: true,
    plus: `win wins won beat beats beaten defeat* victory outplay* gewinn* gewonnen gewann siegt* schlug besieg* gagn* vainc* batt* ganó ganar* vencí* venc* ganh* vinto vinse wint gewonnen versloeg wygra* pokona* выигр* побед* 赢 击败 战胜 获胜 胜利 胜 打败`,
    minus: `lose* lost defeat_to verlier* verloren verlor unterl* perd* perdi* pers* verloor przegra* проигр* 输 败给 负于 失利 落败 败`,
  },
  {
    name: "temperature",
    isIdentity: true,
    plus: `hot warm heat* heiß warm* chaud* calient* quente* cald* heet gorąc* ciepł* горяч* тепл* 热 暖 🔥 `,
    minus: `cold cool* chill* kalt* kühl* froid* frí* fri* fredd* koud* zimn* холод* 冷 凉 🥶`,
  },
  {
    name: "speed",
    plus: `fast quick* rapid* schnell* rapide* vite rápid* veloc* snel* szybk* быстр* 快 🐇`,
    minus: `slow* langsam* lent* lento* lentament* traag wolno powol* медлен* 慢 🐢`,
  },
  {
    name: "price",
    plus: `expensive dear costly teuer* cher* car* costos* duur drog* дорог* 贵 昂贵`,
    minus: `cheap* inexpensive free_of_charge billig* günstig* kostenlos bon_marché barat* econom* gratuit* goedkoop tani* дёшев* дешев* 便宜 免费`,
  },
  {
    name: "fill",
    plus: `full crowded voll* plein* llen* chei* pien* vol pełn* полн* 满 🌕 🔋`,
    minus: `empty leer* vide* vací* vazi* vuot* leeg pust* пуст* 空 🌑 🪫`,
  },
  {
    name: "light",
    isIdentity: true,
    plus: `light bright day* daytime hell* tag* clair* jour* dí* dia* chiar* giorn* licht dag* jasn* dzień светл* день 亮 白天`,
    minus: `dark night-time dunkel* sombre* oscur* escur* buio donker ciemn* тёмн* темн* 暗 黑夜 🌙`,
  },
  {
    name: "mood",
    isIdentity: true,
    plus: `😀 😃 😄 😁 😊 🙂 😍 🥳 😂 🤣 🥰 😎 😆 🤩 😇 😋 👏 🙌 🎉 ❤️ ❤ 💚 happy glücklich froh heureu* feliz* felic* contento gelukkig szczęśliw* счастлив* 开心 快乐`,
    minus: `😞 😢 😭 😠 😡 🙁 😤 😩 😫 😰 😱 🤢 🤬 😟 😕 😖 😣 😥 ☹️ 😔 🙃 💔 🤮 sad angry traurig wütend triste* enfad* enojad* arrabbiat* verdrietig boos smutn* грустн* 难过 伤心 生气`,
  },
  {
    name: "keeping",
    plus: `keep* kept retain* stay* remain* hold behalt* behält bleib* geblieben conserv* garde* reste* mantien* qued* mantém fica* tien* rest* houd* blijf* zachow* zosta* сохран* остал* 保留 留下 继续`,
    minus: `discard* delete* remove* removed throw*_away destroy* lösch* gelöscht entfern* entfernt wegwerf* supprim* jet* elimin* borr* apag* remov* cancell* verwijder* usun* wyrzuc* удал* выброс* 删除 丢弃 去掉 移除 销毁`,
  },
  {
    name: "joining",
    plus: `join* count*…in sign*_up enrol* beitret* beigetreten angemeldet inscri* únete participa* aangemeld dołącz* присоедин* 加入 参加 报名`,
    minus: `resign* quit count*…out sign*_off withdraw* austret* ausgetreten abgemeldet gekündigt démission* renunci* demit* dimess* ontslag rezygn* уволил* 退出 辞职 退学`,
  },
  {
    name: "sex",
    isIdentity: true,
    plus: `he him his man male boy father son brother husband mr er ihn mann vater sohn bruder herr homme père fils frère hombre padre hijo hermano homem pai filho irmão uomo figlio fratello man vader zoon mężczyzna ojciec syn brat мужчина отец сын брат 他 男 父亲 儿子`,
    minus: `she her woman female girl mother daughter sister wife mrs ms frau mutter tochter schwester femme mère fille sœur mujer madre hija hermana mulher mãe filha irmã donna figlia sorella vrouw moeder dochter kobieta matka córka siostra женщина мать дочь сестра 她 女 母亲 女儿`,
  },
  {
    name: "publicity",
    plus: `public publicly öffentlich* publi* públic* pubblic* openbaar publiczn* публичн* 公开 公共`,
    minus: `private privately secret confidential privat* geheim* vertraulich* privé* secret* confidenti* privad* secret* privat* segret* prywatn* tajn* частн* секретн* 私人 秘密 保密`,
  },
  {
    name: "sameness",
    plus: `same identical equal unchanged gleich* identisch unverändert même* identique* mism* iguale* iguai* mesm* stess* uguale* hetzelfde gelijk taki_sam ten_sam równ* тот_же одинаков* 相同 一样 不变`,
    minus: `different differ* changed unequal unterschiedlich anders verschieden* geändert différent* diferent* divers* verschillend anders różn* inny разн* другой 不一样 不同的 变了`,
  },
  {
    name: "memory",
    denies: true,
    plus: `remember* recall* erinner* denkt_an souviens souvient rappel* recuerd* acord* lembr* ricord* herinner* pamięta* помн* вспомн* 记得 想起 記得`,
    minus: `forget* forgot* vergess* vergaß vergisst oubli* olvid* esquec* dimentic* vergeten zapomn* забы* 忘记 忘了`,
  },
  {
    name: "many and few",
    plus: `many much lots plenty numerous viele vielen viel zahlreiche* beaucoup nombreu* muchos muchas mucho muitos muitas muito molti molte molto veel wiele wielu много многие 很多 许多 大量`,
    minus: `few fewer_than little hardly_any wenig* kaum_jemand peu pocos pocas poco poucos poucas pouco pochi poche weinig mało niewiel* мало немног* 很少 不多 少量`,
  },
  {
    name: "agreement of minds",
    denies: true,
    plus: `in_agreement unanimous* einig einstimmig unanim* unánim* eens jednomyślnie единоглас* 一致`,
    minus: `disagree* dispute* disputed uneinig umstritten strittig désaccord en_desacuerdo discord* oneens niezgod* несоглас* 分歧 不一致`,
  },
  {
    name: "appearance",
    denies: true,
    plus: `visible appear* erschein* sichtbar visible* apar* visív* zichtbaar widoczn* видим* 出现 可见`,
    minus: `invisible hidden disappear* vanish* verschwind* verschwand unsichtbar invisible* dispar* desaparec* invisív* invisibil* scompar* verdwen* znikn* исчез* 消失 隐藏`,
  },
  {
    name: "quality",
    denies: true,
    plus: `good great excellent wonderful well improve* benefi* advantage* gut gute* hervorragend ausgezeichnet verbesser* vorteil* bon bonne* excellent* avantage* buen* excelente* ventaja* mejor* bom boa ótim* melhora* vantag* buon* ottim* miglior* goed* uitstekend dobr* świetn* хорош* отличн* 很好 优秀 改善 好处 良好`,
    minus: `bad poor terrible awful worsen* deteriorat* harm* disadvantage* drawback* schlecht* miserabel verschlechter* nachteil* mauvais* désavantag* inconvénient* mal* pésim* desventaja* empeor* ruim péssim* piora* svantagg* peggior* slecht* zły zła złe плох* ужасн* 很差 糟糕 恶化 坏处`,
  },
  {
    name: "difficulty",
    plus: `easy easily simple simply einfach leicht facile* fácil* semplic* makkelijk eenvoudig łatw* легк* прост* 容易 简单`,
    minus: `hard difficult tough complicated schwer* schwierig kompliziert difficile* difícil* complicad* moeilijk trudn* трудн* сложн* 困难 难 复杂`,
  },
  {
    name: "strength",
    plus: `strong* sturdy robust stark* kräftig fort forte* fuert* sterk silny silna сильн* 强`,
    minus: `weak* fragile frail schwach* faible* débil* frac* debol* zwak słab* слаб* 弱`,
  },
  {
    name: "wetness",
    plus: `wet moist rain* 🌧 ☔ nass feucht regn* mouillé* pluie mojad* lluvia molhad* chuva bagnat* piogg* nat regen mokr* deszcz* мокр* дожд* 湿 下雨 雨`,
    minus: `dry sunny ☀ trocken sonnig sec sèche ensoleillé sec* solead* enxut* asciutt* soleggiat* droog zonnig such* słoneczn* сух* солнечн* 干燥 晴`,
  },
  {
    name: "cleanliness",
    plus: `clean sauber propre limpi* limp* pulit* schoon czyst* чист* 干净`,
    minus: `dirty schmutzig sale suci* suj* sporc* vuil brudn* грязн* 脏`,
  },
  {
    name: "rank",
    isIdentity: true,
    plus: `first erste* premier* primer* primeir* prim* eerste pierwsz* перв* 第一 最初`,
    minus: `last_place final_place letzte* dernier* últim* ultim* laatste ostatni* последн* 最后`,
  },
  {
    name: "position",
    isIdentity: true,
    plus: `top front upper oben vorne vorder* haut devant arriba delante frente cima sopra davanti boven voor_in góra przód сверху спереди 上面 前面 顶`,
    minus: `bottom rear lower_part unten hinten hinter* derrière en_bas abajo detrás atrás baixo sotto dietro onder achter dół tył снизу сзади 下面 后面 底`,
  },
  {
    name: "duration",
    isIdentity: true,
    plus: `permanent* dauerhaft unbefristet définitif permanente* vast stał* постоянн* 永久`,
    minus: `temporar* vorübergehend befristet provisoire* temporal* temporári* temporane* tijdelijk tymczasow* временн* 临时 暂时`,
  },
  {
    name: "transfer",
    plus: `upload* hochlad* lädt…hoch téléverser subir_archivo enviar_arquivo 上传`,
    minus: `download* herunterlad* lädt…herunter télécharg* descarg* baix* scaric* pobier* скач* 下载`,
  },
  {
    name: "addition",
    plus: `add adds added adding insert* hinzufüg* fügt…hinzu ajout* añad* agreg* adicion* aggiung* toevoeg* doda* добав* 添加 加入 增添`,
    minus: `delet* subtract* weglass* abzieh* enlev* quita* retir* omit* toglie* weglaten odejm* вычт* 删除 去除 扣除`,
  },
];
