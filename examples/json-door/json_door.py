"""Edits a document beside people with Yjs editors, and prints what they do, without any Yjs: python3 json_door.py URL TEXT [COUNT]

Needs the package `websockets`. URL is that of a document at the JSON door, such as ws://127.0.0.1:8080/live/examples/hello, with
`?token=...` where tokens are asked for. Adds TEXT to the list `lines`, waits until that is durable, prints the list, and then
prints COUNT changes of others (all of them if it is missing).
"""

import asyncio
import json
import sys

from websockets import connect


async def main(url, text, count=None):
    async with connect(url, max_size=None) as socket:
        connected = json.loads(await socket.recv())
        print("connected as", connected["self"]["user"]["id"], "with role", connected["role"])
        lines = connected["content"].get("lines", [])
        where = {"path": "/lines/-", "value": text} if lines else {"path": "/lines", "value": [text]}
        await socket.send(json.dumps({"type": "content_patch", "id": 1, "patch": [{"op": "add", **where}]}))
        saved, seen = False, 0
        async for message in map_json(socket):
            if message["type"] == "ack" and message["id"] == 1:
                saved = True
                print("saved", json.dumps(lines + [text]), flush=True)
            elif message["type"] == "content_update" and message["connection"] != connected["self"]["connection"]:
                print("changed", json.dumps(message["patch"]), flush=True)
                seen += 1
            elif message["type"] == "error":
                sys.exit(message["message"])
            if saved and count is not None and seen >= count:
                return


async def map_json(socket):
    async for message in socket:
        yield json.loads(message)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else None))
