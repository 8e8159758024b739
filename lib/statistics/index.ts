export { binCounts } from "./bins.ts";
export {
  bootstrap,
  bootstrapMean,
  bootstrapQuantile,
  bootstrapRelativeChange,
  bootstrapRelativeQuantileChange,
  clusterBootstrapMean,
  type Bootstrap,
} from "./bootstrap.ts";
export { boundedMeanInterval, boundedMeanTest, type Bounds } from "./bounded-mean.ts";
export {
  clopperPearsonInterval,
  differenceOfIntervals,
  shareDifference,
  zeroFailureBound,
} from "./clopper-pearson.ts";
export {
  alpha,
  decidePairs,
  leastPairs,
  notWorse,
  stateOf,
  withAdjusted,
  type DecideInput,
  type DecisionState,
  type Direction,
  type NotWorse,
  type PairedDecision,
} from "./decide.ts";
export {
  decomposeChange,
  fewestOfPart,
  type ChangeOfMean,
  type Contribution,
  type PartSums,
} from "./decompose.ts";
export { makeDraws, type Draw } from "./draws.ts";
export { agreement, cohenKappa, confusionTable } from "./kappa.ts";
export {
  positiveMeanInterval,
  relativeMeanChange,
  type RelativeChange,
  unseenTimes,
} from "./positive-mean.ts";
export { quantileInterval, relativeQuantileChange, valuesNeeded } from "./quantile-interval.ts";
export { mcnemarExact } from "./mcnemar.ts";
export { benjaminiHochberg, holm } from "./multiple-tests.ts";
export { passAllK, passAtK } from "./pass-at-k.ts";
export { mean, quantile, sampleVariance, sum } from "./numbers.ts";
export { signFlipTest } from "./permutation.ts";
export { pairsNeeded, smallestMeanEffect, smallestShareEffect } from "./plan.ts";
export { itemsNeeded, smallestEffect } from "./power.ts";
export { clusteredStandardError, standardError } from "./standard-error.ts";
export { leastRecords, weightedMean, weightedMeanInterval, type RecordSums } from "./weighted-mean.ts";
export { wilsonInterval, type Interval } from "./wilson.ts";
