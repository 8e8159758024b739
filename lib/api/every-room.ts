/** Every room that holds data: what governance answers about people and retention is complete only with all of them. */
import "#lib/datasets";
import "#lib/evaluation";
import "#lib/feedback";
import "#lib/files";
import "#lib/guardrails";
import "#lib/models";
import "#lib/observability";
import "#lib/playground";
import "#lib/prompts";
import "#lib/releases";
import "#lib/requests";
import "#lib/review";
import "#lib/routes";
