/** Loading a room declares its background jobs and what data it holds; every process that opens the queue loads them all. */
import "#lib/datasets";
import "#lib/evaluation";
import "#lib/feedback";
import "#lib/guardrails";
import "#lib/models";
import "#lib/observability";
import "#lib/playground";
import "#lib/prompts";
import "#lib/releases";
import "#lib/files";
import "#lib/requests";
import "#lib/review";
import "#lib/routes";
