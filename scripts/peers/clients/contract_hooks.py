"""What schemathesis must be told of an API whose rules JSON Schema cannot say."""

import uuid

import schemathesis
from schemathesis.core.failures import Failure

# A refusal by one of these is of a rule over several members, or of the project's own state.
RULES = {"custom", "unknown_cursor"}


@schemathesis.hook
def map_headers(ctx, headers):
    """A key names one request: the same one with another is refused, as it must be. A call has time to be answered."""
    if headers and headers.get("Idempotency-Key"):
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if headers and str(headers.get("x-valueloop-timeout-ms", "")).isdigit():
        headers["x-valueloop-timeout-ms"] = "30000"
    return headers


@schemathesis.check
def accepts_what_the_schema_says(ctx, response, case):
    """A request of which every member is as the document says is refused by a rule that it cannot say only."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code not in (400, 406, 415):
        return
    answer = response.json()
    details = answer.get("details") or {}
    issues = details.get("issues") if isinstance(details, dict) else None
    broken = [issue for issue in issues or [] if issue.get("code") not in RULES and "code" in issue]
    param = (answer.get("error") or {}).get("param") if isinstance(answer.get("error"), dict) else None
    if broken or param:
        raise Failure(
            operation=case.operation.label,
            title="A request as the schema says was refused",
            message=f"{response.status_code}: {broken or param}",
        )
