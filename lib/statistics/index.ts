export {
  bootstrap,
  bootstrapMean,
  bootstrapQuantile,
  bootstrapRelativeChange,
  bootstrapRelativeQuantileChange,
  clusterBootstrapMean,
  type Bootstrap,
} from "./bootstrap.ts";
export { clopperPearsonInterval, zeroFailureBound } from "./clopper-pearson.ts";
export { cohenKappa, confusionTable } from "./kappa.ts";
export { mcnemarExact } from "./mcnemar.ts";
export { benjaminiHochberg, holm } from "./multiple-tests.ts";
export { mean, quantile, sampleVariance, sum } from "./numbers.ts";
export { signFlipTest } from "./permutation.ts";
export { itemsNeeded, smallestEffect } from "./power.ts";
export { clusteredStandardError, standardError } from "./standard-error.ts";
export { wilsonInterval } from "./wilson.ts";
