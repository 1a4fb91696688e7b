# What there is on the server under test is put into its description, so that generated requests also meet things that exist.
# Loaded by Schemathesis; YRSA_API_SEEDED comes from tests/api/run.mjs.
import json
import os

import schemathesis

SEEDED = json.loads(os.environ["YRSA_API_SEEDED"])
METHODS = ("get", "put", "post", "delete", "patch")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    for path, item in raw_schema["paths"].items():
        for method in METHODS:
            if method in item:
                seed(path, item[method])


def seed(path, operation):
    known = {**SEEDED["parameters"], **SEEDED["paths"].get(path, {})}
    for parameter in operation.get("parameters", []):
        values = known.get(parameter["name"])
        if parameter["in"] in ("path", "query") and values:
            parameter["schema"] = {"anyOf": [{"enum": values}, parameter["schema"]]}
            parameter.pop("example", None)
            parameter["examples"] = {f"seeded{at}": {"value": value} for at, value in enumerate(values)}
    body = SEEDED["bodies"].get(operation["operationId"])
    if body is not None:
        for content in operation["requestBody"]["content"].values():
            content.pop("example", None)
            content["examples"] = {"seeded": {"value": body}}
