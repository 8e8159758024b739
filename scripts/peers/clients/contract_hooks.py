"""What schemathesis must be told of an API whose rules JSON Schema cannot say."""

import uuid

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.generation.meta import CoverageScenario

# A refusal by one of these is of a rule over several members, or of the project's own state.
RULES = {"custom", "unknown_cursor"}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """A key names one request: the same one with another is refused, as it must be. A call has time to be answered."""
    # A changed header makes schemathesis take the case for a valid one, and send the header that it was to leave out.
    if case.meta and getattr(case.meta.phase.data, "scenario", None) == CoverageScenario.MISSING_PARAMETER:
        return
    for name, value in list((case.headers or {}).items()):
        if name.lower() == "idempotency-key" and 1 <= len(str(value)) <= 255:
            case.headers[name] = str(uuid.uuid4())
        if name.lower() == "x-valueloop-timeout-ms" and str(value).isdigit() and 1 <= int(value) <= 3_600_000:
            case.headers[name] = "30000"


@schemathesis.check
def accepts_what_the_schema_says(ctx, response, case):
    """A request of which every member is as the document says is refused by a rule that it cannot say only."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code not in (400, 406, 415):
        return
    # In a sequence members come from other answers, whatever the schema says of them.
    if meta.phase.name.value == "stateful":
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
