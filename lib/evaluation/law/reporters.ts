/**
 * Reporters of court decisions: how they are written, the years their decisions are of, and how many volumes were out at
 * the end of 2026 (a series that goes on is given room). After the Bluebook's tables and freelawproject/reporters-db.
 */
export type Reporter = { name: string; pattern: string; years: [number, number]; volumes: number };

const open = 2026;
const reporter = (
  name: string,
  years: [number, number],
  volumes: number,
  pattern = flexible(name),
): Reporter => ({
  name,
  pattern,
  years,
  volumes,
});

/** "F. Supp. 2d" as "F.Supp.2d", "F Supp 2d" or with spaces inside "U. S.". */
function flexible(name: string): string {
  return name
    .replace(/([A-Z])\.(?=[A-Z])/g, "$1. ")
    .split(" ")
    .map((part) => part.replace(/\./g, "\\.?").replace("'", "['’]"))
    .join("\\s?");
}

export const reporters: readonly Reporter[] = [
  reporter("U.S.", [1754, open], 620, "U\\.\\s?S\\."),
  reporter("S. Ct.", [1882, open], 150),
  reporter("L. Ed. 2d", [1956, open], 240),
  reporter("L. Ed.", [1754, 1956], 100),
  reporter("F.4th", [2021, open], 220),
  reporter("F.3d", [1993, 2021], 999),
  reporter("F.2d", [1924, 1993], 999),
  reporter("F. Supp. 3d", [2014, open], 850),
  reporter("F. Supp. 2d", [1998, 2014], 999),
  reporter("F. Supp.", [1932, 1998], 999),
  reporter("F. App'x", [2001, 2021], 861),
  reporter("F.R.D.", [1938, open], 370),
  reporter("B.R.", [1979, open], 700),
  reporter("Fed. Cl.", [1992, open], 190),
  reporter("Fed. Cas.", [1789, 1880], 31),
  reporter("F.", [1880, 1924], 300, "F\\.|Fed\\."),
  reporter("A.3d", [2010, open], 380),
  reporter("A.2d", [1938, 2010], 999),
  reporter("N.E.3d", [2012, open], 290),
  reporter("N.E.2d", [1936, 2013], 999),
  reporter("N.W.2d", [1941, open], 999),
  reporter("P.3d", [2000, open], 620),
  reporter("P.2d", [1931, 2000], 999),
  reporter("S.E.2d", [1939, open], 950),
  reporter("S.W.3d", [1999, open], 760),
  reporter("S.W.2d", [1928, 1999], 999),
  reporter("So. 3d", [2008, open], 450),
  reporter("So. 2d", [1941, 2009], 999),
  reporter("Cal. Rptr. 3d", [2003, open], 350),
  reporter("Cal. Rptr. 2d", [1991, 2003], 135),
  reporter("Cal. Rptr.", [1959, 1991], 286),
  reporter("Cal. App. 5th", [2016, open], 130),
  reporter("Cal. App. 4th", [1991, 2016], 248),
  reporter("Cal. App. 3d", [1969, 1991], 235),
  reporter("Cal. App. 2d", [1934, 1969], 276),
  reporter("Cal. 5th", [2016, open], 25),
  reporter("Cal. 4th", [1991, 2016], 63),
  reporter("Cal. 3d", [1969, 1991], 54),
  reporter("Cal. 2d", [1934, 1969], 71),
  reporter("N.Y.S.3d", [2014, open], 260),
  reporter("N.Y.S.2d", [1937, 2014], 999),
  reporter("N.Y.3d", [2003, open], 50),
  reporter("N.Y.2d", [1955, 2003], 100),
  reporter("N.Y.", [1847, 1955], 309),
  reporter("Ill. 2d", [1952, 2011], 242),
  reporter("Mass.", [1804, open], 500),
  reporter("N.E.", [1884, 1936], 200),
  reporter("N.W.", [1879, 1941], 300),
  reporter("S.E.", [1886, 1939], 200),
  reporter("S.W.", [1886, 1928], 300),
  reporter("P.", [1883, 1931], 300, "P\\.|Pac\\."),
  reporter("A.", [1885, 1938], 200, "A\\.|Atl\\."),
  reporter("So.", [1886, 1941], 200, "So\\."),
];

/** The year that the last decisions of a volume of the U.S. Reports are of, for some volumes; between them it grows evenly. */
export const unitedStatesReportsYears: readonly (readonly [volume: number, year: number])[] = [
  [1, 1791],
  [5, 1808],
  [17, 1819],
  [41, 1842],
  [60, 1857],
  [100, 1880],
  [150, 1893],
  [200, 1906],
  [250, 1919],
  [300, 1937],
  [347, 1954],
  [384, 1966],
  [410, 1973],
  [450, 1981],
  [500, 1991],
  [531, 2001],
  [550, 2007],
  [576, 2015],
  [600, 2024],
  [620, 2027],
];
