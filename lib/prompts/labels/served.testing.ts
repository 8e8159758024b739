import { openPostgres } from "#db";
import { systemContext } from "#lib/identity";
import { moveLabel } from "./move.ts";

/** Another process of the same installation: moves a label on the PostgreSQL of the URL given. */
const [url = "", projectId = "", promptId = "", name = "", versionId = ""] = process.argv.slice(2);
const open = await openPostgres(url, 2);
await moveLabel(await systemContext(open.db, projectId), { promptId, name, versionId });
await open.close();
