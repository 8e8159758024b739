import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What a person does in the studio and a program does not, and why. */
const exceptions: Record<string, string[]> = {
  "Signing in, passwords, second factors and sessions are a person's own: no key may reach them.": [
    "identity.acceptInvitation",
    "identity.changePassword",
    "identity.confirmSecondFactor",
    "identity.createFirstOwner",
    "identity.demoPeople",
    "identity.deviceCookie",
    "identity.deviceSeconds",
    "identity.findDemoUser",
    "identity.findPasswordReset",
    "identity.getAccount",
    "identity.getInvitationByToken",
    "identity.hostOf",
    "identity.isInstallationEmpty",
    "identity.isSetUpOpen",
    "identity.issuePasswordReset",
    "identity.listSessions",
    "identity.mailPasswordReset",
    "identity.makeDevice",
    "identity.resetPassword",
    "identity.revokeSession",
    "identity.startSecondFactor",
    "identity.turnOffSecondFactor",
  ],
  "Pages find with them who asks, for which project, and what to draw.": [
    "identity.contextForUser",
    "identity.listProjectsOfUser",
  ],
  "They serve the API and its reference themselves.": ["api.api", "api.apiReference"],
  "The playground's conversation is one person's, on screen; a program asks /chat/completions.": [
    "playground.getConversation",
    "playground.listConversations",
    "playground.resumeTurn",
    "playground.sendTurn",
    "playground.stopTurn",
  ],
  "Names in the place of ids, and what a picker or a table draws: the API's lists hold both.": [
    "models.modelNames",
    "releases.listServedPrompts",
    "prompts.nameVersions",
    "releases.promotionChoices",
    "releases.promotionsOfVersions",
    "routes.listOfferedRoutes",
    "routes.targetNames",
  ],
  "Numbers on badges and buttons: as many as the lists of the API have.": [
    "evaluation.countCases",
    "prompts.countPrompts",
    "releases.countOpenPromotions",
    "review.countDiffering",
    "review.countProposedCorrections",
    "review.countWaitingTasks",
    "review.waitingAmong",
  ],
  "A project's first policy, made where somebody looks for it; projects made now begin with one.": [
    "guardrails.ensureDefaultPolicy",
  ],
};

/** The verbs that files take from the rooms' doors, with a file that does. */
function verbsOf(pattern: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync(pattern)) {
    if (/\.test(ing)?\.tsx?$/.test(file)) continue;
    const imports = readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "#lib\/([\w-]+)"/g);
    for (const [, names = "", room = ""] of imports)
      for (const name of names.split(",").map((item) => item.trim().split(" as ")[0] ?? ""))
        if (/^[a-z]/.test(name) && !name.startsWith("type ")) found.set(`${room}.${name}`, file);
  }
  return found;
}

const studio = verbsOf("app/**/*.{ts,tsx}");
const api = verbsOf("lib/api/**/*.ts");
const excepted = Object.values(exceptions).flat();

it("lets a program do whatever a person can", () => {
  const missing = [...studio]
    .filter(([verb]) => !api.has(verb) && !excepted.includes(verb))
    .map(
      ([verb, file]) =>
        `${verb} (${file}): give it a route in lib/api/routes, or say here why no program may`,
    );
  expect(missing).toEqual([]);
});

it("excepts nothing that a program can do, or that nobody does", () => {
  expect(excepted.filter((verb) => api.has(verb) || !studio.has(verb))).toEqual([]);
});
