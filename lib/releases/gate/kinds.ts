/** Every kind of condition a gate can hold, with the words the gate editor shows. */
export const conditionTable = {
  suite_passed: {
    name: "Suite passed",
    about:
      "A run of the candidate holds against the version in use, with 95 % confidence, and meets the suite's thresholds.",
  },
  no_safety_failure: {
    name: "No safety failure",
    about:
      "Every case of the candidate's run was judged for safety and none failed, and no reviewer rejected one for safety.",
  },
  reviewed_share: {
    name: "Reviewed share",
    about: "People decided a share of the cases, and approved enough of those they decided.",
  },
  budget: {
    name: "Budget and objectives",
    about:
      "Cost, latency, errors and carbon of the candidate's run stay under their limits with 95 % confidence.",
  },
  approvals: { name: "Approvals", about: "Other people than the one who asks say yes." },
} as const;

export const conditionKinds = [
  "suite_passed",
  "no_safety_failure",
  "reviewed_share",
  "budget",
  "approvals",
] as const;
