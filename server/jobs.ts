/** Loading a room declares its background jobs; every process that opens the queue loads them all. */
import "#lib/evaluation";
import "#lib/models";
import "#lib/prompts";
