/**
 * P(Z <= x) of the standard normal: Hart 1968, algorithm 5666, as printed by West 2005 ("Better approximations to
 * cumulative normal functions"); absolute error below 1e-15.
 */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  const tail = size > 37 ? 0 : upperTail(size);
  return x > 0 ? 1 - tail : tail;
}

function upperTail(size: number): number {
  const scale = Math.exp((-size * size) / 2);
  if (size < 7.071_067_811_865_47) return (scale * power(above, size)) / power(below, size);
  const fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
  return scale / (fraction * 2.506_628_274_631);
}

// Coefficients from the highest power down.
const above = [
  3.526_249_659_989_11e-2, 0.700_383_064_443_688, 6.373_962_203_531_65, 33.912_866_078_383,
  112.079_291_497_871, 221.213_596_169_931, 220.206_867_912_376,
];
const below = [
  8.838_834_764_831_84e-2, 1.755_667_163_182_64, 16.064_177_579_207, 86.780_732_202_946_1,
  296.564_248_779_674, 637.333_633_378_831, 793.826_512_519_948, 440.413_735_824_752,
];

function power(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}
