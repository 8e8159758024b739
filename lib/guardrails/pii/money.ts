import { hasIssuerPrefix, ibanLengths, isIban, passesLuhn } from "./checksums.ts";
import { cluesOf } from "./context.ts";
import { inContext } from "./recognizer.ts";
import { type Candidate, type Recognizer } from "./candidate.ts";
import { has, isWordSign } from "./symbols.ts";

/** Words that say a number counts something else: what an order, a part or a parcel is called. */
export const otherNumbers =
  "order orders invoice bestell auftrag rechnung kunden vorgang beleg kdnr artikel liefer sendung faktura facture commande pedido factura ordine fattura bestelling factuur encomenda fatura zamówienie faktura beställning ordre tilaus " +
  "rma po ticket case reference ref sku serial part parts item lot batch ean upc gtin isbn issn imei doi tracking shipment parcel booking account konto version build line lines budget torque sensor reading readings page pages section section paragraph clause article row rows figure table doc docket exhibit model modell seriennummer typ type protocol protocolo protokoll aktenzeichen az dossier file folio bolt screw pnr code id uid vat ust nip regon siret siren company registration licence license policy contract vertrag contrat contrato coordinate grid bearing depth " +
  "quantity qty product 产品 產品 批号 批號 제품 prekė preke 商品 药品 menge anzahl quantité cantidad quantità quantidade hoeveelheid aantal mängd antal määrä množství množstvo količina ilość cantitate miktar количество кількість ποσότητα kogus daudzums kiekis mennyiség jumlah số đơn código codice código kod kód koodi kods kodas koda код κωδικός رمز קוד mã kode รหัส referenz référence referencia riferimento referência referentie referens viite referencja referință referans 参照 参考 參考 producto produit produkt prodotto produto proizvod izdelek toode tuote produs ürün termék товар продукт προϊόν المنتج מוצר naročilo užsakymo užsakymas pasūtījuma pasūtījums tellimus tellimuse narudžba narudžbe objednávka objednávky sorrend порядок поръчка замовлення παραγγελία đơn pesanan 訂單 代码 代碼 コード 코드 数量 數量 수량 الكمية כמות मात्रा कोड ordnung sortering sıra razvrsti järjestys kolejność pořadí poradie " +
  "kostenstelle projekt charge los paket pakete zähler lager ligne colis lotto lottery draw drawing tirage ziehung estrazione sorteo palette pallet dossier pièce série albarán expediente lote bulto matrícula lettera foglio particella lotto collo doos paczka varenummer varenr objednávk zásilk rendelés csomag comand colet sipariş kargo takip seri asset tag tags bag seal seals meter flight gate seat rack room drawing schedule grn container pallets " +
  "заказ накладн артикул счет счёт парти посылк серийн трек замовлен накладна поръчк παραγγελ τιμολόγ κιβώτιο الطلب طلب الشحنة شحنة الفاتورة فاتورة הזמנה חשבונית משלוח ऑर्डर बिल หมายเลขคำสั่งซื้อ คำสั่งซื้อ เลขพัสดุ พัสดุ " +
  "会員番号 受付番号 商品番号 管理番号 登録番号 口座番号 保单号 会员号 案件号 " +
  "wareneingang lieferschein polisnummer versicherungsschein police policy póliza polisa poliçe полис apólice permit voucher census bon pratica bolletta biglietto ärende sag bin bins gauge block " +
  "订单 运单 单号 编号 编码 发票 货号 序列 快递 合同 注文 伝票 請求書 型番 品番 追跡 주문 송장";

const cards = {
  type: "CREDIT_CARD" as const,
  clues: cluesOf(
    "card cards charge charged charging credit debit visa mastercard maestro amex karte kreditkarte kartennummer carte tarjeta cartão carta kort kaart karta cc pan cardno cardnumber kartu kartı kartımın kartım thẻ карта карту карты карте картой картка картку картки картою بطاقة البطاقة بطاقتي كارت کارت כרטיס הכרטיס कार्ड कार्ड बैंक บัตร บัตรเครดิต κάρτα κάρτας kártya kártyaszám kortti kortin kortet kortets kartica kartice kartici kartą kartę kartou kartu 银联 信用卡号 卡 卡号 银行卡 信用卡 カード 카드",
    otherNumbers.replace(/\b(?:account|code|type|ref|reference|line)\b/g, ""),
  ),
};

/** A device's or a meter's own number, named right before it. */
const serial =
  /(?:serial(?: ?(?:no|number))?|s\/n|seriennummer|ser\.? ?nr|imei|iccid|meter|zählernummer|n[°º] de s[ée]rie)\W{0,3}$/i;

/** Digits of the shortest card's number. */
const shortestCard = 12;

/** A run of digits may hold a card at any of its group boundaries; the longest valid one from the left wins. */
function findCards(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const run of text.matchAll(/\d(?:[ \-.]?\d){11,}/g)) {
    const lead = run.index > 0 ? text.charCodeAt(run.index - 1) : 32;
    const after = run.index + run[0].length < text.length ? text.charCodeAt(run.index + run[0].length) : 32;
    // "card4000 0566 …exp": letters may be glued to a number in groups, digits and plain numbers not.
    if ((isWordSign(lead) || isWordSign(after)) && !/^\d{4}([ -])\d{4}\1\d{4}\1\d{3,4}$/.test(run[0]))
      continue;
    const groups = [...run[0].matchAll(/\d+/g)];
    let from = 0;
    while (from < groups.length) {
      const card = longestCard(groups, from);
      if (card)
        found.push({
          type: "CREDIT_CARD",
          start: run.index + card.start,
          end: run.index + card.end,
          score: card.score,
        });
      from = card ? card.next : from + 1;
    }
  }
  return found;
}

function longestCard(groups: RegExpMatchArray[], from: number) {
  let digits = "";
  let best: { start: number; end: number; next: number; score: number } | null = null;
  const start = groups[from]?.index ?? 0;
  for (let at = from; at < groups.length && digits.length <= 19; at += 1) {
    const group = groups[at];
    if (!group) break;
    digits += group[0];
    if (digits.length < 12 || digits.length > 19 || !passesLuhn(digits) || new Set(digits).size === 1)
      continue;
    // Thirteen digits are an EAN far more often than a Visa card of the last century.
    const isGrouped = at - from >= 2 && hasIssuerPrefix(digits);
    const score =
      digits.length === 13
        ? digits.startsWith("4")
          ? 0.5
          : 0.2
        : isGrouped
          ? 0.95
          : hasIssuerPrefix(digits)
            ? 0.8
            : digits.length >= 14
              ? 0.3
              : 0.15;
    best = { start, end: (group.index ?? 0) + group[0].length, next: at + 1, score };
  }
  return best;
}

/** "fromDE89…": capitals behind a small letter begin a number of their own. */
const isGlued = (text: string, start: number) => /^\p{Ll}[A-Z]{2}/u.test(text.slice(start - 1, start + 2));

/** Letters and digits run on into the next word, so the country's length says where the number ends. */
function findIbans(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(/[A-Z]{2}\d{2}(?=(?:[ -]?[A-Z0-9]){11})/gi)) {
    if (match.index > 0 && isWordSign(text.charCodeAt(match.index - 1)) && !isGlued(text, match.index))
      continue;
    const length = ibanLengths[match[0].slice(0, 2).toUpperCase()];
    if (!length) continue;
    let compact = "";
    let end = match.index;
    while (compact.length < length && end < text.length) {
      const symbol = text.charAt(end);
      if (/[A-Za-z0-9]/.test(symbol)) compact += symbol.toUpperCase();
      else if (symbol !== " " && symbol !== "-") break;
      end += 1;
    }
    if (isIban(compact) && (end === text.length || !isWordSign(text.charCodeAt(end))))
      found.push({ type: "IBAN_CODE", start: match.index, end, score: 1 });
  }
  return found;
}

export const cardRecognizer: Recognizer = {
  types: ["CREDIT_CARD"],
  needs: has.digit,
  find: (segment) =>
    segment.digits.longest < shortestCard
      ? []
      : findCards(segment.text)
          .filter(({ start }) => !serial.test(segment.text.slice(Math.max(0, start - 24), start)))
          .map((candidate) => inContext(segment, candidate, cards.clues)),
};

export const ibanRecognizer: Recognizer = {
  types: ["IBAN_CODE"],
  needs: has.digit,
  find: ({ text }) => findIbans(text),
};
