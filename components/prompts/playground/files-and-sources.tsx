import type { PlaygroundMessage } from "#schema/playground";
import { filesOf, sourcesOf } from "./message-view.ts";

/** Pictures of a message as they are, every other file as a link to it. `imageName` is what one without a name is called. */
export function Files({ message, imageName }: { message: PlaygroundMessage; imageName: string }) {
  const files = filesOf(message);
  if (files.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-2">
      {files.map(({ url, mediaType, filename }, at) =>
        // What is elsewhere is not loaded before it is asked for: its server would learn of every look.
        mediaType.startsWith("image/") && url.startsWith("data:") ? (
          // A data URL of this page's own: there is nothing for next/image to fetch or to shrink.
          // oxlint-disable-next-line nextjs/no-img-element
          <img
            key={at}
            src={url}
            alt={filename ?? imageName}
            className="max-h-80 max-w-full rounded-sm border border-line"
          />
        ) : (
          <a
            key={at}
            href={url}
            className="text-sm underline"
            {...(url.startsWith("data:")
              ? { download: filename ?? "file" }
              : { target: "_blank", rel: "noreferrer" })}
          >
            {filename ?? mediaType}
          </a>
        ),
      )}
    </span>
  );
}

/** What an answer rests on, as its provider names it. */
export function Sources({ message }: { message: PlaygroundMessage }) {
  const sources = sourcesOf(message);
  if (sources.length === 0) return null;
  return (
    <section aria-label="Sources" className="flex flex-col gap-1 text-sm text-text-2">
      <p>Sources</p>
      <ol className="list-outside list-decimal pl-5">
        {sources.map((source) => (
          <li key={source.sourceId} className="break-words">
            {source.type === "source-url" ? (
              <a href={source.url} rel="noreferrer" target="_blank" className="underline">
                {source.title ?? source.url}
              </a>
            ) : (
              source.title
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
