import { type BaseMessage, isBaseMessage } from "@langchain/core/messages";
import { BaseMessagePromptTemplate, ChatPromptTemplate } from "@langchain/core/prompts";
import { chatMessageOf, type ChatCallOptions, langchainMessageOf } from "#lib/models";
import { compilePrompt, resolverOf } from "#lib/prompts";
import type { Included, PromptContent } from "#schema/prompts";
import { asChatMessage, settingsOf } from "../render.ts";

/** A version as the registry gives it; a content by itself includes nothing. */
type Stored = { content: PromptContent; includes?: readonly Included[] };
type Values = Record<string, unknown>;

/** The messages of a version, filled by the studio's own renderer: what LangChain sends is what the gateway would send. */
class VersionMessages extends BaseMessagePromptTemplate<Values> {
  override lc_namespace = ["valueloop", "prompts"];
  readonly #content: PromptContent;
  readonly #includes: readonly Included[];

  constructor({ content, includes = [] }: Stored) {
    super();
    this.#content = content;
    this.#includes = includes;
  }

  override get inputVariables(): string[] {
    return this.#content.variables.map(({ name }) => name);
  }

  override async formatMessages(values: Values): Promise<BaseMessage[]> {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const plain = Object.fromEntries(given.map(([name, value]) => [name, withoutMessages(value)]));
    return compilePrompt(this.#content, plain, resolverOf(this.#includes)).messages.map((message) =>
      langchainMessageOf(asChatMessage(message)),
    );
  }
}

/** A history of LangChain's messages as a variable of type messages takes it. */
function withoutMessages(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every((each) => isBaseMessage(each))) return value;
  return value.map((message: BaseMessage) => {
    const { role, content } = chatMessageOf(message);
    return { role, content };
  });
}

/**
 * A prompt's version as LangChain's ChatPromptTemplate: pipe it into a model, fill parts of it with `partial`. Optional
 * variables may be left out. Formatting throws invalid_input for a value of the wrong type.
 */
export function toChatPromptTemplate(version: Stored): ChatPromptTemplate<Values> {
  const { content } = version;
  const isOptional = (variable: PromptContent["variables"][number]) =>
    !variable.required || variable.default !== undefined;
  const [optional, required] = [
    content.variables.filter(isOptional),
    content.variables.filter((variable) => !isOptional(variable)),
  ];
  return new ChatPromptTemplate<Values>({
    inputVariables: required.map(({ name }) => name),
    // Absent is not empty: the renderer takes the default, or leaves the section out.
    partialVariables: Object.fromEntries(optional.map(({ name }) => [name, absent])) as never,
    promptMessages: [new VersionMessages(version)],
    validateTemplate: false,
  });
}

/** LangChain takes texts and functions as partial values; this one gives nothing. */
const absent = () => Promise.resolve(undefined);

/**
 * A version's settings, tools and response schema as call options of a chat model: `model.withConfig(toCallOptions(version))`.
 */
export function toCallOptions({ content }: { content: PromptContent }): Partial<ChatCallOptions> {
  const { stop, ...settings } = settingsOf(content);
  return { ...settings, ...(stop ? { stop } : {}) };
}
