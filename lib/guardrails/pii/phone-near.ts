// Telephone numbers by what their sentence says behind them, and whose it says they are.

/** What a sentence says behind a number: "take 339 780 8824 off your calling list", "unter 0155 504913 zu erreichen". */
const saidBehind =
  /^[^.!?\n;\d]{0,36}?(?<!\p{L})(?:call(?:s|ed|ing|back)?|rings?|ringing|phones?|voice ?mails?|sms|texts? (?:me|him|her|us|them)|whats ?app|mobile|erreich\p{L}*|anruf\p{L}*|rückruf|handy|joindre|rappel\p{L}*|appel(?:ez|er|le)|llam\p{L}*|contestan?|ligar|chiama\p{L}*|bellen|ringa|dzwoni\p{L}*)(?!\p{L})/iu;
/** Whose number it is, or where it rings, up to three words before. */
const saidBefore =
  /(?<!\p{L})(?:mum|mom|mother|dad|father|sister|brother|wife|husband|son|daughter|grandma|grandpa|aunt|uncle|cousin|neighbou?r|landlord|landlady|guardian|carer|nanny|roommate|partner|boss|plumber|driver|courier|concierge|janitor|dentist|receptionist|house|home|sim|direct line|extension|alt(?:ernate|ernative)?|cdr|caller ?id|praxis|kanzlei|büro|zentrale|ehemann|ehefrau|mutter|vater|schwester|bruder|nachbar(?:in)?|vermieter(?:in)?|hausmeister|nummer|mère|père|sœur|frère|mari|femme|voisin|propriétaire|hermana|hermano|madre|padre|marido|esposa|mamma|papà|fratello|sorella|moglie|bel|belt|moeder|vader|zus|broer)(?!\p{L})(?:['’]s)?(?:[^\p{L}\d\n]{1,3}\p{L}{1,8}){0,3}[^\p{L}\d\n]{1,4}$/iu;
/** "line" alone counts lines. */
const directLine = /(?<!\p{L})direct line:? \(?$/iu;
/** As long as numbers are where they are dialled: with a zero in front, or ten as in North America. */
const isDialled = /^(?:0[1-9]\d{7,10}|1?[2-9]\d{2}[2-9]\d{6}|[5-9]\d{8})$/;
/** The greatest whole numbers of computers. */
const isLimit = /^(?:214748364[78]|429496729[56])$/;

/**
 * A number as long as one dials it, of which its sentence says that it is called, or whose it is. `isOther` tells
 * whether the words before it already say what it is; it is asked last, because it looks many words up.
 */
export function isSaidNearby(
  text: string,
  at: { start: number; end: number },
  digits: string,
  isOther: () => boolean,
): boolean {
  if (!isDialled.test(digits) || isLimit.test(digits)) return false;
  const before = text.slice(Math.max(0, at.start - 48), at.start);
  if (directLine.test(before)) return true;
  return (saidBehind.test(text.slice(at.end, at.end + 56)) || saidBefore.test(before)) && !isOther();
}
