"""Carries out runs of workflows: python3 executor.py SERVER PREFIX [--once]

Python 3 alone. SERVER is such as http://127.0.0.1:8080, PREFIX such as acme/ (or / for everything); the environment's YRSA_TOKEN is sent
where tokens are asked for (a grant of editor on PREFIX). Claims the run that waits longest under PREFIX, walks the workflow's nodes so that each comes after those with an
edge to it, and reports steps, lines and progress; a thread renews the lease. What a node does stands in `carry_out`: this one says the
node's label, waits `data.seconds`, and fails where `data.fail` is set. With --once it ends after one run.
"""

import graphlib
import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

LEASE_SECONDS = 15


class Stop(Exception):
    """Somebody cancelled the run, or the lease has ended."""


def ask(method, path, body=None):
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token := os.environ.get("YRSA_TOKEN"):
        headers["Authorization"] = "Bearer " + token
    if method != "GET":
        headers["Idempotency-Key"] = str(uuid.uuid4())  # asked again below, it is done once
    data = None if body is None else json.dumps(body).encode()
    for left in reversed(range(LEASE_SECONDS)):
        request = urllib.request.Request(SERVER + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except OSError as error:  # the server restarts, or has too much to do
            if not left or getattr(error, "code", 503) not in (429, 503):
                raise
            time.sleep(1)


class Lease:
    """A claimed run: every report goes through here, and tells when to stop."""

    def __init__(self, run):
        self.token, self.ended, self.cancelled = run["lease"]["token"], threading.Event(), False
        self.document = "/api/documents/" + urllib.parse.quote(run["document"], safe="")
        self.path = self.document + "/runs/" + run["id"]
        threading.Thread(target=self.keep, daemon=True).start()

    def keep(self):
        while not self.ended.wait(LEASE_SECONDS / 3):
            try:
                self.report("POST", "/renew")
            except Stop:
                pass
            except OSError as error:
                print("not renewed, trying again:", error, file=sys.stderr)

    def report(self, method, rest, **body):
        try:
            answer = ask(method, self.path + rest, {"lease": self.token, **body})
        except urllib.error.HTTPError as error:
            if error.code in (403, 404, 409):  # the run is somebody else's by now, or gone
                self.ended.set()
                raise Stop("the lease has ended") from error
            raise
        if answer.get("cancel_requested") and rest != "/finish":
            self.cancelled = True
            self.ended.set()
            raise Stop("cancelled")

    def log(self, step, text, level="info"):
        self.report("POST", "/logs", lines=[{"step": step, "text": text[:4000], "level": level}])


def carry_out(node, lease):
    data = node.get("data") or {}
    lease.log(node["id"], f"running {data.get('label', node['id'])}")
    if lease.ended.wait(data.get("seconds", 0)):
        raise Stop("stopped while waiting")
    if data.get("fail"):
        raise RuntimeError(str(data["fail"]))
    if node.get("type") == "condition":
        return {"label": data.get("label"), "answer": "no" if data.get("answer") == "no" else "yes"}
    return {"label": data.get("label")}


def in_order(content):
    """The nodes that are steps, each after those with an edge to it; `comes_from` has these edges."""
    nodes = {id: node for id, node in content.get("nodes", {}).items() if node.get("type") not in ("note", "group")}
    comes_from = {id: [] for id in nodes}
    for edge in content.get("edges", {}).values():
        if edge.get("source") in nodes and edge.get("target") in nodes:
            comes_from[edge["target"]].append(edge)
    order = graphlib.TopologicalSorter({id: {edge["source"] for edge in edges} for id, edges in comes_from.items()}).static_order()
    return [{**nodes[id], "id": id, "comes_from": comes_from[id]} for id in order]


def leads_here(edge, outputs):
    """Whether the walk goes along this edge: its node was carried out, and a condition answered what the edge leaves by."""
    if edge["source"] not in outputs:
        return False
    answer = (outputs[edge["source"]] or {}).get("answer")
    return answer is None or edge.get("sourceHandle") not in ("yes", "no") or edge["sourceHandle"] == answer


def walk(run, lease):
    content = ask("GET", lease.document + "/content?format=json")["content"]
    nodes = in_order(content)
    outputs = {step["id"]: step.get("output") for step in run["steps"] if step["status"] == "succeeded"}
    for count, node in enumerate(nodes):
        step = "/steps/" + urllib.parse.quote(node["id"], safe="")
        name = (node.get("data") or {}).get("label") or node["id"]
        if node["comes_from"] and not any(leads_here(edge, outputs) for edge in node["comes_from"]):
            lease.report("PUT", step, node=node["id"], name=name, status="skipped")
        elif node["id"] not in outputs:  # else an earlier attempt came so far
            lease.report("PUT", step, node=node["id"], name=name, status="running")
            try:
                output = carry_out(node, lease)
            except RuntimeError as error:
                lease.report("PUT", step, status="failed", error=str(error))
                raise
            lease.report("PUT", step, status="succeeded", output=output)
            outputs[node["id"]] = output
        lease.report("POST", "/progress", fraction=(count + 1) / len(nodes), message=node["id"])
    return {"nodes": len(outputs)}


def work(run):
    lease = Lease(run)
    try:
        ending = {"status": "succeeded", "output": walk(run, lease)}
    except Stop:
        ending = {"status": "cancelled"} if lease.cancelled else None
    except (RuntimeError, graphlib.CycleError, urllib.error.HTTPError) as error:
        ending = {"status": "failed", "error": str(error)[:1000]}
    finally:
        lease.ended.set()
    if ending is None:
        print(run["id"], "was lost", flush=True)
        return
    try:
        lease.report("POST", "/finish", **ending)
        print(run["id"], ending["status"], flush=True)
    except Stop as why:
        print(run["id"], "was lost:", why, flush=True)


def main(prefix, once):
    executor = f"{socket.gethostname()}:{os.getpid()}"
    wanted = {"under": prefix, "executor": executor, "lease_seconds": LEASE_SECONDS, "wait_seconds": 20}
    while True:
        if run := ask("POST", "/api/runs/claim", wanted):
            work(run)
            if once:
                return


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--once"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    SERVER = arguments[0].rstrip("/")
    try:
        main(arguments[1], "--once" in sys.argv)
    except KeyboardInterrupt:
        pass
