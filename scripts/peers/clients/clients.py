"""openai (sync, async), langchain-openai, litellm and instructor, unmodified: prints what each was answered."""

import asyncio
import json
import os
import sys

which = sys.argv[1]
base_url = os.environ["PEER_BASE_URL"]
api_key = os.environ["PEER_API_KEY"]
prefix = os.environ.get("PEER_MODEL_PREFIX", "")
features = json.load(open(os.environ["PEER_FEATURES"]))


def failed(error):
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", None) or {}
    status = getattr(error, "status_code", None)
    found = {
        "error": type(error).__name__,
        "status": status,
        "code": getattr(error, "code", None),
        "param": getattr(error, "param", None),
        "type": getattr(error, "type", None),
        "retryAfter": headers.get("retry-after"),
    }
    return found if status else {**found, "message": str(error)}


def extra(body):
    """Members that the client's own signature does not know travel in extra_body."""
    known = {"top_k", "min_p", "chat_template_kwargs", "never_heard_of"}
    plain = {key: value for key, value in body.items() if key not in known}
    more = {key: value for key, value in body.items() if key in known}
    return {**plain, **({"extra_body": more} if more else {})}


def read_events(events):
    """What a stream of a response's events says, as common.mjs reads it."""
    dumped = [event.model_dump(exclude_unset=True) for event in events]
    of = lambda kind: [event for event in dumped if event["type"] == kind]
    joined = lambda kind: "".join(event["delta"] for event in of(kind))
    return {
        "text": joined("response.output_text.delta"),
        "reasoning": joined("response.reasoning_summary_text.delta"),
        "calls": joined("response.function_call_arguments.delta"),
        "items": [{"item": event["item"], "output_index": event["output_index"]} for event in of("response.output_item.done")],
        "types": sorted({event["type"] for event in dumped}),
        "response": dumped[-1].get("response"),
    }


def more(body, known=("never_heard_of",)):
    found = {key: body[key] for key in known if key in body}
    return {**{key: value for key, value in body.items() if key not in known}, **({"extra_body": found} if found else {})}


def openai_sync():
    from openai import OpenAI

    client = OpenAI(api_key=api_key, base_url=base_url, max_retries=0)

    def play(name, path, body, model):
        if path == "embeddings":
            return client.embeddings.create(model=model, **body).model_dump()
        if path == "moderations":
            return client.moderations.create(model=model, **body).model_dump(exclude_unset=True)
        if path in ("completions", "responses"):
            answer = getattr(client, path).create(model=model, **more(body))
            if not body.get("stream"):
                return answer.model_dump(exclude_unset=True)
            return read_events(answer) if path == "responses" else {"chunks": [chunk.model_dump(exclude_unset=True) for chunk in answer]}
        if name in ("json-schema", "refusal"):
            return {"choices": client.chat.completions.parse(model=model, **body).model_dump()["choices"]}
        answer = client.chat.completions.create(model=model, **extra(body))
        return {"chunks": [chunk.model_dump(exclude_unset=True) for chunk in answer]} if body.get("stream") else answer.model_dump(exclude_unset=True)

    return play


def openai_async():
    from openai import AsyncOpenAI

    async def ask(path, body, model):
        async with AsyncOpenAI(api_key=api_key, base_url=base_url, max_retries=0) as client:
            if path == "embeddings":
                return (await client.embeddings.create(model=model, **body)).model_dump()
            if path == "moderations":
                return (await client.moderations.create(model=model, **body)).model_dump(exclude_unset=True)
            if path in ("completions", "responses"):
                answer = await getattr(client, path).create(model=model, **more(body))
                if not body.get("stream"):
                    return answer.model_dump(exclude_unset=True)
                events = [event async for event in answer]
                return read_events(events) if path == "responses" else {"chunks": [chunk.model_dump(exclude_unset=True) for chunk in events]}
            answer = await client.chat.completions.create(model=model, **extra(body))
            if not body.get("stream"):
                return answer.model_dump(exclude_unset=True)
            return {"chunks": [chunk.model_dump(exclude_unset=True) async for chunk in answer]}

    return lambda name, path, body, model: asyncio.run(ask(path, body, model))


def langchain():
    from langchain_openai import ChatOpenAI, OpenAIEmbeddings

    left = {"n-2", "n-2-stream", "every-setting", "tools-result", "embed-tokens", "embed-base64"}

    def read(message):
        dumped = message.model_dump()
        return {key: dumped.get(key) for key in ("content", "tool_calls", "invalid_tool_calls", "additional_kwargs", "usage_metadata", "response_metadata")}

    def play(name, path, body, model):
        if name in left:
            return None
        if path == "embeddings":
            values = body["input"] if isinstance(body["input"], list) else [body["input"]]
            return OpenAIEmbeddings(model=model, api_key=api_key, base_url=base_url, max_retries=0).embed_documents(values)
        if path in ("completions", "moderations") or name in ("response-all", "response-schema"):
            return None
        is_response = path == "responses"
        chat = ChatOpenAI(model=model, api_key=api_key, base_url=base_url, max_retries=0, stream_usage=True, use_responses_api=is_response, **({"logprobs": True} if body.get("logprobs") else {}))
        messages = body["messages"] if not is_response else [{"role": "user", "content": body["input"]}]
        bound = chat.bind(**{key: body[key] for key in ("tools", "response_format") if key in body})
        if not body.get("stream"):
            return read(bound.invoke(messages))
        whole, pieces = None, 0
        for chunk in bound.stream(messages):
            whole = chunk if whole is None else whole + chunk
            pieces += 1 if chunk.tool_call_chunks else 0
        return {**read(whole), "pieces": pieces}

    return play


def litellm():
    import litellm as library

    library.suppress_debug_info = True
    left = {"annotations-stream", "embed-tokens"}

    def play(name, path, body, model):
        if name in left:
            return None
        shared = {"model": f"openai/{model}", "api_key": api_key, "api_base": base_url, "max_retries": 0, "num_retries": 0}
        if path == "embeddings":
            return library.embedding(**shared, **body).model_dump()
        if path in ("moderations",) or name in ("completion-all", "response-all", "response-schema"):
            return None
        if path == "completions":
            answer = library.text_completion(**{**shared, "model": f"text-completion-openai/{model}"}, **body)
            return {"chunks": [chunk.model_dump() for chunk in answer]} if body.get("stream") else answer.model_dump()
        # Its streams of responses raise an error at this mock without a gateway between, too: nothing to compare.
        if path == "responses" and body.get("stream"):
            return None
        if path == "responses":
            answer = library.responses(**{key: value for key, value in shared.items() if key != "max_retries" and key != "num_retries"}, **body)
            return read_events(answer) if body.get("stream") else answer.model_dump(exclude_unset=True)
        known = {"never_heard_of", "chat_template_kwargs", "top_k", "min_p"}
        answer = library.completion(**shared, **{key: value for key, value in body.items() if key not in known}, **({"extra_body": {key: body[key] for key in known & body.keys()}} if known & body.keys() else {}))
        return {"chunks": [chunk.model_dump() for chunk in answer]} if body.get("stream") else answer.model_dump()

    return play


def instructor():
    import instructor as library
    from openai import OpenAI
    from pydantic import BaseModel

    class Ticket(BaseModel):
        category: str

    def play(name, path, body, model):
        modes = {"json-schema": library.Mode.JSON_SCHEMA, "unauthorized": library.Mode.JSON_SCHEMA, "too-long": library.Mode.JSON_SCHEMA}
        if name not in modes:
            return None
        client = library.from_openai(OpenAI(api_key=api_key, base_url=base_url, max_retries=0), mode=modes[name])
        ticket, raw = client.chat.completions.create_with_completion(model=model, messages=body["messages"], response_model=Ticket, max_retries=0)
        return {"ticket": ticket.model_dump(), "raw": raw.model_dump()}

    return play


play = {"openai": openai_sync, "openai-async": openai_async, "langchain": langchain, "litellm": litellm, "instructor": instructor}[which]()
results = {}
for feature in features:
    try:
        result = play(feature["name"], feature.get("path"), feature["body"], prefix + feature["name"])
        if result is not None:
            results[feature["name"]] = result
    except Exception as error:  # what a client raises is what is compared
        results[feature["name"]] = failed(error)
print(json.dumps(results, default=str))
