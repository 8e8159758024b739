import { api } from "#lib/api";

/** In development Next serves the API itself, so that it reloads; in production server/studio.ts takes it before Next's router. */
const handle = (request: Request): Promise<Response> => Promise.resolve(api.fetch(request));

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };

export const dynamic = "force-dynamic";
