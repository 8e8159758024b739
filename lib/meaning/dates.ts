/** 20/07/1969, 20.7.1969 and 1969-07-20 as "20 July 1969", so that all meet. */
export function spellDates(text: string): string {
  const named = (day: string, month: string, year: string, whole: string) => {
    const name = monthNames[Number(month) - 1];
    return name ? `${Number(day)} ${name} ${year}` : whole;
  };
  return text
    .replace(/\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b/g, (whole, day: string, month: string, year: string) =>
      named(day, month, year, whole),
    )
    .replace(/\b(\d{4})-(\d{2})-(\d{2})\b/g, (whole, year: string, month: string, day: string) =>
      named(day, month, year, whole),
    );
}

export const monthNames =
  "January February March April May June July August September October November December".split(" ");
