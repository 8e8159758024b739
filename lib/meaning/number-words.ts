/** Numbers and units as words, in the languages of the lexicon. */
export const ones: Record<string, number> = {};
const put = (start: number, list: string) =>
  list.split(" ").forEach((words, place) => words.split("/").forEach((word) => (ones[word] = start + place)));
put(
  0,
  "zero/null/zéro/cero/nul one two/zwo three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
);
put(
  2,
  "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn",
);
put(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize");
put(2, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince");
put(2, "dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze");
put(2, "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici");
put(2, "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien");
put(
  2,
  "dwa/dwie/dwóch trzy/trzech cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście",
);
put(
  2,
  "два/две/двух три/трёх/трех четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать",
);
export const tens: Record<string, number> = {};
const putTens = (list: string) =>
  list
    .split(" ")
    .forEach((words, place) => words.split("/").forEach((word) => (tens[word] = 20 + 10 * place)));
putTens("twenty thirty forty/fourty fifty sixty seventy eighty ninety");
putTens("zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig");
putTens("vingt trente quarante cinquante soixante");
putTens("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa");
putTens("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa");
putTens("venti trenta quaranta cinquanta sessanta settanta ottanta novanta");
putTens("twintig dertig veertig vijftig zestig zeventig tachtig negentig");
putTens("dwadzieścia trzydzieści czterdzieści pięćdziesiąt");
putTens("двадцать тридцать сорок пятьдесят шестьдесят");
export const scales: Record<string, number> = {
  hundred: 100,
  hundert: 100,
  cent: 100,
  cents: 100,
  cien: 100,
  ciento: 100,
  cem: 100,
  cento: 100,
  honderd: 100,
  sto: 100,
  сто: 100,
  thousand: 1e3,
  tausend: 1e3,
  mille: 1e3,
  mil: 1e3,
  mila: 1e3,
  duizend: 1e3,
  tysiąc: 1e3,
  tysiące: 1e3,
  тысяча: 1e3,
  тысячи: 1e3,
  million: 1e6,
  millions: 1e6,
  mio: 1e6,
  millionen: 1e6,
  millón: 1e6,
  millones: 1e6,
  milhão: 1e6,
  milhões: 1e6,
  milione: 1e6,
  miljoen: 1e6,
  milion: 1e6,
  миллион: 1e6,
  billion: 1e9,
  billions: 1e9,
  bn: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  miliardo: 1e9,
  miljard: 1e9,
  миллиард: 1e9,
  trillion: 1e12,
};
export const fixed: Record<string, number> = {
  dozen: 12,
  dutzend: 12,
  douzaine: 12,
  docena: 12,
  dúzia: 12,
  dozzina: 12,
  tuzin: 12,
  half: 0.5,
  halb: 0.5,
  halbe: 0.5,
  halben: 0.5,
  hälfte: 0.5,
  halbes: 0.5,
  moitié: 0.5,
  mitad: 0.5,
  metade: 0.5,
  metà: 0.5,
  helft: 0.5,
  połowa: 0.5,
  половина: 0.5,
  third: 1 / 3,
  drittel: 1 / 3,
  tiers: 1 / 3,
  tercio: 1 / 3,
  quarter: 0.25,
  viertel: 0.25,
  quart: 0.25,
  cuarto: 0.25,
  once: 1,
  twice: 2,
  thrice: 3,
  einmal: 1,
  zweimal: 2,
  dreimal: 3,
  viermal: 4,
  both: 2,
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  triple: 3,
  tripled: 3,
  triples: 3,
  quadrupled: 4,
  halved: 0.5,
  verdoppelt: 2,
  verdoppelte: 2,
  verdreifacht: 3,
  halbiert: 0.5,
  doublé: 2,
  triplé: 3,
  duplicó: 2,
  triplicó: 3,
  dobrou: 2,
  triplicou: 3,
  raddoppiato: 2,
  triplicato: 3,
  couple: 2,
  pair: 2,
  anderthalb: 1.5,
  tenth: 0.1,
  zehntel: 0.1,
  fifth: 0.2,
  fünftel: 0.2,
};

/** Unit words with their dimension and how many base units they are. */
const units: [dimension: string, factor: number, words: string][] = [
  [
    "minute",
    1 / 60,
    "s sec second seconds sekunde sekunden seconde secondes segundo segundos secondi 秒 秒钟",
  ],
  ["minute", 1, "min minute minutes minuten minuto minutos minuti minuut minut minuty минут минуты 分钟 分"],
  ["minute", 15, "viertelstunde"],
  [
    "minute",
    60,
    "h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur godzina godziny godzin час часа часов 小时 个小时 時間",
  ],
  [
    "day",
    1,
    "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dzień dni день дня дней 天 日",
  ],
  [
    "day",
    7,
    "week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzień tygodnie неделя недели недель 周 星期 个星期 週間",
  ],
  ["day", 14, "fortnight fortnights"],
  [
    "month",
    1,
    "month months monat monate monaten mois mes meses mês mese mesi maand maanden miesiąc miesiące месяц месяца месяцев 个月 月",
  ],
  [
    "month",
    12,
    "year years jahr jahre jahren an ans année années año años ano anos anno anni jaar rok lata lat год года лет 年",
  ],
  [
    "percent",
    1,
    "% percent per_cent prozent pour_cent por_ciento por_cento percento procent procenta процент процента процентов",
  ],
  ["gram", 1e-6, "µg μg ug mcg microgram micrograms"],
  ["gram", 1e-3, "mg milligram milligrams milligramm milligrammes miligramos 毫克"],
  ["gram", 1, "g gram grams gramm grammes gramos gramas grammi грамм 克"],
  ["gram", 1e3, "kg kilo kilos kilogram kilograms kilogramm 公斤 千克"],
  ["gram", 1e6, "t tonne tonnes tons tonnen tonelada toneladas 吨"],
  ["metre", 1e-3, "mm millimetre millimetres millimeter 毫米"],
  ["metre", 1e-2, "cm centimetre centimetres centimeter centimeters zentimeter 厘米"],
  ["metre", 1, "m metre metres meter meters metern mètre mètres metro metros metri metrów 米"],
  [
    "metre",
    1e3,
    "km kilometre kilometres kilometer kilometers kilometern kilomètres kilómetros quilômetros chilometri 公里 千米",
  ],
  ["litre", 1e-3, "ml millilitre millilitres milliliter 毫升"],
  ["litre", 3.785, "gallon gallons gallonen galón galones"],
  ["litre", 0.473, "pint pints"],
  ["metre", 1609.344, "mile miles meile meilen millas milhas miglia"],
  ["metre", 0.3048, "foot feet ft fuß pieds pies"],
  ["metre", 0.0254, "inch inches zoll pouces pulgadas"],
  ["metre", 0.9144, "yard yards"],
  ["gram", 28.35, "ounce ounces oz unzen"],
  ["gram", 453.6, "lb lbs"],
  ["celsius", 1, "°c celsius degrees_celsius degree_celsius degrees_c grad_celsius"],
  ["fahrenheit", 1, "°f fahrenheit degrees_fahrenheit degree_fahrenheit degrees_f grad_fahrenheit"],
  ["litre", 1, "l litre litres liter liters litro litros litri 升"],
  ["byte", 1, "byte bytes"],
  ["byte", 1e3, "kb kilobyte kilobytes"],
  ["byte", 1e6, "mb megabyte megabytes"],
  ["byte", 1e9, "gb gigabyte gigabytes"],
  ["byte", 1e12, "tb terabyte terabytes"],
  ["euro", 1, "€ eur euro euros 欧元"],
  ["dollar", 1, "$ usd dollar dollars dólares 美元"],
  ["pound", 1, "£ gbp pounds pfund"],
  ["yuan", 1, "¥ cny yuan 元"],
  ["degree", 1, "° degree degrees grad degrés grados graus gradi stopni градусов 度"],
];
export const unitOf = new Map<string, [dimension: string, factor: number]>();
for (const [dimension, factor, words] of units)
  for (const word of words.split(" ")) unitOf.set(word.replaceAll("_", " "), [dimension, factor]);
export const unitWords = [...unitOf.keys()].toSorted((a, b) => b.length - a.length);

/** Symbols of units by their case, with the words for them beside. */
const symbolUnits: [dimension: string, factor: number, symbol: string, words: string][] = [
  ["volt", 1e-3, "mV", "millivolt millivolts"],
  ["volt", 1, "V", "volt volts"],
  ["volt", 1e3, "kV", "kilovolt kilovolts"],
  ["ampere", 1e-3, "mA", "milliamp milliamps"],
  ["ampere", 1, "A", "amp amps ampere amperes"],
  ["watt", 1, "W", "watt watts"],
  ["watt", 1e3, "kW", "kilowatt kilowatts"],
  ["watt", 1e6, "MW", "megawatt megawatts"],
  ["watt", 1e9, "GW", "gigawatt gigawatts"],
  ["watthour", 1, "Wh", "watt-hour watt-hours"],
  ["watthour", 1e3, "kWh", "kilowatt-hour kilowatt-hours"],
  ["watthour", 1e6, "MWh", "megawatt-hours"],
  ["amperehour", 1e-3, "mAh", "milliampere-hours"],
  ["amperehour", 1, "Ah", "ampere-hours"],
  ["hertz", 1, "Hz", "hertz"],
  ["hertz", 1e3, "kHz", "kilohertz"],
  ["hertz", 1e6, "MHz", "megahertz"],
  ["hertz", 1e9, "GHz", "gigahertz"],
  ["ohm", 1, "Ω", "ohm ohms"],
  ["ohm", 1e3, "kΩ", "kiloohm"],
  ["joule", 1, "J", "joule joules"],
  ["joule", 1e3, "kJ", "kilojoule kilojoules"],
  ["calorie", 1, "cal", "calorie calories"],
  ["calorie", 1e3, "kcal", "kilocalorie kilocalories"],
  ["newton", 1, "N", "newton newtons"],
  ["pascal", 1, "Pa", "pascal pascals"],
  ["pascal", 100, "hPa", "hectopascal mbar millibar"],
  ["pascal", 1e3, "kPa", "kilopascal kilopascals"],
  ["pascal", 1e5, "bar", "bars"],
  ["pascal", 6894.76, "psi", ""],
  ["kelvin", 1, "K", "kelvin"],
  ["celsius", 1, "C", ""],
  ["fahrenheit", 1, "F", ""],
  ["decibel", 1, "dB", "decibel decibels"],
  ["mole", 1e-3, "mmol", "millimole millimoles"],
  ["mole", 1, "mol", "mole moles"],
  ["metre", 1e-9, "nm", "nanometre nanometres nanometer nanometers"],
  ["metre", 1e-6, "μm", "micrometre micrometres micron microns"],
  ["minute", 1 / 60_000, "ms", "millisecond milliseconds"],
  ["minute", 1 / 60e6, "μs", "microsecond microseconds"],
  ["gram", 1e-9, "ng", "nanogram nanograms"],
  ["bit", 1e3, "kbit", "kbps"],
  ["bit", 1e6, "Mbit", "Mbps"],
  ["bit", 1e9, "Gbit", "Gbps"],
  ["speed", 1, "km/h", "kph kilometres_per_hour kilometers_per_hour"],
  ["speed", 1.609, "mph", "miles_per_hour"],
  ["speed", 3.6, "m/s", "metres_per_second meters_per_second"],
  ["area", 1, "m2", "sqm"],
  ["area", 0.0929, "ft2", "sqft"],
  ["area", 1e6, "km2", ""],
  ["area", 1e4, "ha", "hectare hectares"],
  ["area", 4046.86, "ac", "acre acres"],
  ["rouble", 1, "₽", ""],
  ["rupee", 1, "₹", "rupee rupees"],
  ["yen", 1, "yen", ""],
];
export const symbolOf = new Map<string, [dimension: string, factor: number]>();
for (const [dimension, factor, symbol, words] of symbolUnits)
  for (const word of [symbol, ...words.split(" ")].filter(Boolean))
    symbolOf.set(word.replaceAll("_", " "), [dimension, factor]);
export const symbols = [...symbolOf.keys()].toSorted((a, b) => b.length - a.length);
