"""What a program does, by a client that knows nothing of us but the document."""

import json
import os
import time

from valueloop_api_client import AuthenticatedClient
from valueloop_api_client.api.datasets import create_dataset
from valueloop_api_client.api.evaluation import get_run, start_run
from valueloop_api_client.api.gateway import create_chat_completion
from valueloop_api_client.api.prompts import get_prompt, list_prompts
from valueloop_api_client.api.review import list_decisions
from valueloop_api_client import models

ids = json.loads(os.environ["PEER_IDS"])
client = AuthenticatedClient(base_url=os.environ["PEER_URL"], token=os.environ["PEER_KEY"])

prompts = list_prompts.sync(client=client)
version = get_prompt.sync("bench/triage", client=client, label="served")
body = models.CreateChatCompletionBody.from_dict(
    {"model": "mock/mock", "messages": [{"role": "user", "content": "Sort this."}], "reasoning_effort": "low"}
)
completion = create_chat_completion.sync(client=client, body=body)
said = completion.choices[0].message.content
dataset = create_dataset.sync(
    client=client,
    body=models.CreateDatasetBody.from_dict(
        {"name": f"From Python {time.time()}", "examples": [{"inputs": {"text": "a"}, "reference": {"any": ["JSON"]}}]}
    ),
)
run = start_run.sync(
    client=client,
    body=models.StartRunBody.from_dict(
        {
            "promptVersionId": ids["versionId"],
            "datasetVersionId": dataset.latest.id,
            "suiteVersionId": ids["suiteVersionId"],
            "target": {"connectionId": ids["connectionId"], "model": "simulated-instant"},
        }
    ),
)
decisions = list_decisions.sync(client=client)
refused = get_run.sync("00000000-0000-7000-8000-000000000000", client=client)
assert refused.code == "not_found", refused
print(
    f'read {len(prompts.items)} prompts, version {version.number}, "{said}", made a dataset,'
    f" a run ({run.status}), read {len(decisions.items)} decisions"
)
