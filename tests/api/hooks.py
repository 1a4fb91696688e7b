# What there is on the server under test is put into its description, so that generated requests also meet things that exist.
# Loaded by Schemathesis; YRSA_API_SEEDED comes from tests/api/run.mjs.
import json
import os
import re
import uuid

import schemathesis
from hypothesis import strategies
from schemathesis.core.parameters import ParameterLocation

SEEDED = json.loads(os.environ["YRSA_API_SEEDED"])
METHODS = ("get", "put", "post", "delete", "patch")

# Nothing, and one Y.Text "t" with an "x" in it, by client 1.
UPDATES = [bytes([0, 0]), bytes([1, 1, 1, 0, 4, 1, 1, 116, 1, 120, 0])]
schemathesis.openapi.media_type("application/octet-stream", strategies.sampled_from(UPDATES) | strategies.binary())


@schemathesis.hook
def before_load_schema(context, raw_schema):
    for path, item in raw_schema["paths"].items():
        for method in METHODS:
            if method in item:
                seed(path, item[method])


def seed(path, operation):
    known = {**SEEDED["parameters"], **SEEDED["paths"].get(path, {}), **SEEDED["operations"].get(operation["operationId"], {})}
    for parameter in operation.get("parameters", []):
        values = known.get(parameter["name"])
        if values:
            parameter["schema"] = {"anyOf": [{"enum": values}, parameter["schema"]]}
            parameter.pop("example", None)
            parameter["examples"] = {f"seeded{at}": {"value": value} for at, value in enumerate(values)}
    body = SEEDED["bodies"].get(operation["operationId"])
    if body is not None:
        for content in operation["requestBody"]["content"].values():
            content.pop("example", None)
            content["examples"] = {"seeded": {"value": body}}


@schemathesis.hook
def filter_path_parameters(context, path_parameters):
    """A list in the place of a string goes into the path as Python prints it, where these two end the path."""
    return not any(set("?#") & set(str(value)) for value in (path_parameters or {}).values())


@schemathesis.hook
def before_call(context, case, kwargs):
    """Nobody waits for work here, which takes up to half a minute; and a key that may be one is for this request only."""
    if isinstance(case.body, dict) and case.body.get("wait_seconds") in range(1, 31):
        case.body["wait_seconds"] = 0
    headers = kwargs.get("headers") or {}
    for given in (headers, case.headers or {}):
        if re.fullmatch("[!-~]{1,255}", str(given.get("idempotency-key", ""))):
            given["idempotency-key"] = str(uuid.uuid4())


def is_huge(value):
    """Whether there is a number in it that fits 64 bits only without a sign; the description has no word for these."""
    if isinstance(value, dict):
        return any(map(is_huge, value.values()))
    if isinstance(value, list):
        return any(map(is_huge, value))
    return isinstance(value, int) and value >= 2**63


@schemathesis.check
def wrong_bodies_are_refused(context, response, case):
    """What Schemathesis checks of negative data, for bodies alone: in a path everything is a string, and so nothing is wrong."""
    body = case.meta.components.get(ParameterLocation.BODY) if case.meta else None
    if body and body.mode.is_negative and response.status_code < 300 and not is_huge(case.body):
        raise AssertionError(f"answered {response.status_code} to a body that is not what the description says: {case.body!r}")
